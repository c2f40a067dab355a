import { submit } from './stories';
import { expect, test } from './story';

test('keys walk a list, open a row’s acts, and walk the siblings in the order of the list', async ({ page }) => {
  await page.goto('/simulator/queues?sort=-name');
  const grid = page.getByRole('grid', { name: 'Queues' });
  await expect(grid).toBeVisible();
  const names = await grid.getByRole('row').getByRole('link').allTextContents();
  const [first = '', second = ''] = names;
  await page.keyboard.press('j');
  await expect(grid.getByRole('row').nth(1)).toBeFocused();
  await page.keyboard.press('.');
  await expect(page.getByRole('menuitem', { name: 'Set priority…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await grid.getByRole('row').nth(1).focus();
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText(first);
  await page.keyboard.press(']');
  await expect(heading).toHaveText(second);
  await page.keyboard.press('[');
  await expect(heading).toHaveText(first);
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('button', { name: first }).click();
  await expect(page.getByRole('menuitem').first()).toHaveText(`${first}here`);
  await page.getByRole('menuitem', { name: second }).click();
  await expect(heading).toHaveText(second);

  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('Previous of the list');
  await expect(keys).toContainText('Actions of this thing');
  await expect(keys).not.toContainText('Why does it wait');
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await page.keyboard.press('.');
  await page.getByRole('menuitem', { name: 'Activity' }).click();
  await expect(page).toHaveURL(new RegExp(`/simulator/activity\\?subject=queue%20${second}$`));
  await page.keyboard.press('?');
  await expect(keys).toContainText('Go to Activity');
  await expect(keys).not.toContainText('Previous of the list');
});

test('w says why a job waited, and the activity is walked by j and opened by Enter', async ({ page, client }) => {
  const id = await submit(client, { name: 'by-keys', queue: 'main' });
  await page.goto(`/simulator/jobs/${id}?tab=attempts`);
  await expect(page.getByRole('tab', { name: 'Attempts' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('w');
  await expect(page.getByRole('tab', { name: 'Waiting' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('list', { name: 'Checks' })).toBeVisible();

  await page.goto(`/simulator/activity?subject=${encodeURIComponent(`job ${id}`)}`);
  const entry = page.getByRole('button', { name: /^Submit jobs by / });
  await expect(entry).toHaveCount(1);
  await page.keyboard.press('j');
  await expect(entry).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(entry).toHaveAttribute('aria-expanded', 'true');
  await expect(page).toHaveURL(/entry=/);
  await page.keyboard.press('o');
  await expect(entry).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Row down');
});

test('the palette asks before it acts: on the page’s thing, on the row with the focus, on all jobs that match', async ({
  page,
  client,
}) => {
  const palette = page.getByRole('dialog', { name: 'Search or run a command' });
  await page.goto('/simulator/queues/main');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('main');
  await page.keyboard.press('ControlOrMeta+k');
  await palette.getByRole('combobox').fill('>disable main');
  await expect(palette.getByRole('option').first()).toHaveText('Disable…main');
  await page.keyboard.press('Enter');
  const disable = page.getByRole('alertdialog', { name: 'Disable main?' });
  await expect(disable.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(disable).toHaveCount(0);

  await page.goto('/simulator/environments');
  const row = page.getByRole('grid', { name: 'Environments' }).getByRole('row', { name: /^Choose spot/ });
  await row.focus();
  await page.keyboard.press('ControlOrMeta+k');
  await palette.getByRole('combobox').fill('>tags');
  await expect(palette.getByRole('option')).toHaveText(['Tags…spot']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Tags of spot' })).toBeVisible();

  await submit(client, { name: 'from-the-palette', queue: 'main' });
  await page.goto('/simulator/jobs?name=from-the-palette');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^1\sjob matches\.$/);
  await page.keyboard.press('ControlOrMeta+k');
  await palette.getByRole('combobox').fill('>choose all');
  await expect(palette.getByRole('option').first()).toHaveText(/^Choose all 1\sjob that match$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Chosen jobs' })).toContainText('1 selected');
  await page.keyboard.press('ControlOrMeta+k');
  await palette.getByRole('combobox').fill('>terminate');
  await expect(palette.getByRole('option').first()).toHaveText(/^Terminate.*the chosen jobs$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog', { name: /^Terminate/ })).toBeVisible();
});
