import { expect, type Page } from '@playwright/test';
import { TERMINAL_STATUSES } from '@/lib/batch';
import { PortalClient } from './portal-client';
import { ADMINISTRATOR } from './server';

export const HOUR_MS = 3_600_000;

/** A client with the session of a signed-in page. */
export async function clientOf(page: Page, url: string): Promise<PortalClient> {
  const cookies = await page.context().cookies(url);
  return new PortalClient(url, cookies.find(({ name }) => name === 'batchdeck_session')?.value ?? null);
}

/** A client that signs in as the administrator of the environment. */
export function administratorAt(url: string): Promise<PortalClient> {
  return PortalClient.signedIn(url, ADMINISTRATOR.email, ADMINISTRATOR.password);
}

/** Chooses a speed in the deck. */
export async function setSpeed(page: Page, speed: '1×' | '60×' | '600×' | 'Max'): Promise<void> {
  const radio = page.getByRole('radiogroup', { name: 'Speed' }).getByRole('radio', { name: speed });
  await radio.click();
  await expect(radio).toBeChecked();
}

/** Runs the clock to a moment through the deck, and comes back when history has it. */
export async function stepTo(page: Page, moment: string): Promise<void> {
  await page.getByRole('button', { name: 'Step to…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Step to a moment' });
  await dialog.getByLabel('Moment').fill(moment);
  await dialog.getByRole('button', { name: 'Step there' }).click();
  await expect(page.getByRole('button', { name: 'Stepping…' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Step to…' })).toBeEnabled({ timeout: 30_000 });
}

/** Moves the clock ahead by so many ms; answers when history has it. */
export async function advanceBy(client: PortalClient, ms: number): Promise<void> {
  await client.act('advanceTo', { connection: 'simulator', to: (await client.now()) + ms });
}

/** Waits until so many jobs match and every one of them has ended. */
export async function untilAllEnded(client: PortalClient, jobs: number, query = ''): Promise<void> {
  await expect
    .poll(
      async () => {
        const { byStatus, total } = await client.counts(query);
        const ended = TERMINAL_STATUSES.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
        return { total, ended };
      },
      { timeout: 90_000, intervals: [250] },
    )
    .toEqual({ total: jobs, ended: jobs });
}

interface Submit {
  name: string;
  queue: string;
  definition?: string;
  environment?: Record<string, string>;
  memoryMib?: number;
  tags?: Record<string, string>;
}

/** Submits a job, of the definition `one` unless another is named, through the portal's action; gives its id. */
export async function submit(
  client: PortalClient,
  { name, queue, definition = 'one', environment, memoryMib, tags }: Submit,
): Promise<string> {
  const value = await client.act('submitJob', {
    connection: 'simulator',
    intent: crypto.randomUUID(),
    call: JSON.stringify({
      jobName: name,
      jobQueue: queue,
      jobDefinition: definition,
      containerOverrides: {
        ...(environment !== undefined && {
          environment: Object.entries(environment).map(([key, text]) => ({ name: key, value: text })),
        }),
        ...(memoryMib !== undefined && { resourceRequirements: [{ type: 'MEMORY', value: String(memoryMib) }] }),
      },
      ...(tags !== undefined && { tags }),
    }),
  });
  if (typeof value === 'object' && value !== null && 'jobId' in value) return String(value.jobId);
  throw new Error(`submitJob answered ${JSON.stringify(value)}`);
}
