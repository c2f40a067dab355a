import type { Page } from '@playwright/test';
import { chooseAct, deleteBoth, editorOf, MINUTE_MS, sendCall, settled, tag, untilGone } from './lives';
import { advanceBy } from './stories';
import { expect, test } from './story';

/** A queue or an environment as its stories make and change it: by form, and as the calls of AWS. */
interface Switched {
  noun: 'queue' | 'environment';
  is: 'job queue' | 'compute environment';
  list: 'queues' | 'environments';
  startDelete: 'startQueueDelete' | 'startEnvironmentDelete';
  fill: (page: Page) => Promise<void>;
  change: (page: Page) => Promise<void>;
  /** How history and the editor have what `change` changed. */
  changed: { recorded: Record<string, unknown>; text: string };
  create: (name: string) => object;
  update: (name: string, state: string) => object;
}

const RESOURCES = {
  type: 'EC2',
  allocationStrategy: 'BEST_FIT_PROGRESSIVE',
  minvCpus: 0,
  maxvCpus: 64,
  instanceTypes: ['m5'],
  subnets: ['subnet-1'],
  securityGroupIds: ['sg-1'],
  instanceRole: 'ecsInstanceRole',
};

const ENVIRONMENT: Switched = {
  noun: 'environment',
  is: 'compute environment',
  list: 'environments',
  startDelete: 'startEnvironmentDelete',
  fill: async (page) => {
    await page.getByRole('radio', { name: 'Fargate', exact: true }).click();
    await page.getByLabel('Maximum vCPU').fill('64');
  },
  change: (page) => page.getByLabel('Maximum vCPU').fill('96'),
  changed: { recorded: { maximumVcpus: 96 }, text: '"maxvCpus": 96' },
  create: (name) => ({
    computeEnvironmentName: name,
    type: 'MANAGED',
    computeResources: RESOURCES,
    tags: { made: 'by-json' },
  }),
  update: (name, state) => ({ computeEnvironment: name, state, computeResources: { maxvCpus: 96 } }),
};

const QUEUE: Switched = {
  noun: 'queue',
  is: 'job queue',
  list: 'queues',
  startDelete: 'startQueueDelete',
  fill: async (page) => {
    await page.getByLabel('Priority').fill('3');
    await page.getByRole('combobox', { name: 'Add an environment' }).click();
    await page.getByRole('option', { name: /^on-demand/ }).click();
  },
  change: (page) => page.getByLabel('Priority').fill('4'),
  changed: { recorded: { priority: 4 }, text: '"priority": 4' },
  create: (name) => ({
    jobQueueName: name,
    priority: 3,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'on-demand' }],
    tags: { made: 'by-json' },
  }),
  update: (name, state) => ({ jobQueue: name, state, priority: 4 }),
};

