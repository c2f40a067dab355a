import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { OPEN_PAGES, type PortalPage, portalPages } from './pages';
import { Portal, signIn } from './portal';
import { clientOf } from './stories';

const BUDGET_BYTES = 300 * 1024;
const DRAWN_WITHIN_MS = 15_000;

let portal: Portal;
let context: BrowserContext;
let page: Page;
let pages: PortalPage[];

test.beforeAll(async ({ browser }) => {
  portal = await Portal.withAdministrator({ BATCHDECK_SCENARIO: 'demo', BATCHDECK_SPEED: '0.000001' });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  await signIn(page, portal);
  const client = await clientOf(page, portal.url);
  const policy = {
    name: 'looked-at',
    fairsharePolicy: { shareDistribution: [{ shareIdentifier: 'A', weightFactor: 1 }] },
  };
  await client.act('createPolicy', { connection: 'simulator', call: JSON.stringify(policy) });
  const consumable = { consumableResourceName: 'looked-at', totalQuantity: 3 };
  await client.act('createConsumable', { connection: 'simulator', call: JSON.stringify(consumable) });
  pages = [
    ...(await portalPages(client)),
    { name: 'policy-edit', path: '/simulator/queues/policies/looked-at/edit' },
    { name: 'consumable', path: '/simulator/queues/consumables/looked-at' },
  ];
});

test.afterAll(async () => {
  await context.close();
  await portal.dispose();
});

/** Pages with nothing of their own to look at: the first leads on, the second is there before any connection. */
const LEFT_OUT = ['/', '/welcome', '/settings'];

test('every page of the portal is looked at here', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)page\.tsx$/.test(file),
  );
  const routes = files.map((file) => `/${file.replace(/\([^)]+\)\//g, '').replace(/\/?page\.tsx$/, '')}`);
  expect(routes.length).toBeGreaterThan(20);
  const paths = [...OPEN_PAGES, ...pages].map(({ path }) => path.replace(/\?.*$/, ''));
  const isSeen = (route: string) => {
    const pattern = new RegExp(`^${route.replace(/\[connection\]/, 'simulator').replace(/\[[^\]]+\]/g, '[^/]+')}$`);
    return paths.some((path) => pattern.test(path));
  };
  expect(routes.filter((route) => !LEFT_OUT.includes(route) && !isSeen(route))).toEqual([]);
});

async function open(one: PortalPage): Promise<void> {
  await page.goto(`${portal.url}${one.path}`);
  await expect(page.locator('main').first()).toBeVisible();
  await expect(page.getByLabel(/^Reading/)).toHaveCount(0, { timeout: DRAWN_WITHIN_MS });
}

/** What axe calls serious or critical; `rules` asks for these only. */
async function seriousFaults(on: Page, rules: string[] = []): Promise<string[]> {
  // Without frames there is nothing to gather from other pages, which is what makes the other mode twice as slow.
  const axe = new AxeBuilder({ page: on }).setLegacyMode(true);
  const { violations } = await (rules.length === 0 ? axe : axe.withRules(rules)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => {
      const where = nodes.slice(0, 3).map(({ target }) => target.join(' '));
      return `${id}: ${where.join(' | ')}`;
    });
}

/** Rules whose verdict hangs on the theme: the rest is the same in both. */
const THEME_RULES = ['color-contrast', 'link-in-text-block'];

test('no page has a serious fault of accessibility in either theme, or scrolls sideways at 390 px', async () => {
  test.setTimeout(300_000);
  const faults: string[] = [];
  for (const one of pages) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await open(one);
    const dark = await seriousFaults(page);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    const light = await seriousFaults(page, THEME_RULES);
    await page.setViewportSize({ width: 390, height: 844 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    faults.push(...dark.map((fault) => `${one.name}, dark: ${fault}`));
    faults.push(...light.map((fault) => `${one.name}, light: ${fault}`));
    if (over > 0) faults.push(`${one.name}: ${over} px over at 390 px`);
  }
  expect(faults).toEqual([]);
});

test('no page for those who are not signed in has one', async ({ browser }) => {
  const nobody = await browser.newContext();
  const open = await nobody.newPage();
  const faults: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await open.emulateMedia({ colorScheme });
    for (const one of OPEN_PAGES) {
      await open.goto(`${portal.url}${one.path}`);
      faults.push(...(await seriousFaults(open)).map((fault) => `${one.name}: ${fault}`));
    }
  }
  await nobody.close();
  expect(faults).toEqual([]);
});

test('the first load of any page is at most 300 KB of script, gzipped', async () => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  const sizes = new Map<string, number>();
  const over: string[] = [];
  for (const one of pages) {
    const html = await (await context.request.get(`${portal.url}${one.path}`)).text();
    // What carries nomodule is for browsers that this page does not reach.
    const tags = (html.match(/<script[^>]+>/g) ?? []).filter((tag) => !/\snomodule/i.test(tag));
    const scripts = new Set(tags.flatMap((tag) => /\ssrc="([^"]+\.js[^"]*)"/.exec(tag)?.[1] ?? []));
    expect(scripts.size, `${one.name} has scripts`).toBeGreaterThan(0);
    let total = 0;
    for (const path of scripts) {
      let size = sizes.get(path);
      if (size === undefined) {
        const body = await (await context.request.get(new URL(path, portal.url).href)).body();
        size = gzipSync(body).length;
        sizes.set(path, size);
      }
      total += size;
    }
    console.log(`${one.name}: ${Math.round(total / 1024)} KB of script in ${scripts.size} files`);
    if (total > BUDGET_BYTES) over.push(`${one.name}: ${Math.round(total / 1024)} KB`);
  }
  expect(over).toEqual([]);
});
