import { expect, test } from '@playwright/test';
import { generateSwf } from '@/lib/workloads';
import { Portal, signIn } from './portal';
import { advanceBy, clientOf, HOUR_MS } from './stories';

const ROWS = 1200;

test('all that match are terminated, though the portal is killed meanwhile', async ({ page }) => {
  const portal = await Portal.withAdministrator({
    BATCHDECK_SCENARIO: 'e2e/scenarios/shared.json',
    BATCHDECK_SPEED: '0.000001',
  });
  try {
    await signIn(page, portal);
    const client = await clientOf(page, portal.url);
    // The scenario's own job comes first and blocks the queue `held`.
    await advanceBy(client, 60_000);
    const answer = await client.upload('crowd.swf', generateSwf({ seed: 3, jobs: ROWS, meanGapSeconds: 0 }));
    const { hash }: { hash: string } = await answer.json();
    await client.act('loadWorkload', { connection: 'simulator', hash, queue: 'held' });
    await advanceBy(client, HOUR_MS);
    await expect.poll(async () => (await client.counts('definition=crowd:1')).total).toBe(ROWS);

    await page.goto(`${portal.url}/simulator/jobs?definition=crowd:1`);
    await page.getByRole('grid', { name: 'Jobs' }).getByRole('checkbox').nth(1).click();
    const bar = page.getByRole('region', { name: 'Chosen jobs' });
    await bar.getByRole('button', { name: /act on all 1,200\sjobs that match/ }).click();
    await expect(bar).toContainText('1,200 selected');
    await bar.getByRole('button', { name: /Terminate 1,200\sjobs…/ }).click();
    const dialog = page.getByRole('alertdialog', { name: /Terminate 1,200\sjobs\?/ });
    await expect(dialog).toContainText(/24\sTerminateJobs/);
    const act = dialog.getByRole('button', { name: /^Terminate 1,200\sjobs$/ });
    await dialog.getByRole('textbox', { name: /^Reason/ }).fill('wrong reference genome');
    await expect(act).toBeDisabled();
    await dialog.getByLabel('Type 1200 to confirm').fill('1,200');
    await act.click();
    await expect(dialog).toHaveCount(0);

    await portal.killHard();
    await portal.begin();
    await page.goto(`${portal.url}/simulator/activity`);
    const past = page.getByRole('list', { name: 'Bulk operations that are over' });
    await expect(past.getByRole('listitem')).toContainText('done: 1,200 asked to end', { timeout: 60_000 });
    await advanceBy(client, HOUR_MS);
    await expect.poll(async () => (await client.counts('definition=crowd:1')).byStatus.FAILED).toBe(ROWS);
    await past.getByRole('button', { name: /^Results of Terminate/ }).click();
    await expect(page.getByRole('list', { name: 'Result of each job' })).toContainText('done');
  } finally {
    await portal.dispose();
  }
});
