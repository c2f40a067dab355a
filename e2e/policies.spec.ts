import type { Locator, Page } from '@playwright/test';
import { chooseAct, deleteBoth, editorOf, sendCall, settled, tag, untilGone } from './lives';
import { expect, test } from './story';

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
