import { expect, type Page } from '@playwright/test';
import { chooseAct } from './lives';
import { choose } from './load-dialog';
import type { PortalClient } from './portal-client';
import { advanceBy } from './stories';
import { test } from './story';

const NAME = 'story-licence';

/** A queue of its own: a head that waits for a licence blocks all behind it. */
async function makeQueue(client: PortalClient): Promise<void> {
  const create = (action: string, call: object) =>
    client.act(action, { connection: 'simulator', call: JSON.stringify(call) });
  await create('createEnvironment', {
    computeEnvironmentName: 'licensed',
    type: 'MANAGED',
    state: 'ENABLED',
    computeResources: {
      type: 'EC2',
      minvCpus: 0,
      maxvCpus: 8,
      instanceTypes: ['c5.large'],
      subnets: ['subnet-1'],
      securityGroupIds: ['sg-1'],
      instanceRole: 'ecsInstanceRole',
    },
  });
  await advanceBy(client, 60_000);
  await create('createQueue', {
    jobQueueName: 'licensed',
    state: 'ENABLED',
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'licensed' }],
  });
  await advanceBy(client, 60_000);
}

async function submitLicensed(page: Page, name: string): Promise<string> {
  await page.goto('/simulator/jobs/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await choose(page, 'Definition', 'licensed:1');
  await choose(page, 'Queue', 'licensed');
  await expect(page.getByText(`as defined, 1 of ${NAME}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Submit 1 job' }).click();
  await expect(page).toHaveURL(/\/simulator\/jobs\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

test('a licence for one job at a time: the second waits, says why, and runs once there are two', async ({
  page,
  client,
}) => {
  await makeQueue(client);
  await page.goto('/simulator/queues?tab=consumables');
  await page.getByRole('link', { name: 'New consumable' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(NAME);
  await page.getByLabel('Units').fill('1');
  await page.getByRole('button', { name: /^Create consumable resource/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();

  await page.goto('/simulator/definitions/new');
  await page.getByLabel('Name', { exact: true }).fill('licensed');
  await page.getByLabel('Image').fill('busybox:1');
  await page.getByRole('textbox', { name: 'Command' }).fill('sleep 36000');
  await page.getByRole('button', { name: 'Add a consumable resource' }).click();
  await page.getByLabel('Units of consumable resource 1').fill('0');
  await expect(page.getByText('Say how many units: a whole number from 1.')).toBeVisible();
  await page.getByLabel('Units of consumable resource 1').fill('1');
  await page.getByLabel('Name of consumable resource 1').fill(NAME);
  await page.getByRole('button', { name: 'Register definition' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'licensed' })).toBeVisible();

  const first = await submitLicensed(page, 'licensed-first');
  const second = await submitLicensed(page, 'licensed-second');
  await advanceBy(client, 600_000);
  const why = page.getByRole('list', { name: 'Checks' });
  await expect(why).toContainText(`1 of ${NAME} needed; 0 of 1 free`);
  await page.goto(`/simulator/jobs/${first}`);
  await expect(page.getByText(`1 of ${NAME}`)).toBeVisible();
  await page.goto(`/simulator/jobs/${second}`);
  await page.getByRole('link', { name: `See ${NAME}` }).click();
  await expect(page.getByRole('table', { name: 'Jobs that hold it' })).toContainText('licensed-first');
  await expect(page.getByRole('table', { name: 'Jobs that need it and wait' })).toContainText('licensed-second');

  await page.getByRole('button', { name: 'Quantity…' }).click();
  const dialog = page.getByRole('dialog', { name: `Quantity of ${NAME}` });
  await dialog.getByRole('radio', { name: 'Add' }).click();
  await dialog.getByLabel('Units').fill('1');
  await expect(dialog).toContainText('1 → 2. Jobs that wait for it may start.');
  await dialog.getByRole('button', { name: 'Set quantity' }).click();
  await expect(page.getByText(`${NAME}: quantity set.`)).toBeVisible();
  await advanceBy(client, 600_000);
  await expect.poll(async () => (await client.job(second)).job.status).toBe('RUNNING');

  await page.goto('/simulator/queues?tab=consumables');
  await chooseAct(page, NAME, 'Delete…');
  const deleting = page.getByRole('alertdialog', { name: `Delete ${NAME}?` });
  await expect(deleting).toContainText('Jobs that hold it go on.');
  await deleting.getByLabel(`Type ${NAME} to confirm`).fill(NAME);
  await deleting.getByRole('button', { name: `Delete ${NAME}` }).click();
  await expect(page.getByRole('link', { name: NAME, exact: true })).toHaveCount(0);
  expect((await client.job(second)).job.status).toBe('RUNNING');
});
