import type { Page } from '@playwright/test';
import { advanceBy } from './stories';
import { expect, test } from './story';

const MINUTE_MS = 60_000;

/** Replaces the call's JSON in the editor, as a person who pastes it over. */
async function typeCall(page: Page, call: object): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'The call as JSON' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(JSON.stringify(call));
}

const queueCall = (name: string, change: object = {}) => ({
  jobQueueName: name,
  priority: 3,
  computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'spot' }],
  ...change,
});

test('an environment by form, and a queue on it by JSON', async ({ page, client }) => {
  await page.goto('/simulator/environments/new');
  await page.getByLabel('Name', { exact: true }).fill('form fleet');
  await expect(page.getByText('A name has letters, digits, hyphens and underscores only.').first()).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('form-fleet');
  await page.getByRole('radio', { name: 'EC2 Spot' }).click();
  const editor = page.getByRole('textbox', { name: 'The call as JSON' });
  await expect(editor).toContainText('"SPOT_PRICE_CAPACITY_OPTIMIZED"');
  await page.getByRole('combobox', { name: 'Add a type or a family' }).fill('c5.4x');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Take out optimal' }).click();
  await page.getByLabel('Maximum vCPU').fill('1,536');
  await expect(page.getByText(/up to 96\sinstances, at most/)).toContainText('$65.28/h');
  await expect(editor).toContainText('"maxvCpus": 1536');
  await page.getByRole('button', { name: /^Create environment/ }).click();
  await expect(page).toHaveURL(/\/simulator\/environments\/form-fleet$/);
  await advanceBy(client, MINUTE_MS);

  await page.goto('/simulator/queues/new');
  await typeCall(page, queueCall('form-by-json', { priority: 5000 }));
  await expect(page.getByText('The priority is a number from 0 to 1,000.').first()).toBeVisible();
  await page.getByRole('textbox', { name: 'The call as JSON' }).press('End');
  await page.keyboard.insertText('x');
  await expect(page.getByText('The call is no JSON as it stands')).toBeVisible();
  await expect(page.getByLabel('Priority')).toBeDisabled();
  const order = [{ order: 1, computeEnvironment: 'form-fleet' }];
  await typeCall(page, queueCall('form-by-json', { computeEnvironmentOrder: order }));
  await expect(page.getByLabel('Priority')).toHaveValue('3');
  await page.getByRole('button', { name: /^Create queue/ }).click();
  await expect(page).toHaveURL(/\/simulator\/queues\/form-by-json$/);
  expect(await client.names('queues')).toContain('form-by-json');
});

test('a queue with the keyboard alone', async ({ page, client }) => {
  await page.goto('/simulator/queues/new');
  await page.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.type('form-by-keys');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Priority')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('7');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText('Choose at least one environment.').first()).toBeVisible();
  const add = page.getByRole('combobox', { name: 'Add an environment' });
  await expect(add).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: /^on-demand/ })).toBeVisible();
  await page.keyboard.type('on-d');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Environments in order' })).toContainText('on-demand');
  await expect(add).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page).toHaveURL(/\/simulator\/queues\/form-by-keys$/);
  expect(await client.names('queues')).toContain('form-by-keys');
});

test('Ctrl+Enter on a form that nobody has touched sends it too', async ({ page }) => {
  await page.goto('/simulator/queues/new');
  await page.getByRole('form', { name: 'New job queue' }).waitFor();
  await page.locator('body').press('ControlOrMeta+Enter');
  await expect(page.getByText('Choose at least one environment.').first()).toBeVisible();
});

test('two editors at once, and neither loses a word', async ({ page, client, context }) => {
  await client.act('createQueue', { connection: 'simulator', call: JSON.stringify(queueCall('form-two')) });
  await advanceBy(client, MINUTE_MS);
  await page.goto('/simulator/queues/form-two/edit');
  await expect(page.getByText('Nothing is changed yet.')).toBeVisible();
  await page.getByLabel('Priority').fill('8');
  await expect(page.getByText(/saved as draft/)).toBeVisible();

  const other = await context.newPage();
  await other.goto('/simulator/queues/form-two/edit');
  await expect(other.getByLabel('Priority')).toHaveValue('8');
  await other.getByRole('button', { name: 'Discard' }).click();
  await other.getByLabel('Priority').fill('9');
  await other.getByRole('button', { name: /^Save changes/ }).click();
  await expect(other).toHaveURL(/\/simulator\/queues\/form-two$/);
  await other.close();
  await advanceBy(client, MINUTE_MS);

  await page.getByRole('button', { name: /^Save changes/ }).click();
  const versions = page.getByRole('region', { name: 'Two versions' });
  await expect(versions).toContainText('changed form-two at Day 1');
  await expect(versions.getByRole('region', { name: 'Theirs against mine' })).toContainText('9');
  await versions.getByRole('button', { name: 'Keep mine' }).click();
  await expect(versions).toHaveCount(0);
  await expect(page.getByLabel('Priority')).toHaveValue('8');
  await page.getByRole('button', { name: /^Save changes/ }).click();
  await expect(page).toHaveURL(/\/simulator\/queues\/form-two$/);
});

test('what is typed outlives a reload and the end of a session', async ({ page, context }) => {
  await page.goto('/simulator/queues/policies/new');
  await page.getByLabel('Name', { exact: true }).fill('form-fair');
  await page.getByRole('button', { name: 'Add a share' }).click();
  await page.getByLabel('Name of share 1').fill('studio*');
  await expect(page.getByText(/saved as draft/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Name of share 1')).toHaveValue('studio*');
  const cookies = await context.cookies();
  await context.clearCookies();
  await page.getByRole('button', { name: /^Create policy/ }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'You are signed out.' });
  await expect(alert.getByRole('link', { name: 'Sign in and come back to it' })).toHaveAttribute(
    'href',
    /\/sign-in\?to=%2Fsimulator%2Fqueues%2Fpolicies%2Fnew/,
  );
  await context.addCookies(cookies);
  await page.goto('/simulator/queues/policies/new');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('form-fair');
  await page.getByRole('button', { name: /^Create policy/ }).click();
  await expect(page).toHaveURL(/\/simulator\/queues/);
});
