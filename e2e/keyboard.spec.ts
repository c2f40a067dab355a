import type { Locator, Page } from '@playwright/test';
import { ADMINISTRATOR } from './server';
import { advanceBy } from './stories';
import { expect, test } from './story';

const MINUTE_MS = 60_000;
/** More stops than any page of this story has before what is looked for. */
const MOST_STOPS = 30;

test.use({ storageState: { cookies: [], origins: [] } });

/** What has the focus, and whether one sees that it has. */
const focusSeen = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    if (active === null || active === document.body) return 'nothing has the focus';
    const { outlineStyle } = getComputedStyle(active);
    return outlineStyle === 'none' ? `no outline on ${active.outerHTML.slice(0, 120)}` : 'seen';
  });

/** Goes on by Tab until `there` has the focus; at every stop it must be seen where the focus is. */
async function tabTo(page: Page, there: Locator): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    expect(await focusSeen(page)).toBe('seen');
    if (await there.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(there).toBeFocused();
}

test('from the sign-in to a terminated job without a mouse', async ({ page, client }) => {
  await page.goto('/sign-in?to=/simulator/queues/held');
  await expect(page.getByLabel('User name or e-mail')).toBeFocused();
  await page.keyboard.type(ADMINISTRATOR.email);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(ADMINISTRATOR.password);
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveText('held');

  const main = page.getByRole('main');
  await tabTo(page, page.getByRole('link', { name: 'Skip to the page' }));
  await page.keyboard.press('Enter');
  await expect(main).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('link', { name: 'Submit job' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('form', { name: 'Submit a job' })).toBeVisible();
  await expect(main).toBeFocused();
  await tabTo(page, page.getByLabel('Name', { exact: true }));
  await page.keyboard.type('without-a-mouse');
  await tabTo(page, page.getByRole('combobox', { name: 'Definition' }));
  await page.keyboard.type('one:');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('combobox', { name: 'Queue' }));
  await page.keyboard.type('held');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(heading).toContainText('without-a-mouse');
  await expect(main).toBeFocused();
  await advanceBy(client, MINUTE_MS);

  const terminate = page.getByRole('button', { name: 'Terminate…' });
  const dialog = page.getByRole('alertdialog', { name: 'Terminate without-a-mouse?' });
  await tabTo(page, terminate);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(terminate).toBeFocused();
  expect(await focusSeen(page)).toBe('seen');

  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await tabTo(page, dialog.getByRole('button', { name: /^Terminate 1\sjob$/ }));
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await advanceBy(client, MINUTE_MS);
  await expect(heading.getByRole('img', { name: 'Failed' })).toBeVisible();
  await tabTo(page, page.getByRole('tab', { name: 'Log' }));
});
