import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { OPEN_PAGES, type PortalPage, portalPages } from '@/e2e/pages';
import { Portal } from '@/e2e/portal';
import { PortalClient } from '@/e2e/portal-client';
import { ADMINISTRATOR } from '@/e2e/server';
import { ensureBrowser } from '@/scripts/browser.mjs';

const FOLDER = 'shots';
const SIZES = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
];
const THEMES = ['dark', 'light'] as const;
const LOOK_EVERY_MS = 100;
const QUIET_LOOKS = 4;
/** The moment at which all clocks stand, the portal's and the browser's: what the demo day shows when it is begun. */
const STILL_AT = '2026-06-01T09:00:00Z';
/** Pages show under which address they are reached, so it is the same each time. */
const PORTS = { PORT: process.env.PORT ?? '3900', AWS_ENDPOINT_PORT: process.env.AWS_ENDPOINT_PORT ?? '3901' };

/** What is drawn in parts, as it changes, or by several threads differs in the last bit of a rounded edge. */
const SAME_PIXELS = [
  '--disable-partial-raster',
  '--disable-skia-runtime-opts',
  '--disable-gpu-rasterization',
  '--num-raster-threads=1',
  '--disable-checker-imaging',
  '--disable-low-res-tiling',
  '--disable-new-content-rendering-timeout',
  '--run-all-compositor-stages-before-draw',
];

/** Knows the reads that a page has under way, so that a picture is taken when none is and none was for a while. */
function readsOf(page: Page): { settled: () => Promise<void> } {
  const pending = new Set<unknown>();
  const isRead = (request: { url(): string }) => request.url().includes('/api/read/');
  page.on('request', (request) => isRead(request) && pending.add(request));
  page.on('requestfinished', (request) => pending.delete(request));
  page.on('requestfailed', (request) => pending.delete(request));
  return {
    settled: async () => {
      for (let quiet = 0; quiet < QUIET_LOOKS; quiet = pending.size === 0 ? quiet + 1 : 0) await pause(LOOK_EVERY_MS);
    },
  };
}

/** Every page in both themes and both sizes, as a signed-in administrator (or nobody) sees it. */
async function shootAll(browser: Browser, portal: Portal, pages: readonly PortalPage[], cookie: string | null) {
  const files: string[] = [];
  for (const size of SIZES) {
    for (const colorScheme of THEMES) {
      const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: 'reduce' });
      if (cookie !== null) await context.addCookies([{ name: 'batchdeck_session', value: cookie, url: portal.url }]);
      await context.clock.setFixedTime(STILL_AT);
      const page = await context.newPage();
      const reads = readsOf(page);
      for (const { name, path } of pages) {
        await page.goto(`${portal.url}${path}`);
        await page.locator('main').first().waitFor();
        await page.waitForFunction(() => document.querySelector('[aria-label^="Reading"]') === null);
        await reads.settled();
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        const file = join(FOLDER, `${name}-${size.name}-${colorScheme}.png`);
        await page.screenshot({ path: file });
        console.log(file);
        files.push(file);
      }
      await context.close();
    }
  }
  return files;
}

const found = await ensureBrowser();
if ('reason' in found) {
  console.error(`There is no browser to take pictures with: ${found.reason}.`);
  process.exit(1);
}
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
const portal = await Portal.withAdministrator({
  ...PORTS,
  BATCHDECK_SCENARIO: 'demo',
  BATCHDECK_SPEED: '0.000001',
  BATCHDECK_STILL_AT: STILL_AT,
  NODE_OPTIONS: `--import=${pathToFileURL('scripts/still-clock.mjs').href}`,
});
const args = [...SAME_PIXELS, ...(process.getuid?.() === 0 ? ['--no-sandbox', '--disable-dev-shm-usage'] : [])];
const browser = await chromium.launch({ executablePath: found.path, args });
try {
  const client = await PortalClient.signedIn(portal.url, ADMINISTRATOR.email, ADMINISTRATOR.password);
  const files = [
    ...(await shootAll(browser, portal, OPEN_PAGES, null)),
    ...(await shootAll(browser, portal, await portalPages(client), client.session)),
  ];
  console.log(`${files.length} pictures in ${FOLDER}/`);
} finally {
  await browser.close();
  await portal.dispose();
}
