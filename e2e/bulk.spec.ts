import { z } from 'zod';
import { advanceBy, HOUR_MS, submit } from './stories';
import { expect, test } from './story';

const MINUTE_MS = 60_000;

/** Submits jobs of one name that nothing can start: the queue `held` is blocked by its first. */
async function held(client: Parameters<typeof submit>[0], name: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push(await submit(client, { name, queue: 'held' }));
  await advanceBy(client, MINUTE_MS);
  return ids;
}

test('three jobs are terminated at once, and Activity has the result of each', async ({ page, client }) => {
  const [first = ''] = await held(client, 'bulk-end', 3);
  const call = { jobName: 'waits-for-end', jobQueue: 'main', jobDefinition: 'one', dependsOn: [{ jobId: first }] };
  await client.act('submitJob', {
    connection: 'simulator',
    intent: crypto.randomUUID(),
    call: JSON.stringify(call),
  });
  await advanceBy(client, MINUTE_MS);
  await page.goto('/simulator/jobs?name=bulk-end');
  const grid = page.getByRole('grid', { name: 'Jobs' });
  await grid.getByRole('checkbox').nth(1).click();
  await grid
    .getByRole('checkbox')
    .nth(3)
    .click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Chosen jobs' });
  await expect(bar.getByRole('button', { name: /Cancel 3\swaiting jobs…/ })).toBeVisible();
  await bar.getByRole('button', { name: /Terminate 3\sjobs…/ }).click();
  const dialog = page.getByRole('alertdialog', { name: /Terminate 3\sjobs\?/ });
  await expect(dialog).toContainText(/1\sTerminateJobs/);
  await expect(dialog.getByRole('link', { name: 'waits-for-end' })).toBeVisible();
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('wrong reference genome');
  await dialog.getByRole('button', { name: /Terminate 3\sjobs/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/Asked Batch to end 3\sjobs/)).toBeVisible();
  await advanceBy(client, MINUTE_MS);
  await expect.poll(async () => (await client.counts('name=bulk-end')).byStatus.FAILED).toBe(3);

  await page.goto('/simulator/activity');
  const past = page.getByRole('list', { name: 'Bulk operations that are over' });
  const row = past.getByRole('listitem').filter({ hasText: 'wrong reference genome' });
  await expect(row).toContainText('done: 3 asked to end');
  await row.getByRole('button', { name: /^Results of Terminate/ }).click();
  const results = page.getByRole('list', { name: 'Result of each job' });
  await expect(results.getByRole('listitem')).toHaveCount(3);
  const download = page.waitForEvent('download');
  await row.getByRole('button', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toMatch(/^bulk-.*\.csv$/);
  await expect(page).toHaveURL(/bulk=/);
});

test('a cancel is taken back by z, and sent when it is not', async ({ page, client }) => {
  const [id = ''] = await held(client, 'bulk-cancel', 1);
  await page.goto(`/simulator/jobs/${id}`);
  const ask = async () => {
    await page.getByRole('button', { name: 'Cancel…' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Cancel bulk-cancel?' });
    await dialog.getByRole('button', { name: /Cancel 1\sjob/ }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByText('Cancelling bulk-cancel')).toBeVisible();
  };
  await ask();
  await page.keyboard.press('z');
  await expect(page.getByText('bulk-cancel not cancelled.')).toBeVisible();
  await advanceBy(client, MINUTE_MS);
  expect((await client.job(id)).job.status).toBe('RUNNABLE');

  await ask();
  await expect(page.getByText('Asked Batch to cancel bulk-cancel.')).toBeVisible();
  await advanceBy(client, MINUTE_MS);
  await expect(page.getByRole('heading', { level: 1 }).getByRole('img', { name: 'Failed' })).toBeVisible();
  await expect(page.getByText('Cancelled in Batchdeck').first()).toBeVisible();
});

test('a job that ended is submitted again, once, and the two link to each other', async ({ page, client }) => {
  const environment = { SIM_SECONDS: '5', SIM_EXIT_CODE: '3' };
  const id = await submit(client, { name: 'bulk-again', queue: 'main', environment, tags: { team: 'blue' } });
  await advanceBy(client, HOUR_MS);
  await page.goto(`/simulator/jobs/${id}`);
  await page.getByRole('button', { name: 'Submit again…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Submit again bulk-again?' });
  await expect(dialog).toContainText(/1\sSubmitJob/);
  await dialog.getByRole('button', { name: /Submit again 1\sjob/ }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByText('again of')).toBeVisible();
  await expect.poll(async () => (await client.counts('name=bulk-again')).total).toBe(2);
  await page.goto(`/simulator/jobs/${id}`);
  await expect(page.getByText('submitted again as')).toBeVisible();
});

const begun = z.object({ id: z.string(), jobs: z.number() });

test('what was refused is listed, and can be tried again', async ({ page, client }) => {
  const ids = await held(client, 'bulk-refused', 2);
  const value = await client.act('submitAgain', { connection: 'simulator', ids, reason: 'too early' });
  const { id } = begun.parse(value);
  await page.goto(`/simulator/activity?bulk=${id}`);
  const row = page.getByRole('listitem').filter({ hasText: 'too early' }).first();
  await expect(row).toContainText('0 submitted, 2 refused');
  await row.getByRole('radio', { name: /^Refused/ }).click();
  await expect(page.getByRole('list', { name: 'Result of each job' })).toContainText('It has not ended yet');
  await client.act('endJobs', { connection: 'simulator', kind: 'terminate', ids, reason: 'now' });
  await advanceBy(client, MINUTE_MS);
  await row.getByRole('button', { name: 'Retry the 2 that failed' }).click();
  await expect(row).toContainText('done: 2 submitted');
});
