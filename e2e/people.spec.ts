import type { Browser, BrowserContext, Page } from '@playwright/test';
import { portalPages } from './pages';
import { expect, test } from './story';
import { awaitTakeOvers } from './taken-over';

const PASSWORD = 'another horse 9';

/** Invites somebody through the page and gives the link. */
async function invite(page: Page, email: string, role: string, queue?: string): Promise<string> {
  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByRole('radio', { name: role }).click();
  if (queue !== undefined) {
    await dialog.getByRole('radio', { name: 'Some connections' }).click();
    await dialog.getByRole('checkbox', { name: /^Connection / }).click();
    await dialog.getByRole('radio', { name: 'Some queues' }).click();
    await dialog.getByRole('checkbox', { name: new RegExp(`^Queue ${queue} of`) }).click();
  }
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const shown = page.getByRole('dialog', { name: 'The link is shown once, now.' });
  const link = await shown.getByText('/sign-in/invitation?token=').textContent();
  await shown.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByRole('list', { name: 'Invitations' })).toContainText(email);
  return link ?? '';
}

/** Accepts an invitation in a browser of one's own. */
async function join(browser: Browser, link: string, name: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = awaitTakeOvers(await browser.newContext({ storageState: { cookies: [], origins: [] } }));
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('User name').fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Make my account' }).click();
  await expect(page.getByRole('button', { name: `${name}, ` })).toBeVisible();
  return { context, page };
}

/** Words that an act begins with. */
const ACTS =
  /^(Submit|Create|Register|New|Edit|Clone|Delete|Deregister|Disable|Enable|Terminate|Cancel|Change|Set|Tags|Load|Start|Reset|Remove|Rename|Invite|Make|Run|Pause|Step|Save|Retry|Raise)\b/;

/** The acts on a page that are not disabled, those in its menus of acts too. Leaving a form is none, nor opening a row. */
async function actsThatWork(page: Page): Promise<string[]> {
  const found: string[] = [];
  const gather = async (role: 'button' | 'link' | 'menuitem') => {
    const words = await page
      .getByRole(role, { name: ACTS })
      .evaluateAll((controls) =>
        controls
          .filter((control) => !control.matches(':disabled, [aria-disabled="true"], [aria-expanded]'))
          .map(({ ariaLabel, textContent }) => ariaLabel ?? textContent),
      );
    found.push(...words.map((text) => `${role} ${text}`).filter((act) => act !== 'link Cancel'));
  };
  await gather('button');
  await gather('link');
  for (const menu of await page.getByRole('button', { name: /^(Acts on|What to do with) / }).all()) {
    await menu.click();
    await expect(page.getByRole('menu')).toBeVisible();
    await gather('menuitem');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
  }
  return found;
}

test('a viewer comes by a link and meets no button that works', async ({ page, browser, client }) => {
  const link = await invite(page, 'vera@example.com', 'Viewer');
  const vera = await join(browser, link, 'vera');
  const ownPages = ['settings-account', 'settings-display'];
  for (const { name, path } of (await portalPages(client)).filter((one) => !ownPages.includes(one.name))) {
    await vera.page.goto(path);
    await expect(vera.page.getByRole('main').first()).toBeVisible();
    await expect(vera.page.getByLabel(/^Reading/)).toHaveCount(0);
    expect(await actsThatWork(vera.page), name).toEqual([]);
  }
  await vera.page.goto('/simulator/lab');
  const submit = vera.page.getByRole('button', { name: 'Submit job' });
  await submit.focus();
  await expect(vera.page.getByRole('tooltip')).toHaveText(
    'Operators and administrators may submit jobs; ask an administrator.',
  );
  await submit.click({ force: true });
  await expect(vera.page).toHaveURL(/\/simulator\/lab$/);
  await vera.page.goto('/settings');
  await expect(vera.page).toHaveURL(/\/settings\/account$/);
  await vera.page.goto('/settings/people');
  await expect(vera.page.getByText('This needs the role administrator.')).toBeVisible();

  await page.goto(link);
  await expect(page.getByText('This invitation was used already')).toBeVisible();

  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'What to do with vera' }).click();
  await page.getByRole('menuitem', { name: 'Sessions…' }).click();
  await page.getByRole('button', { name: /^End the session of/ }).click();
  await expect(page.getByText('No session is open.')).toBeVisible();
  await vera.page.goto('/simulator/jobs');
  await expect(vera.page.getByText('Your session ended.')).toBeVisible();
  await vera.context.close();

  await page.goto('/all/activity?subject=user%20vera%40example.com');
  const entries = page.getByRole('list', { name: 'Activity' });
  await expect(entries.getByRole('button', { name: /^End sessions by/ })).toBeVisible();
  await entries.getByRole('button', { name: /^Invite by/ }).click();
  await expect(entries.getByText('"viewer"')).toBeVisible();
});

test('who is narrowed to a queue sees that queue, and a change of scope holds at once', async ({
  page,
  browser,
  client,
}) => {
  const [mine = '', other = ''] = await client.names('queues');
  const link = await invite(page, 'quinn@example.com', 'Operator', mine);
  const quinn = await join(browser, link, 'quinn');
  await quinn.page.goto('/simulator/queues');
  await expect(quinn.page.getByRole('main').getByRole('link', { name: mine, exact: true }).first()).toBeVisible();
  await expect(quinn.page.getByRole('main').getByRole('link', { name: other, exact: true })).toHaveCount(0);
  await quinn.page.goto(`/simulator/queues/${encodeURIComponent(other)}`);
  await expect(quinn.page.getByText('There is no such queue here.')).toBeVisible();
  await expect(quinn.page.getByRole('button', { name: /^(Run|Pause)$/ })).toBeDisabled();

  await page.goto('/settings/people');
  await page.getByRole('button', { name: 'What to do with quinn' }).click();
  await page.getByRole('menuitem', { name: 'Change role and scope…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'Everything' }).click();
  await dialog.getByRole('button', { name: 'Save role and scope' }).click();
  await expect(dialog).toHaveCount(0);
  await quinn.page.goto('/simulator/queues');
  await expect(quinn.page.getByRole('main').getByRole('link', { name: other, exact: true }).first()).toBeVisible();
  await quinn.context.close();
});
