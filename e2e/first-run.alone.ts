import { expect, test } from '@playwright/test';
import { Portal } from './portal';

test('from the set-up link to a demo day that moves, out, and in again', async ({ page }) => {
  const portal = await Portal.start();
  try {
    const link = await portal.setupLink();
    await page.goto(link);
    await page.getByLabel('User name').fill('ada');
    await page.getByRole('textbox', { name: /^E-mail/ }).fill('ada@example.com');
    await page.getByRole('textbox', { name: /^Password/ }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Create administrator' }).click();

    await expect(page.getByRole('heading', { name: 'What should Batchdeck run?' })).toBeVisible();
    await page.getByRole('button', { name: 'Start the demo day' }).click();
    await expect(page).toHaveURL(`${portal.url}/simulator`, { timeout: 30_000 });
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/\d+\sjobs?\s(wait|run)/);
    const backlog = page.getByRole('region', { name: 'Backlog by queue' });
    await backlog.getByRole('button', { name: 'Backlog by queue as a table' }).click();
    await expect(backlog.getByRole('table').getByRole('row').nth(10)).toBeVisible();

    await page.getByRole('button', { name: 'ada, administrator' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in/);

    await page.goto(`${portal.url}/simulator/jobs`);
    await expect(page).toHaveURL(/\/sign-in/);
    await page.getByLabel('User name or e-mail').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Name or password is wrong.' })).toContainText('tries left');

    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(`${portal.url}/simulator/jobs`);
    await expect(page.getByRole('grid', { name: 'Jobs' })).toBeVisible();

    await page.context().clearCookies();
    await page.goto(link);
    await expect(page.getByText('This link was used already: each is good once.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Create administrator' })).toHaveCount(0);
  } finally {
    await portal.dispose();
  }
});
