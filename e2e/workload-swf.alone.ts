import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { generateSwf } from '@/lib/workloads';
import { loadThroughDialog } from './load-dialog';
import { Portal, signIn } from './portal';
import type { RecordedJob } from './portal-client';
import { emptyFolder } from './server';
import { administratorAt, clientOf, setSpeed, untilAllEnded } from './stories';

const SCENARIO = 'e2e/scenarios/two-environments.json';
/** Near enough to standing still: time moves only as the story says. */
const FROZEN = '0.000001';
const JOBS = 600;
const SWF = generateSwf({ seed: 21, jobs: JOBS, meanGapSeconds: 20 });

const summary = z.object({
  jobs: z.object({
    submitted: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    waiting: z.number(),
    running: z.number(),
    relay: z.number(),
  }),
});

function expectOnce(rows: readonly RecordedJob[], count: number): void {
  expect(rows).toHaveLength(count);
  expect(new Set(rows.map((row) => row.id)).size).toBe(count);
}

async function countOnPage(page: Page, state: string): Promise<number> {
  const chip = page.getByRole('group', { name: 'States' }).getByRole('button', { name: new RegExp(`^${state}`) });
  return Number(((await chip.textContent()) ?? '').replace(/\D/g, ''));
}

test('a workload is loaded, runs at Max through a kill -9, and every job of the file is there once', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const portal = await Portal.withAdministrator({ BATCHDECK_SCENARIO: SCENARIO, BATCHDECK_SPEED: FROZEN });
  try {
    await signIn(page, portal);
    const client = await clientOf(page, portal.url);
    await loadThroughDialog(page, portal.url, { name: 'cluster.swf', bytes: Buffer.from(SWF), queue: 'main' });
    await page.goto(`${portal.url}/simulator`);
    await setSpeed(page, 'Max');
    await expect.poll(async () => (await client.counts()).byStatus.SUCCEEDED ?? 0).toBeGreaterThan(20);
    const seen = await client.jobs('status=SUCCEEDED');
    const before = await client.now();
    await portal.killHard();
    await portal.begin();
    expect(await client.now()).toBeGreaterThanOrEqual(before);

    await untilAllEnded(client, JOBS);
    const rows = await client.jobs();
    expectOnce(rows, JOBS);
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { id, startedAt, stoppedAt } of seen) {
      expect(byId.get(id), `what was seen of ${id} before the kill stays`).toMatchObject({ startedAt, stoppedAt });
    }
    await page.goto(`${portal.url}/simulator/jobs`);
    const counts = await client.counts();
    await expect.poll(() => countOnPage(page, 'Succeeded')).toBe(counts.byStatus.SUCCEEDED);
    expect(await countOnPage(page, 'Runnable')).toBe(0);
    expect(await countOnPage(page, 'Running')).toBe(0);

    await page.goto(`${portal.url}/simulator?range=7d`);
    const vcpus = page.getByRole('region', { name: /^vCPU/ });
    await vcpus.getByRole('button', { name: /as a table$/ }).click();
    const cells = vcpus.getByRole('cell').filter({ hasText: /^[1-9][\d,.]*$/ });
    await expect(cells.first()).toBeVisible();
  } finally {
    await portal.dispose();
  }
});

test('one scenario live at Max and by npm run simulate: the same jobs, times and dollars', async () => {
  test.setTimeout(120_000);
  const folder = emptyFolder();
  const scenario: Record<string, unknown> = JSON.parse(readFileSync(SCENARIO, 'utf8'));
  writeFileSync(join(folder, 'cluster.swf'), SWF);
  writeFileSync(
    join(folder, 'scenario.json'),
    JSON.stringify({ ...scenario, workloads: [{ file: 'cluster.swf', queue: 'main' }] }),
  );
  const path = join(folder, 'scenario.json');
  const portal = await Portal.withAdministrator({ BATCHDECK_SCENARIO: path, BATCHDECK_SPEED: 'max' });
  try {
    const client = await administratorAt(portal.url);
    await untilAllEnded(client, JOBS);
    const live = await client.jobs();
    const [jsonFile, csvFile] = [join(folder, 'summary.json'), join(folder, 'jobs.csv')];
    execFileSync(process.execPath, ['scripts/simulate.mjs', '--scenario', path, '--json', jsonFile, '--jobs', csvFile]);
    const { jobs } = summary.parse(JSON.parse(readFileSync(jsonFile, 'utf8')));
    const { byStatus, total, relays } = await client.counts();
    expect({ submitted: total, succeeded: byStatus.SUCCEEDED ?? 0, failed: byStatus.FAILED ?? 0 }).toEqual({
      submitted: jobs.submitted,
      succeeded: jobs.succeeded,
      failed: jobs.failed,
    });
    expect(relays).toBe(jobs.relay);
    expect(byId(live.map(comparable))).toEqual(byId(rowsOf(readFileSync(csvFile, 'utf8'))));
  } finally {
    await portal.dispose();
  }
});

interface Comparable {
  id: string;
  status: string;
  submitted: string;
  stopped: string;
  attempts: number;
  cost: string;
}

const iso = (at: number | null) => (at === null ? '' : new Date(at).toISOString());

function comparable(row: RecordedJob): Comparable {
  const nano = (row.costNanoUsd ?? '0').padStart(10, '0');
  return {
    id: row.id,
    status: row.status,
    submitted: iso(row.createdAt),
    stopped: iso(row.stoppedAt),
    attempts: row.attempts,
    cost: `${nano.slice(0, -9)}.${nano.slice(-9)}`,
  };
}

function rowsOf(csv: string): Comparable[] {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    return {
      id: cell('id'),
      status: cell('status'),
      submitted: cell('submitted'),
      stopped: cell('stopped'),
      attempts: Number(cell('attempts')),
      cost: cell('cost_usd') === '' ? '0.000000000' : cell('cost_usd'),
    };
  });
}

function byId(rows: readonly Comparable[]): Comparable[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const REAL = join(process.env.BATCHDECK_DATA_SAMPLES ?? '../shared/data', 'workloads');
const REAL_FILES = [
  { file: 'swf/MetaCentrum-wagap-2013.swf.gz', limit: 2000 },
  { file: 'wfcommons/1000genome-chameleon-22ch-250k-001.json.gz', limit: null },
];
for (const { file, limit } of REAL_FILES) {
  test(`the real ${file}${limit === null ? '' : `, its first ${limit} jobs`}`, async ({ page }) => {
    const path = join(REAL, file);
    if (!existsSync(path)) console.log(`skipped: ${path} is not here`);
    test.skip(!existsSync(path), `${path} is not here`);
    test.setTimeout(180_000);
    const portal = await Portal.withAdministrator({ BATCHDECK_SCENARIO: SCENARIO, BATCHDECK_SPEED: FROZEN });
    try {
      await signIn(page, portal);
      const client = await clientOf(page, portal.url);
      const load = { name: basename(path), bytes: readFileSync(path), queue: 'main', limit };
      const jobs = await loadThroughDialog(page, portal.url, load);
      await page.goto(`${portal.url}/simulator`);
      await setSpeed(page, 'Max');
      await untilAllEnded(client, jobs);
      expectOnce(await client.jobs(), jobs);
    } finally {
      await portal.dispose();
    }
  });
}
