import { choose } from './load-dialog';
import { advanceBy, HOUR_MS, stepTo, submit } from './stories';
import { expect, test } from './story';

const MARKUP = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';

test('a job is submitted in the form, followed to its failed exit, and its log read', async ({ page }) => {
  await page.goto('/simulator/jobs/new');
  await page.getByRole('textbox', { name: /^Name$/ }).fill('from-the-form');
  await choose(page, 'Definition', 'one:1');
  await choose(page, 'Queue', 'main');
  const variables = { SIM_SECONDS: '30', SIM_EXIT_CODE: '3', SIM_LOG_LINES: '7' };
  for (const [index, [name, value]] of Object.entries(variables).entries()) {
    await page.getByRole('button', { name: 'Add variable' }).click();
    await page.getByLabel(`Name of variable ${index + 1}`).fill(name);
    await page.getByLabel(`Value of variable ${index + 1}`).fill(value);
  }
  await page.getByRole('button', { name: 'Submit 1 job' }).click();
  await expect(page).toHaveURL(/\/simulator\/jobs\/[0-9a-f-]{36}/);
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText('from-the-form');
  await expect(page.getByRole('list', { name: 'Checks' })).toBeVisible();

  await stepTo(page, '+1 h');
  await expect(heading.getByRole('img', { name: 'Failed' })).toBeVisible();
  await expect(page.getByText(/^Failed: .*3/).first()).toBeVisible();
  const log = page.getByRole('region', { name: 'Log' });
  await expect(log.getByText('from-the-form: line 1 of 7')).toBeVisible();
  await expect(log.getByText('from-the-form: line 7 of 7')).toBeVisible();
});

test('a job that waits says why it fits no type, and ends with the reason given', async ({ page, client }) => {
  const id = await submit(client, { name: 'nowhere', queue: 'stuck', memoryMib: 9_000_000 });
  await advanceBy(client, HOUR_MS);
  await page.goto(`/simulator/jobs/${id}`);
  await expect(page.getByText(/^Waits .* and will never start as it is: fits no instance type/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Checks' })).toContainText('failed');

  await page.getByRole('button', { name: 'Terminate…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Terminate nowhere?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  const reason = dialog.getByRole('textbox', { name: /^Reason/ });
  await reason.fill('');
  await expect(dialog.getByRole('button', { name: 'Terminate 1 job' })).toBeDisabled();
  await reason.fill('asked for too much');
  await dialog.getByRole('button', { name: 'Terminate 1 job' }).click();
  await expect(dialog).toHaveCount(0);
  await advanceBy(client, 60_000);
  await expect(page.getByRole('heading', { level: 1 }).getByRole('img', { name: 'Failed' })).toBeVisible();
  await expect(page.getByText('asked for too much').first()).toBeVisible();
});

test('names that AWS refuses are refused in its words, and what was typed stays', async ({ page, client }) => {
  await page.goto('/simulator/jobs/new');
  await choose(page, 'Definition', 'one:1');
  await choose(page, 'Queue', 'main');
  const name = page.getByRole('textbox', { name: /^Name$/ });
  for (const bad of [MARKUP, 'two words', 'x'.repeat(129)]) {
    await name.fill(bad);
    await page.getByRole('button', { name: 'Submit 1 job' }).click();
    await expect(page.getByText(/128|letters|jobName|Job name/i).first()).toBeVisible();
    await expect(page).toHaveURL(/jobs\/new$/);
    await expect(name).toHaveValue(bad);
  }
  for (const bad of [MARKUP, 'two words', 'x'.repeat(129)]) {
    await expect(submit(client, { name: bad, queue: 'main' })).rejects.toThrow(/name/i);
  }
});

test('markup in a tag, a reason and a log line is shown as text', async ({ page, client }) => {
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await advanceBy(client, 60_000);
  const told = await client.act('submitJob', {
    connection: 'simulator',
    intent: crypto.randomUUID(),
    call: JSON.stringify({
      jobName: 'hostile-log',
      jobQueue: 'main',
      jobDefinition: 'one',
      containerOverrides: { command: ['echo', MARKUP] },
      tags: { note: 'a=b' },
    }),
  });
  const ended = await submit(client, { name: 'hostile-reason', queue: 'held' });
  await advanceBy(client, HOUR_MS);
  await client.act('endJobs', { connection: 'simulator', kind: 'terminate', ids: [ended], reason: MARKUP });
  await advanceBy(client, 60_000);
  const { jobId } = Object(told);
  await page.goto(`/simulator/jobs/${jobId}`);
  await expect(page.getByRole('region', { name: 'Log' }).getByText(MARKUP)).toBeVisible();
  await page.goto(`/simulator/jobs/${ended}`);
  await expect(page.getByText(MARKUP).first()).toBeVisible();
  await page.goto(`/simulator/jobs/${ended}?tab=json`);
  await expect(page.getByRole('tab', { name: 'JSON', selected: true })).toBeVisible();
  await page.goto(`/simulator/jobs?name=${encodeURIComponent(MARKUP)}`);
  await expect(page.getByRole('searchbox', { name: 'Name contains' })).toHaveValue(MARKUP);
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(dialogs).toBe(0);
});
