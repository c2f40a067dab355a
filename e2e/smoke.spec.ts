import { expect, test } from '@playwright/test';

test('the portal answers that it is well', async ({ request }) => {
  const answer = await request.get('/api/health');
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({ database: { kind: 'embedded' } });
});

test('a browser gets a page', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle(/Batchdeck/);
});
