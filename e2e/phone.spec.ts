import type { Locator, Page } from '@playwright/test';
import { advanceBy, submit } from './stories';
import { expect, test } from './story';

const MINUTE_MS = 60_000;

test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

/** What a finger misses: links and buttons drawn there that are smaller than `least` px either way. */
async function tooSmall(controls: Locator, least: number): Promise<string[]> {
  return controls.evaluateAll((elements, most) => {
    const found: string[] = [];
    for (const element of elements) {
      const { width, height } = element.getBoundingClientRect();
      const name = element.getAttribute('aria-label') ?? element.textContent;
      if (width > 0 && Math.min(width, height) < most - 0.5) found.push(`${name}: ${width} × ${height}`);
    }
    return found;
  }, least);
}

const controlsIn = (place: Locator) => place.getByRole('link').or(place.getByRole('button'));

/** What is too small on a page: 44 px is due in the bars above and below, 24 px to any button. */
async function missed(page: Page): Promise<string[]> {
  return [
    ...(await tooSmall(controlsIn(page.getByRole('banner')), 44)),
    ...(await tooSmall(controlsIn(page.getByRole('navigation', { name: 'Main' })), 44)),
    ...(await tooSmall(page.getByRole('button'), 24)),
  ];
}

/** Whether all of it is seen without scrolling, above the clock and the tabs. */
async function isInFirstView(page: Page, thing: Locator): Promise<boolean> {
  const [box, deck] = [await thing.boundingBox(), await page.getByRole('region', { name: 'Time' }).boundingBox()];
  return box !== null && deck !== null && box.y >= 0 && box.y + box.height <= deck.y && box.x + box.width <= 390;
}

test('on call with a phone: what waits, why, its log, and its end', async ({ page, client }) => {
  await submit(client, { name: 'phone-held', queue: 'held' });
  await advanceBy(client, MINUTE_MS);
  const tabs = page.getByRole('navigation', { name: 'Main' });
  const heading = page.getByRole('heading', { level: 1 });
  await page.goto('/simulator');
  await expect(heading).toContainText(/\d+\sjobs? waits?\b/);
  await expect(heading).toContainText(/reason|for/);
  expect.soft(await missed(page), 'Overview').toEqual([]);

  await tabs.getByRole('link', { name: 'Jobs' }).tap();
  await page.getByRole('searchbox', { name: 'Name contains' }).fill('phone-held');
  await expect(heading).toHaveText(/^1\sjob matches\.$/);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  expect.soft(await missed(page), 'Jobs').toEqual([]);
  await page.getByRole('link', { name: /phone-held/ }).tap();

  await expect(heading).toContainText('phone-held');
  const terminate = page.getByRole('button', { name: 'Terminate…' });
  const log = page.getByRole('tab', { name: 'Log' });
  const why = page.getByRole('list', { name: 'Checks' }).getByRole('link', { name: 'See what blocks' });
  await expect(page.getByRole('main').getByText(/^Waits \d/)).toBeVisible();
  await expect(why).toBeVisible();
  for (const thing of [why, log, terminate]) expect(await isInFirstView(page, thing)).toBe(true);
  expect.soft(await missed(page), 'Job').toEqual([]);
  await log.tap();
  await expect(page.getByText('No log yet: it has not started.')).toBeVisible();
  await terminate.tap();
  const dialog = page.getByRole('alertdialog', { name: 'Terminate phone-held?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect.soft(await tooSmall(dialog.getByRole('button'), 44), 'dialog').toEqual([]);
  const act = dialog.getByRole('button', { name: /^Terminate 1\sjob$/ });
  await expect(act).toBeInViewport({ ratio: 1 });
  await act.tap();
  await expect(dialog).toHaveCount(0);
  await advanceBy(client, MINUTE_MS);
  await expect(heading.getByRole('img', { name: 'Failed' })).toBeVisible();

  await page.getByRole('main').getByRole('link', { name: 'held', exact: true }).tap();
  await expect(heading).toHaveText('held');
  await expect(page.getByRole('link', { name: 'too-large' }).first()).toBeVisible();
  expect.soft(await missed(page), 'Queue').toEqual([]);
  await expect(tabs.getByRole('link', { name: 'Queues' })).toHaveAttribute('aria-current', 'page');
});

test('on a phone what needs room is only read, and says so', async ({ page }) => {
  const more = page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'More' });
  await page.goto('/simulator/environments');
  await expect(page.getByRole('list', { name: 'Environments' }).getByRole('link').first()).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByRole('link', { name: 'New environment' }).tap();
  await page.getByLabel('Maximum vCPU').fill('512');
  await page.getByRole('button', { name: 'Show', exact: true }).tap();
  await expect(page.getByText('"maxvCpus": 512')).toBeVisible();
  await expect(page.getByText('Edit it as JSON on a wider screen.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'The call as JSON' })).toHaveCount(0);

  await more.tap();
  expect.soft(await tooSmall(page.getByRole('menuitem'), 44)).toEqual([]);
  await page.getByRole('menuitem', { name: 'Lab' }).tap();
  await expect(page).toHaveURL(/\/simulator\/lab$/);
  await expect(page.getByText('Load a workload on a wider screen.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Load a workload' })).toHaveCount(0);
});
