import { expect, test } from './story';

test('queues are filtered, sorted and chosen by keyboard, and the address holds all of it', async ({ page }) => {
  await page.goto('/simulator/queues');
  const grid = page.getByRole('grid', { name: 'Queues' });
  await expect(grid).toBeVisible();
  const count = await grid.getByRole('row').count();
  await page.getByRole('searchbox', { name: 'Filter' }).fill('hel');
  await expect(grid.getByRole('row')).toHaveCount(3);
  await expect(page).toHaveURL(/q=hel/);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(grid.getByRole('row')).toHaveCount(count);

  const header = grid.getByRole('columnheader', { name: 'Queue', exact: true });
  await header.getByRole('button').press('Enter');
  await expect(header).toHaveAttribute('aria-sort', 'ascending');
  await header.getByRole('button').press('Enter');
  await expect(page).toHaveURL(/sort=-name/);
  await expect(header).toHaveAttribute('aria-sort', 'descending');

  await grid.getByRole('row').nth(1).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('region', { name: 'Chosen queues' });
  await expect(bar).toContainText('2 selected');
  await expect(page).toHaveURL(/chosen=[^&]+(,|%2C)/);
  await page.reload();
  await expect(bar).toContainText('2 selected');
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});

test('an environment is disabled after its consequence was said, and undone before it is sent', async ({
  page,
  client,
}) => {
  await page.goto('/simulator/environments');
  const grid = page.getByRole('grid', { name: 'Environments' });
  const [name = ''] = await client.names('environments');
  await grid.getByRole('button', { name: `Acts on ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Disable…' }).click();
  const dialog = page.getByRole('alertdialog', { name: `Disable ${name}?` });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expect(dialog).toContainText('1 UpdateComputeEnvironment');
  await expect(dialog).toContainText(/Queues that/);
  await dialog.getByRole('button', { name: `Disable ${name}` }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(`Disabling ${name}`)).toBeVisible();
  await page.keyboard.press('z');
  await expect(page.getByText(`${name} stays enabled.`)).toBeVisible();
  const answer = await client.get(`/api/read/simulator/environments/${name}`);
  expect(await answer.json()).toMatchObject({ environment: { state: 'ENABLED' } });
});
