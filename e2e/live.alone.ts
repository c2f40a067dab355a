import { expect, test } from '@playwright/test';
import { Portal, signIn } from './portal';
import { advanceBy, clientOf, HOUR_MS, submit } from './stories';

test('what changes appears on open pages; a lost stream is said, and found again', async ({ page }) => {
  const portal = await Portal.withAdministrator({
    BATCHDECK_SCENARIO: 'e2e/scenarios/two-environments.json',
    BATCHDECK_SPEED: '0.000001',
  });
  try {
    await signIn(page, portal);
    const client = await clientOf(page, portal.url);
    await submit(client, { name: 'first', queue: 'main', environment: { SIM_SECONDS: '7200' } });
    await page.goto(`${portal.url}/simulator/jobs`);
    const row = page.getByRole('grid', { name: 'Jobs' }).getByRole('row', { name: /first/ });
    await expect(row).toBeVisible();
    const overview = await page.context().newPage();
    await overview.goto(`${portal.url}/simulator`);
    await expect(overview.getByRole('heading', { level: 1 })).toContainText('1 job waits');

    await advanceBy(client, HOUR_MS);
    const began = performance.now();
    await expect(row).toContainText('Running');
    const list = performance.now() - began;
    await expect(overview.getByRole('heading', { level: 1 })).toContainText('1 job runs and none wait');
    console.log(
      `a change of state: on Jobs after ${Math.round(list)} ms, on the Overview within ${Math.round(performance.now() - began)} ms`,
    );

    await portal.stop();
    const deck = page.getByRole('region', { name: 'Time' });
    await expect(deck.getByText(/reconnecting/i)).toBeVisible({ timeout: 20_000 });
    await expect(row).toBeVisible();
    await portal.begin();
    await expect(deck.getByText(/reconnecting/i)).toHaveCount(0, { timeout: 40_000 });
    await advanceBy(client, 2 * HOUR_MS);
    await expect(row).toContainText('Succeeded');
    await expect(overview.getByRole('heading', { level: 1 })).toContainText('No job waits or runs');
  } finally {
    await portal.dispose();
  }
});
