import { expect, test } from '@playwright/test';
import { generateSwf } from '@/lib/workloads';
import { Portal, signIn } from './portal';
import type { PortalClient } from './portal-client';
import { administratorAt, advanceBy, HOUR_MS } from './stories';

const ROWS = 2500;
let portal: Portal;
let client: PortalClient;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  portal = await Portal.withAdministrator({
    BATCHDECK_SCENARIO: 'e2e/scenarios/shared.json',
    BATCHDECK_SPEED: '0.000001',
  });
  client = await administratorAt(portal.url);
  // The scenario's own job comes first and blocks the queue `held`.
  await advanceBy(client, 60_000);
  await load('crowd', 'held', ROWS);
  await load('handful', 'main', 5);
  await advanceBy(client, HOUR_MS);
  await expect.poll(async () => (await client.counts('definition=crowd:1')).total).toBe(ROWS);
});

test.afterAll(() => portal.dispose());

async function load(name: string, queue: string, jobs: number): Promise<void> {
  const answer = await client.upload(`${name}.swf`, generateSwf({ seed: 3, jobs, meanGapSeconds: 0 }));
  const { hash }: { hash: string } = await answer.json();
  await client.act('loadWorkload', { connection: 'simulator', hash, queue });
}

test('filters stand in the address, and back and forward go through pages with them', async ({ page }) => {
  await signIn(page, portal);
  await page.goto(`${portal.url}/simulator/jobs`);
  const grid = page.getByRole('grid', { name: 'Jobs' });
  await expect(grid).toBeVisible();
  await page.getByRole('combobox', { name: 'Definition' }).click();
  await page.getByRole('option', { name: /^handful:1/ }).click();
  await expect(page).toHaveURL(/definition=handful(:|%3A)1/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('5 jobs match.');
  await expect(grid.getByRole('row')).toHaveCount(6);

  await grid.getByRole('link').first().click();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}/);
  await page.goBack();
  await expect(page).toHaveURL(/definition=handful(:|%3A)1/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('5 jobs match.');
  await page.goForward();
  await expect(page).toHaveURL(/\/jobs\/[0-9a-f-]{36}/);

  await page.goto(`${portal.url}/simulator/jobs?status=RUNNABLE&queue=held`);
  const runnable = page.getByRole('group', { name: 'States' }).getByRole('button', { name: /^Runnable/ });
  await expect(runnable).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('2,501 jobs match.');
  await page.getByRole('searchbox', { name: 'Name contains' }).fill('no such job');
  await expect(page.getByText('Without').first()).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page).toHaveURL(`${portal.url}/simulator/jobs`);
});

test('a header sorts the whole list, the address has the order, and back and forward keep it', async ({ page }) => {
  await signIn(page, portal);
  await page.goto(`${portal.url}/simulator/jobs?definition=handful:1`);
  const grid = page.getByRole('grid', { name: 'Jobs' });
  const head = (name: string) => grid.getByRole('columnheader', { name, exact: true });
  const ids = () => grid.locator('[data-job]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-job')));
  const listed = async (sort: string) => (await client.jobs(`definition=handful:1&sort=${sort}`)).map(({ id }) => id);
  await expect(head('Submitted')).toHaveAttribute('aria-sort', 'descending');
  await head('Ran').getByRole('button').click();
  await expect(page).toHaveURL(/[?&]sort=-ran$/);
  await expect(head('Ran')).toHaveAttribute('aria-sort', 'descending');
  await expect(head('Submitted')).toHaveAttribute('aria-sort', 'none');
  await expect(page.getByText('longest run first, 5 rows')).toBeVisible();
  const longestFirst = await listed('-ran');
  await expect.poll(ids).toEqual(longestFirst);

  await head('Ran').getByRole('button').press('Enter');
  await expect(page).toHaveURL(/[?&]sort=ran$/);
  const shortestFirst = await listed('ran');
  expect(shortestFirst).not.toEqual(longestFirst);
  await expect.poll(ids).toEqual(shortestFirst);

  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('region', { name: 'Chosen jobs' })).toContainText('1 selected');
  await expect(grid.locator(`[data-job="${shortestFirst[0]}"]`)).toHaveAttribute('aria-selected', 'true');

  await grid.getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`/jobs/${shortestFirst[0]}$`));
  await page.goBack();
  await expect(page).toHaveURL(/[?&]sort=ran$/);
  await expect.poll(ids).toEqual(shortestFirst);
  await page.goForward();
  await expect(page).toHaveURL(new RegExp(`/jobs/${shortestFirst[0]}$`));

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${portal.url}/simulator/jobs?definition=handful:1&sort=ran`);
  await page.getByRole('combobox', { name: 'Sorted by' }).click();
  await page.getByRole('option', { name: 'Longest run first' }).click();
  await expect(page).toHaveURL(/[?&]sort=-ran$/);
  await expect.poll(ids).toEqual(longestFirst);
});

test('a list of thousands scrolls to its last row', async ({ page }) => {
  await signIn(page, portal);
  await page.goto(`${portal.url}/simulator/jobs?definition=crowd:1`);
  const grid = page.getByRole('grid', { name: 'Jobs' });
  await expect(grid).toBeVisible();
  const rows = await client.jobs('definition=crowd:1');
  const last = grid.locator(`[data-job="${rows.at(-1)?.id}"]`);
  await expect
    .poll(
      async () => {
        await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
        return last.count();
      },
      { timeout: 90_000 },
    )
    .toBe(1);
  await expect(last).toBeInViewport();
  await expect(last).toHaveAttribute('aria-rowindex', String(ROWS + 1));
  await expect(grid).toHaveAttribute('aria-rowcount', String(ROWS + 1));
  expect(await grid.getByRole('row').count()).toBeLessThan(120);
});

test('several are chosen and ended, after the dialog has said what follows', async ({ page }) => {
  await signIn(page, portal);
  await page.goto(`${portal.url}/simulator/jobs?definition=crowd:1&status=RUNNABLE`);
  const grid = page.getByRole('grid', { name: 'Jobs' });
  const boxes = grid.getByRole('checkbox');
  await boxes.nth(1).click();
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Chosen jobs' });
  await expect(bar).toContainText('4 selected');
  await bar.getByRole('button', { name: 'Terminate 4 jobs…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Terminate 4 jobs?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(dialog).toContainText(/1\sTerminateJobs/);
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('no longer needed');
  await dialog.getByRole('button', { name: 'Terminate 4 jobs' }).click();
  await expect(dialog).toHaveCount(0);
  await advanceBy(client, 120_000);
  await expect.poll(async () => (await client.counts('definition=crowd:1')).byStatus.FAILED).toBe(4);
  const failed = await client.jobs('definition=crowd:1&status=FAILED');
  expect(failed.map((row) => row.statusReason)).toEqual(Array.from({ length: 4 }, () => 'no longer needed'));
});
