import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { Portal } from './portal';
import { administratorAt } from './stories';
import { awaitTakeOvers } from './taken-over';

test.beforeEach(({ context }) => {
  awaitTakeOvers(context);
});

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

test('who may not make a connection sees on the first page what could be started, and who may', async ({ page }) => {
  const portal = await Portal.withAdministrator();
  try {
    const client = await administratorAt(portal.url);
    const made = await client.act('invitePerson', {
      email: 'vera@example.com',
      role: 'viewer',
      scope: { connections: 'all' },
    });
    await page.goto(portal.url + z.object({ path: z.string() }).parse(made).path);
    await page.getByLabel('User name').fill('vera');
    await page.getByRole('textbox', { name: 'Password' }).fill('another horse 9');
    await page.getByRole('button', { name: 'Make my account' }).click();
    await expect(page.getByRole('heading', { name: 'What should Batchdeck run?' })).toBeVisible();
    const start = page.getByRole('button', { name: 'Start the demo day' });
    await expect(start).toBeDisabled();
    await expect(page.getByRole('button', { name: 'Start it empty' })).toBeDisabled();
    await start.focus();
    await expect(page.getByRole('tooltip')).toHaveText(
      'Administrators may make and change connections; ask an administrator.',
    );
    await start.click({ force: true });
    await expect(page).toHaveURL(`${portal.url}/welcome`);
  } finally {
    await portal.dispose();
  }
});
