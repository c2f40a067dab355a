import { expect, type Page } from '@playwright/test';

interface Load {
  name: string;
  bytes: Buffer;
  queue: string;
  /** Jobs to take in the file's order; all when absent or null. */
  limit?: number | null;
}

/** Chooses an option of one of the form's selects. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}

/** Loads a workload in the Lab's dialog of the portal at `url` (the shared one where empty); gives how many jobs the page says are on their way. */
export async function loadThroughDialog(page: Page, url: string, { name, bytes, queue, limit }: Load): Promise<number> {
  await page.goto(`${url}/simulator/lab`);
  await page.getByRole('button', { name: 'Load a workload' }).click();
  const dialog = page.getByRole('dialog', { name: 'Load a workload' });
  await dialog
    .getByLabel('Workload file to send')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
  await expect(dialog.getByText(name)).toBeVisible({ timeout: 30_000 });
  await choose(page, 'Queue', queue);
  if (typeof limit === 'number') await dialog.getByRole('textbox', { name: /^How many/ }).fill(String(limit));
  await dialog.getByRole('button', { name: /^Load [\d,]+ jobs?$/ }).click();
  await expect(dialog).toHaveCount(0, { timeout: 30_000 });
  const said = page.getByText(new RegExp(`jobs?\\sof .* on their way to ${queue}\\.`));
  await expect(said).toBeVisible();
  return Number(/([\d,]+)\sjobs?\sof/.exec((await said.textContent()) ?? '')?.[1]?.replaceAll(',', '') ?? Number.NaN);
}
