import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import type { PortalClient } from './portal-client';
import { advanceBy } from './stories';

export const MINUTE_MS = 60_000;

type List = 'environments' | 'queues' | 'policies';
const listed = z.array(z.looseObject({ name: z.string() }));

/** What history has of a resource; null where it has none of that name. */
async function recorded(client: PortalClient, list: List, name: string): Promise<Record<string, unknown> | null> {
  const rows = listed.parse(await (await client.get(`/api/read/simulator/${list}`)).json());
  return rows.find((row) => row.name === name) ?? null;
}

/** Waits until history has these members of a resource, and lets AWS settle the change. */
export async function settled(
  client: PortalClient,
  list: List,
  name: string,
  members: Record<string, unknown>,
): Promise<void> {
  await expect.poll(() => recorded(client, list, name)).toMatchObject(members);
  await advanceBy(client, MINUTE_MS);
}

/** Runs the clock until history has none of them any more. */
export async function untilGone(client: PortalClient, list: List, names: readonly string[]): Promise<void> {
  await expect
    .poll(
      async () => {
        await advanceBy(client, MINUTE_MS);
        return Promise.all(names.map((name) => recorded(client, list, name)));
      },
      { timeout: 30_000 },
    )
    .toEqual(names.map(() => null));
}

/** The call of a form as JSON. */
export const editorOf = (page: Page) => page.getByRole('textbox', { name: 'The call as JSON' });

/** Replaces the call in the editor, as a person who pastes it over, and sends it. */
export async function sendCall(page: Page, call: object): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(JSON.stringify(call));
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** Gives what `open` asks for one more tag, and sends it at once: dismissed, its toast holds the call no longer. */
export async function tag(
  page: Page,
  open: () => Promise<void>,
  name: string,
  key: string,
  value: string,
): Promise<void> {
  await open();
  const dialog = page.getByRole('dialog', { name: `Tags of ${name}` });
  await dialog.getByRole('button', { name: 'Add tag' }).click();
  await dialog
    .getByLabel(/^Key of tag/)
    .last()
    .fill(key);
  await dialog
    .getByLabel(/^Value of tag/)
    .last()
    .fill(value);
  await dialog.getByRole('button', { name: 'Set tags' }).click();
  await page.getByText(`Setting tags of ${name}`).hover();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page.getByText(`${name}: tags set.`)).toBeVisible();
}

/** Chooses an act of a thing, or of what is chosen, from behind its three dots. */
export async function chooseAct(page: Page, name: string, act: string): Promise<void> {
  await page.getByRole('button', { name: `Acts on ${name}`, exact: true }).click();
  await page.getByRole('menuitem', { name: act, exact: true }).click();
}

/** Deletes the two whose names begin so from their list. */
export async function deleteBoth(page: Page, list: List, begin: string): Promise<void> {
  await page.goto(list === 'policies' ? `/simulator/queues?tab=policies&q=${begin}` : `/simulator/${list}?q=${begin}`);
  await page.getByRole('checkbox', { name: 'Choose all 2' }).click();
  const bar = page.getByRole('region', { name: `Chosen ${list}` });
  if (list === 'queues') await chooseAct(page, 'the chosen queues', 'Delete 2…');
  else await bar.getByRole('button', { name: 'Delete 2…' }).click();
  const dialog = page.getByRole('alertdialog', { name: `Delete 2 ${list}?` });
  await dialog.getByLabel('Type 2 to confirm').fill('2');
  await dialog.getByRole('button', { name: `Delete 2 ${list}` }).click();
  await expect(dialog).toHaveCount(0);
}
