import { expect, test } from '@playwright/test';
import { Portal, signIn } from './portal';
import { advanceBy, clientOf, submit } from './stories';

const MINUTE_MS = 60_000;

test('an environment is deleted step by step, over a restart of the portal', async ({ page }) => {
  const portal = await Portal.withAdministrator({
    BATCHDECK_SCENARIO: 'e2e/scenarios/two-environments.json',
    BATCHDECK_SPEED: '0.000001',
  });
  try {
    await signIn(page, portal);
    const client = await clientOf(page, portal.url);
    await submit(client, { name: 'long', queue: 'main', environment: { SIM_SECONDS: '3600' } });
    await advanceBy(client, 10 * MINUTE_MS);
    await page.goto(`${portal.url}/simulator/environments/spot`);
    await page.getByRole('button', { name: 'Acts on spot' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete spot?');
    const begin = page.getByRole('button', { name: 'Delete spot' });
    await expect(begin).toBeDisabled();
    await page.getByLabel('Type spot to confirm').fill('spot');
    await begin.click();
    const steps = page.getByRole('list', { name: 'Steps' });
    await expect(steps.getByRole('listitem').filter({ hasText: /queue.*, now/ })).toBeVisible();
    await advanceBy(client, MINUTE_MS);
    await expect(steps).toContainText('Taken out of');
    await advanceBy(client, MINUTE_MS);
    await expect(steps).toContainText('Disabled, done');
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/1\sjob still runs/);

    await portal.killHard();
    await portal.begin();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/1\sjob still runs/);
    await page.getByRole('button', { name: /Terminate 1\sjob instead…/ }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText('1 TerminateJobs');
    await dialog.getByRole('button', { name: /^Terminate 1\sjob$/ }).click();
    await expect(dialog).toHaveCount(0);
    await expect(async () => {
      await advanceBy(client, MINUTE_MS);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('spot is deleted.', { timeout: 2000 });
    }).toPass({ timeout: 40_000 });
    const calls = page.getByRole('list', { name: 'Calls sent' });
    await expect(calls).toContainText('DeleteComputeEnvironment');
    expect(await client.names('environments')).not.toContain('spot');
  } finally {
    await portal.dispose();
  }
});
