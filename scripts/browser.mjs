// @ts-check
import { existsSync } from 'node:fs';
import { runQuietly } from './process.mjs';

const INSTALLED = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const INSTALL = ['install', '-y', '--no-install-recommends', 'fonts-dejavu-core'];

/**
 * A Chromium that browser tests can drive: Playwright's own, else one of the system; null where there is none.
 * @returns {Promise<string | null>}
 */
export async function findBrowser() {
  const { chromium } = await import('@playwright/test');
  return [chromium.executablePath(), ...INSTALLED].find((path) => existsSync(path)) ?? null;
}

/**
 * Finds a browser, or installs one: Playwright's, else, as root on Debian, the system's package.
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function ensureBrowser() {
  const found = await findBrowser();
  if (found !== null) return { path: found };
  const cli = 'node_modules/@playwright/test/cli.js';
  const own = await runQuietly(process.execPath, [cli, 'install', 'chromium']);
  if (own.code === 0) {
    const path = await findBrowser();
    if (path !== null) return { path };
  }
  const reasons = [`Playwright's browser can't be fetched (${lastLine(own.output)})`];
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return { reason: `${reasons[0]}, and only root on Debian can install one here` };
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // The shell is Chromium without windows: a fifth less work, and less to fetch. Older releases lack it.
  for (const args of [['update'], [...INSTALL, 'chromium-headless-shell'], [...INSTALL, 'chromium']]) {
    const apt = await runQuietly('apt-get', ['-qq', ...args], { env: environment });
    if (apt.code !== 0) reasons.push(`apt-get ${args[0]} fails (${lastLine(apt.output)})`);
    const path = await findBrowser();
    if (path !== null) return { path };
  }
  return { reason: reasons.join('; ') };
}

/** @param {string} output */
function lastLine(output) {
  const lines = output.split('\n').map((line) => line.trim());
  return (
    lines
      .filter((line) => /error|fail|unable/i.test(line))
      .at(-1)
      ?.slice(0, 200) ?? 'no reason given'
  );
}
