// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runQuietly, StartRefused, servingElsewhere, step } from './process.mjs';

const stamp = join(root, 'node_modules', '.batchdeck-lock');

/** Whether node_modules is what package-lock.json says, as far as this project's own installs know. */
export function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest();
}

/** Brings node_modules to what package-lock.json says, unless it is. Throws StartRefused with npm's own words. */
export async function installPackages() {
  if (isInstalled()) return;
  const other = servingElsewhere();
  if (other !== null) {
    throw new StartRefused(
      `package-lock.json has changed, but process ${other} runs from this folder's node_modules: stop it first (kill ${other}), then start again.`,
    );
  }
  await step('Installing packages', async () => {
    const npm = process.env.npm_execpath;
    const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    const run = npm?.endsWith('.js')
      ? await runQuietly(process.execPath, [npm, ...args])
      : await runQuietly('npm', args, { shell: process.platform === 'win32' });
    if (run.code !== 0) {
      throw new StartRefused(
        `Packages can't be installed; check the network and the npm registry, then start again.\n${run.output.trim()}`,
      );
    }
    writeFileSync(stamp, lockDigest());
  });
}

function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}
