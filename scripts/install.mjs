// @ts-check
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.batchdeck-lock');

/** Whether node_modules is what package-lock.json says, as far as this project's own installs know. */
export function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest();
}

/**
 * Brings node_modules to what package-lock.json says, unless it is. Exits with npm's own words if that fails.
 * @param {(line: string) => void} [tell]
 */
export function installPackages(tell = console.error) {
  if (isInstalled()) return;
  tell('Installing packages (npm ci) ...');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = /** @type {const} */ ({ cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const run = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (run.status !== 0) {
    console.error(`Packages can't be installed: ${(run.stderr || run.error?.message || '').trim()}`);
    console.error('Check the network and the npm registry, then start again.');
    process.exit(1);
  }
  writeFileSync(stamp, lockDigest());
}

function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}
