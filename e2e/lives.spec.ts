import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import type { PortalClient } from './portal-client';
import { advanceBy } from './stories';
import { expect, test } from './story';

const MINUTE_MS = 60_000;

type List = 'environments' | 'queues' | 'policies';
const listed = z.array(z.looseObject({ name: z.string() }));

/** What history has of a resource; null where it has none of that name. */
async function recorded(client: PortalClient, list: List, name: string): Promise<Record<string, unknown> | null> {
  const rows = listed.parse(await (await client.get(`/api/read/simulator/${list}`)).json());
  return rows.find((row) => row.name === name) ?? null;
}

/** Waits until history has these members of a resource, and lets AWS settle the change. */
async function settled(
  client: PortalClient,
  list: List,
  name: string,
  members: Record<string, unknown>,
): Promise<void> {
  await expect.poll(() => recorded(client, list, name)).toMatchObject(members);
  await advanceBy(client, MINUTE_MS);
}

/** Runs the clock until history has none of them any more. */
async function untilGone(client: PortalClient, list: List, names: readonly string[]): Promise<void> {
  await expect
    .poll(
      async () => {
        await advanceBy(client, MINUTE_MS);
        return Promise.all(names.map((name) => recorded(client, list, name)));
      },
      { timeout: 30_000 },
    )
    .toEqual(names.map(() => null));
}

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'The call as JSON' });

/** Replaces the call in the editor, as a person who pastes it over, and sends it. */
async function sendCall(page: Page, call: object): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(JSON.stringify(call));
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** Gives what `open` asks for one more tag, and sends it at once: dismissed, its toast holds the call no longer. */
async function tag(page: Page, open: () => Promise<void>, name: string, key: string, value: string): Promise<void> {
  await open();
  const dialog = page.getByRole('dialog', { name: `Tags of ${name}` });
  await dialog.getByRole('button', { name: 'Add tag' }).click();
  await dialog
    .getByLabel(/^Key of tag/)
    .last()
    .fill(key);
  await dialog
    .getByLabel(/^Value of tag/)
    .last()
    .fill(value);
  await dialog.getByRole('button', { name: 'Set tags' }).click();
  await page.getByText(`Setting tags of ${name}`).hover();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText(`${name}: tags set.`)).toBeVisible();
}

async function chooseAct(page: Page, name: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `Acts on ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
}

/** Deletes the two whose names begin so from their list. */
async function deleteBoth(page: Page, list: List, begin: string): Promise<void> {
  await page.goto(list === 'policies' ? `/simulator/queues?tab=policies&q=${begin}` : `/simulator/${list}?q=${begin}`);
  await page.getByRole('checkbox', { name: 'Choose all 2' }).click();
  const bar = page.getByRole('region', { name: `Chosen ${list}` });
  if (list === 'queues') await chooseAct(page, 'the chosen queues', 'Delete 2…');
  else await bar.getByRole('button', { name: 'Delete 2…' }).click();
  const dialog = page.getByRole('alertdialog', { name: `Delete 2 ${list}?` });
  await dialog.getByLabel('Type 2 to confirm').fill('2');
  await dialog.getByRole('button', { name: `Delete 2 ${list}` }).click();
  await expect(dialog).toHaveCount(0);
}

/** A queue or an environment as its stories make and change it: by form, and as the calls of AWS. */
interface Switched {
  noun: 'queue' | 'environment';
  list: 'queues' | 'environments';
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
  list: 'environments',
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
  list: 'queues',
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

  test(
    `a whole life of a job ${noun}, by form`.replace('job environment', 'compute environment'),
    async ({ page, client }) => {
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
      await tag(page, () => chooseAct(page, name, 'Tags…'), name, 'team', 'blue');
      await settled(client, list, name, { tags: { made: 'by-form', team: 'blue' } });

      await chooseAct(page, name, 'Clone');
      await expect(page.getByText(`cloned from ${name}`)).toBeVisible();
      await page.getByLabel('Name', { exact: true }).fill(`${name}-2`);
      await create(page);
      await settled(client, list, `${name}-2`, { state: 'ENABLED', tags: { team: 'blue' }, ...changed.recorded });

      for (const one of [name, `${name}-2`]) {
        await page.goto(`${pageOf(one)}/delete`);
        await page.getByLabel(`Type ${one} to confirm`).fill(one);
        await page.getByRole('button', { name: `Delete ${one}` }).click();
        await expect(page.getByRole('list', { name: 'Steps' })).toContainText('Disable');
      }
      await untilGone(client, list, [name, `${name}-2`]);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}-2 is deleted.`);
    },
  );

  test(
    `a whole life of a job ${noun}, by JSON`.replace('job environment', 'compute environment'),
    async ({ page, client }) => {
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
    },
  );
}

