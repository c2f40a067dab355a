import { expect, test } from './story';

test('a second connection is made, reset, read at its old epoch, and removed', async ({ page }) => {
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'New simulator' }).click();
  const make = page.getByRole('dialog', { name: 'New simulated connection' });
  await make.getByLabel('Name').fill('Night lab');
  await expect(make.getByLabel('Address')).toHaveValue('night-lab');
  await make.getByLabel('Scenario').click();
  await page.getByRole('option', { name: 'Empty' }).click();
  await make.getByLabel('Seed').fill('7');
  await make.getByRole('button', { name: 'Make connection' }).click();
  const epochs = page.getByRole('table', { name: 'Epochs of Night lab' });
  await expect(epochs.getByRole('link', { name: '1, now' })).toBeVisible();

  await page.getByRole('button', { name: 'Reset to a new epoch Night lab' }).click();
  await page.getByRole('button', { name: 'Begin epoch 2' }).click();
  await expect(epochs.getByRole('link', { name: '2, now' })).toBeVisible();

  await epochs.getByRole('link', { name: '1, past' }).click();
  await expect(page.getByRole('note').filter({ hasText: 'Epoch 1 is over' })).toBeVisible();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Queues' }).click();
  await expect(page).toHaveURL(/\/night-lab\/queues\?epoch=1/);
  await page.getByRole('link', { name: 'Back to epoch 2' }).click();
  await expect(page.getByRole('note').filter({ hasText: 'Epoch 1 is over' })).toHaveCount(0);

  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Remove Night lab' }).click();
  const remove = page.getByRole('alertdialog', { name: 'Remove Night lab?' });
  await expect(remove.getByRole('button', { name: 'Remove Night lab' })).toBeDisabled();
  await remove.getByLabel('Type Night lab to confirm').fill('Night lab');
  await remove.getByRole('button', { name: 'Remove Night lab' }).click();
  await expect(remove).toHaveCount(0);
  await expect(epochs).toHaveCount(0);
  await page.goto('/night-lab');
  await expect(page.getByText('Night lab')).toHaveCount(0);
});