for (const kind of [ENVIRONMENT, QUEUE]) {
  const { noun, list, changed } = kind;
  const create = (page: Page) => page.getByRole('button', { name: new RegExp(`^Create ${noun}`) }).click();
  const pageOf = (name: string) => `/simulator/${list}/${name}`;

  test(`a whole life of a ${kind.is}, by form`, async ({ page, client }) => {
    const name = `life-${noun}-form`;
    await page.goto(`/simulator/${list}/new`);
    await page.getByLabel('Name', { exact: true }).fill(name);
    await kind.fill(page);
    await page.getByRole('button', { name: 'Add tag' }).click();
    await page.getByLabel('Name of tag 1').fill('made');
    await page.getByLabel('Value of tag 1').fill('by-form');
    await create(page);
    await expect(page).toHaveURL(new RegExp(`${pageOf(name)}$`));
    await settled(client, list, name, { state: 'ENABLED', tags: { made: 'by-form' } });

    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await kind.change(page);
    await page.getByRole('radio', { name: 'Disabled' }).click();
    await expect(editorOf(page)).toContainText('"state": "DISABLED"');
    await page.getByRole('button', { name: /^Save changes/ }).click();
    await expect(page).toHaveURL(new RegExp(`${pageOf(name)}$`));
    await settled(client, list, name, { state: 'DISABLED', ...changed.recorded });

    await page.getByRole('button', { name: 'Enable', exact: true }).click();
    await expect(page.getByText(`${name} enabled.`)).toBeVisible();
    await settled(client, list, name, { state: 'ENABLED' });
    // The page has come to know of it too: an act on what it showed before would be refused.
    await expect(page.getByRole('button', { name: /^Disable/ })).toBeVisible();
    await tag(page, () => chooseAct(page, name, 'Tags…'), name, 'team', 'blue');
    await settled(client, list, name, { tags: { made: 'by-form', team: 'blue' } });

    await chooseAct(page, name, 'Clone');
    await expect(page.getByText(`cloned from ${name}`)).toBeVisible();
    await page.getByLabel('Name', { exact: true }).fill(`${name}-2`);
    await create(page);
    await settled(client, list, `${name}-2`, { state: 'ENABLED', tags: { team: 'blue' }, ...changed.recorded });

    await page.goto(`${pageOf(name)}/delete`);
    await page.getByLabel(`Type ${name} to confirm`).fill(name);
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`Deleting ${name}`);
    const plan = { connection: 'simulator', jobs: 'wait', reason: '', replacements: {} };
    await client.act(kind.startDelete, { ...plan, name: `${name}-2` });
    await untilGone(client, list, [name, `${name}-2`]);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name} is deleted.`);
  });

  test(`a whole life of a ${kind.is}, by JSON`, async ({ page, client }) => {
    const name = `life-${noun}-json`;
    await page.goto(`/simulator/${list}/new`);
    await sendCall(page, kind.create(name));
    await expect(page).toHaveURL(new RegExp(`${pageOf(name)}$`));
    await settled(client, list, name, { state: 'ENABLED', tags: { made: 'by-json' } });

    for (const state of ['DISABLED', 'ENABLED']) {
      await page.getByRole('link', { name: 'Edit', exact: true }).click();
      await sendCall(page, kind.update(name, state));
      await expect(page).toHaveURL(new RegExp(`${pageOf(name)}$`));
      await settled(client, list, name, { state, ...changed.recorded });
    }

    await chooseAct(page, name, 'Clone');
    await expect(editorOf(page)).toContainText(changed.text);
    await expect(editorOf(page)).toContainText('"by-json"');
    await sendCall(page, kind.create(`${name}-2`));
    await expect(page).toHaveURL(new RegExp(`${pageOf(`${name}-2`)}$`));
    await settled(client, list, `${name}-2`, { state: 'ENABLED', tags: { made: 'by-json' } });

    await deleteBoth(page, list, name);
    await untilGone(client, list, [name, `${name}-2`]);
  });
}

const KINDS = ['EC2', 'EC2 Spot', 'Fargate', 'Fargate Spot', 'Unmanaged'];

test('every kind of environment is made by form, seen in the list, and deleted with the others', async ({
  page,
  client,
}) => {
  const names = KINDS.map((kind) => `life-kind-${kind.toLowerCase().replace(' ', '-')}`);
  await page.goto('/simulator/environments');
  for (const [at, kind] of KINDS.entries()) {
    await page.getByRole('link', { name: 'New environment' }).click();
    await page.getByLabel('Name', { exact: true }).fill(names[at] ?? '');
    await page.getByRole('radio', { name: kind, exact: true }).click();
    if (kind === 'Unmanaged') await page.getByLabel('Service role').fill('arn:aws:iam::123456789012:role/batch');
    await page.getByRole('button', { name: /^Create environment/ }).click();
    await expect(page).toHaveURL(new RegExp(`/${names[at]}$`));
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Environments' }).click();
  }
  await advanceBy(client, MINUTE_MS);
  await page.goto('/simulator/environments?q=life-kind');
  const grid = page.getByRole('grid', { name: 'Environments' });
  for (const [at, kind] of KINDS.entries()) {
    const row = grid.getByRole('row', { name: new RegExp(`^Choose ${names[at]} `) });
    await expect(row.getByRole('gridcell', { name: kind, exact: true })).toBeVisible();
    await expect(row).toContainText('valid');
  }
  await grid.getByRole('checkbox', { name: 'Choose all 5' }).click();
  const bar = page.getByRole('region', { name: 'Chosen environments' });
  await bar.getByRole('button', { name: 'Delete 5…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete 5 environments?' });
  await dialog.getByLabel('Type 5 to confirm').fill('5');
  await dialog.getByRole('button', { name: 'Delete 5 environments' }).click();
  await expect(dialog).toHaveCount(0);
  await untilGone(client, 'environments', names);
});