const POLICIES = '/simulator/queues?tab=policies';
const shares = (...weights: [string, number][]) => ({
  shareDistribution: weights.map(([shareIdentifier, weightFactor]) => ({ shareIdentifier, weightFactor })),
});
const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

test('a whole life of a scheduling policy, by form', async ({ page, client }) => {
  const name = 'life-policy-form';
  await page.goto('/simulator/queues/policies/new');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Add a share' }).click();
  await page.getByLabel('Name of share 1').fill('studio');
  await page.getByRole('button', { name: /^Create policy/ }).click();
  await settled(client, 'policies', name, { shares: [{ identifier: 'studio', weight: 1 }] });

  await rowOf(page, name).getByRole('link', { name, exact: true }).click();
  await page.getByLabel('Weight of share 1').fill('0.5');
  await page.getByLabel('Share decay, s').fill('3600');
  await page.getByRole('button', { name: /^Save changes/ }).click();
  await expect(rowOf(page, name)).toContainText('studio 0.5');
  await settled(client, 'policies', name, { decaySeconds: 3600 });

  await tag(page, () => chooseAct(page, name, 'Tags…'), name, 'team', 'blue');
  await settled(client, 'policies', name, { tags: { team: 'blue' } });
  await chooseAct(page, name, 'Clone');
  await page.getByLabel('Name', { exact: true }).fill(`${name}-2`);
  await page.getByRole('button', { name: /^Create policy/ }).click();
  await expect(rowOf(page, `${name}-2`)).toContainText('studio 0.5');
  await settled(client, 'policies', `${name}-2`, { decaySeconds: 3600, tags: { team: 'blue' } });

  for (const one of [name, `${name}-2`]) {
    await chooseAct(page, one, 'Delete…');
    const dialog = page.getByRole('alertdialog', { name: `Delete ${one}?` });
    await dialog.getByLabel(`Type ${one} to confirm`).fill(one);
    await dialog.getByRole('button', { name: `Delete ${one}` }).click();
    await expect(rowOf(page, one)).toHaveCount(0);
  }
});

test('a whole life of a scheduling policy, by JSON', async ({ page, client }) => {
  const name = 'life-policy-json';
  await page.goto('/simulator/queues/policies/new');
  await sendCall(page, { name, fairsharePolicy: shares(['vfx', 1]), tags: { made: 'by-json' } });
  await expect(rowOf(page, name)).toContainText('vfx 1');
  await settled(client, 'policies', name, { tags: { made: 'by-json' } });

  await rowOf(page, name).getByRole('link', { name, exact: true }).click();
  const arn = `arn:aws:batch:us-east-1:123456789012:scheduling-policy/${name}`;
  await expect(editorOf(page)).toContainText(arn);
  await sendCall(page, { arn, fairsharePolicy: { shareDecaySeconds: 600, ...shares(['vfx', 0.25]) } });
  await expect(rowOf(page, name)).toContainText('vfx 0.25');
  await settled(client, 'policies', name, { decaySeconds: 600 });

  await chooseAct(page, name, 'Clone');
  await expect(editorOf(page)).toContainText('0.25');
  await sendCall(page, { name: `${name}-2`, fairsharePolicy: shares(['vfx', 0.25]) });
  await expect(rowOf(page, `${name}-2`)).toContainText('vfx 0.25');
  await deleteBoth(page, 'policies', name);
  await untilGone(client, 'policies', [name, `${name}-2`]);
  await page.goto(POLICIES);
  await expect(rowOf(page, name)).toHaveCount(0);
});

const KINDS = ['EC2', 'EC2 Spot', 'Fargate', 'Fargate Spot', 'Unmanaged'];

test('every kind of environment is made by form, seen in the list, and deleted with the others', async ({
  page,
  client,
}) => {
  const names = KINDS.map((kind) => `life-kind-${kind.toLowerCase().replace(' ', '-')}`);
  await page.goto('/simulator/environments');
  for (const [at, kind] of KINDS.entries()) {
    await page.keyboard.press('c');
    await page.keyboard.press('e');
    await page.getByLabel('Name', { exact: true }).fill(names[at] ?? '');
    await page.getByRole('radio', { name: kind, exact: true }).click();
    if (kind === 'Unmanaged') await page.getByLabel('Service role').fill('arn:aws:iam::123456789012:role/batch');
    await page.getByRole('button', { name: /^Create environment/ }).click();
    await expect(page).toHaveURL(new RegExp(`/${names[at]}$`));
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
