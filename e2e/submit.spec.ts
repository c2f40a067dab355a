import type { Page } from '@playwright/test';
import { z } from 'zod';
import { choose } from './load-dialog';
import { advanceBy, HOUR_MS, submit } from './stories';
import { expect, test } from './story';

const form = (page: Page) => page.getByRole('form', { name: 'Submit a job' });
const call = (page: Page) => page.getByRole('textbox', { name: 'The call as JSON' });

async function submitted(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/simulator\/jobs\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

async function pasteCall(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Paste JSON or a CLI call' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(text);
  await dialog.getByRole('button', { name: /^Fill/ }).click();
  await expect(dialog).toHaveCount(0);
}

test('an array of the rows of a file that waits, child by child, for another', async ({ page, client }) => {
  const first = z.object({ jobId: z.string() }).parse(
    await client.act('submitJob', {
      connection: 'simulator',
      intent: crypto.randomUUID(),
      call: JSON.stringify({
        jobName: 'submit-before',
        jobQueue: 'main',
        jobDefinition: 'one',
        arrayProperties: { size: 3 },
      }),
    }),
  );
  await page.goto('/simulator/jobs/new');
  await page.getByLabel('Name', { exact: true }).fill('submit-rows');
  await choose(page, 'Definition', 'one:1');
  await choose(page, 'Queue', 'main');
  const file = { name: 'samples.csv', mimeType: 'text/csv', buffer: Buffer.from('sample,chr\nS-1,1\nS-2,1\nS-3,X\n') };
  await page.getByLabel('File of rows').setInputFiles(file);
  await expect(page.getByLabel('Children')).toHaveValue('3');
  await expect(page.getByRole('table', { name: 'Rows of the file' })).toContainText('S-3');
  await page.getByRole('checkbox', { name: 'Send the rows along as the variable ROWS' }).click();
  await page.getByRole('combobox', { name: 'Add a job to wait for' }).fill('submit-bef');
  await page.getByRole('option', { name: /submit-before/ }).click();
  await expect(page.getByRole('list', { name: 'Jobs it waits for' })).toContainText('submit-before');
  await expect(call(page)).toContainText('"N_TO_N"');
  await page.getByRole('textbox', { name: 'Memory, MiB' }).fill('4,096');
  await page.getByRole('button', { name: 'Submit 3 jobs' }).click();
  const id = await submitted(page);
  const job = await client.job(id);
  expect(job).toMatchObject({
    job: { name: 'submit-rows', array: { size: 3 } },
    dependsOn: [{ id: first.jobId, type: 'N_TO_N' }],
    detail: {
      container: {
        environment: expect.arrayContaining([{ name: 'ROWS', value: 'S-1,1\nS-2,1\nS-3,X' }]),
        resourceRequirements: expect.arrayContaining([{ type: 'MEMORY', value: '4096' }]),
      },
    },
  });
});

test('what AWS would refuse is told at its field, and one pressing submits once', async ({ page, client }) => {
  await page.goto('/simulator/jobs/new?queue=main&definition=one:1');
  await expect(page.getByRole('combobox', { name: 'Queue' })).toHaveValue('main');
  await page.getByLabel('Name', { exact: true }).fill('submit-once');
  await page.getByLabel('Children').fill('1');
  await expect(page.getByText('The size of an array is a number from 2 to 10,000.').first()).toBeVisible();
  await page.getByLabel('Children').fill('');
  await page.getByLabel('Timeout').fill('30');
  await page.getByRole('button', { name: 'Submit 1 job' }).click();
  await expect(page.getByText('A timeout has at least 60 seconds.').first()).toBeVisible();
  await page.getByLabel('Timeout').fill('60');
  await page.getByLabel('Timeout').press('ControlOrMeta+Enter');
  await submitted(page);
  expect(await client.counts('name=submit-once')).toMatchObject({ total: 1 });
});

test('a job with the keyboard alone', async ({ page, client }) => {
  await page.goto('/simulator/jobs/new');
  await page.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.type('submit-by-keys');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('combobox', { name: 'Definition' })).toBeFocused();
  await page.keyboard.type('one:');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Definition' })).toHaveValue('one:1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('Choose a queue.').first()).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Queue' })).toBeFocused();
  await page.keyboard.type('main');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Enter');
  await submitted(page);
  expect(await client.counts('name=submit-by-keys')).toMatchObject({ total: 1 });
});

test('a call of the CLI is pasted, edited as JSON and sent', async ({ page, client }) => {
  await page.goto('/simulator/jobs/new');
  await pasteCall(
    page,
    "aws batch submit-job --job-name submit-pasted --job-queue main --job-definition one:1 --container-overrides 'environment=[{name=SIM_SECONDS,value=5}]'",
  );
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('submit-pasted');
  await expect(page.getByLabel('Value of variable 1')).toHaveValue('5');
  await call(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(
    JSON.stringify({ jobName: 'submit-typed', jobQueue: 'main', jobDefinition: 'one:1', tags: { team: 'a' } }),
  );
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('submit-typed');
  await page.getByRole('button', { name: 'Submit 1 job' }).click();
  const id = await submitted(page);
  expect(await client.job(id)).toMatchObject({ job: { name: 'submit-typed' }, detail: { tags: { team: 'a' } } });
});

test('a job is cloned with the values that AWS has and history masks', async ({ page, client }) => {
  const environment = { API_TOKEN: 'not-for-history', SIM_SECONDS: '7' };
  const id = await submit(client, { name: 'submit-cloned', queue: 'main', environment });
  await advanceBy(client, HOUR_MS);
  await page.goto(`/simulator/jobs/new?from=${id}`);
  await expect(form(page)).toContainText('like submit-cloned');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('submit-cloned');
  await expect(page.getByLabel('Value of variable 1')).toHaveValue('not-for-history');
  await page.getByRole('button', { name: 'Submit 1 job' }).click();
  const again = await submitted(page);
  expect(again).not.toBe(id);

  await page.goto('/simulator/jobs/new?from=00000000-0000-4000-8000-000000000000');
  await expect(page.getByText(/^There is no job .* to clone\.$/)).toBeVisible();
});
