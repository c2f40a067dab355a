import { Portal } from '@/e2e/portal';
import { PortalClient, type RecordedJob } from '@/e2e/portal-client';
import { ADMINISTRATOR } from '@/e2e/server';
import { isTerminal } from '@/lib/batch';
import { generateSwf } from '@/lib/workloads';

const SCENARIO = 'e2e/scenarios/two-environments.json';
const SUBMITTERS = 4;
const SHORTEST_LIFE_MS = 1000;
const LONGEST_LIFE_MS = 5000;
const PATIENCE_MS = 60_000;

/** What the kills covered, and the first thing that did not hold. */
export interface KillSoak {
  kills: number;
  acknowledged: number;
  jobs: number;
  broken: string | null;
}

interface World {
  portal: Portal;
  client: PortalClient;
  /** Ids of every SubmitJob that was answered. */
  acknowledged: Set<string>;
  /** Ids of the loaded workload's jobs that were seen. */
  seen: Map<string, Pick<RecordedJob, 'startedAt' | 'stoppedAt' | 'status'>>;
  dice: (below: number) => number;
  sent: number;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Kills a portal under load with -9 at random moments, starts it again, and holds it to what it had answered. */
export async function soakKills(
  dice: (below: number) => number,
  until: number,
  clock: () => number,
): Promise<KillSoak> {
  const portal = await Portal.withAdministrator({
    BATCHDECK_SCENARIO: SCENARIO,
    BATCHDECK_SPEED: '600',
    BATCHDECK_SEED: String(dice(1_000_000)),
  });
  try {
    const client = await PortalClient.signedIn(portal.url, ADMINISTRATOR.email, ADMINISTRATOR.password);
    const world: World = { portal, client, acknowledged: new Set(), seen: new Map(), dice, sent: 0 };
    let kills = 0;
    for (; clock() < until || kills === 0; kills++) {
      const broken = await killOnce(world, kills);
      if (broken !== null) return { kills: kills + 1, ...size(world), broken: `kill ${kills + 1}: ${broken}` };
    }
    return { kills, ...size(world), broken: await drained(world, clock) };
  } finally {
    await portal.dispose();
  }
}

function size(world: World): { acknowledged: number; jobs: number } {
  return { acknowledged: world.acknowledged.size, jobs: world.seen.size };
}

async function killOnce(world: World, round: number): Promise<string | null> {
  const { portal, client, dice } = world;
  const isOver = { yes: false };
  const load = Array.from({ length: SUBMITTERS }, () => submitUntil(world, isOver));
  const workload = loadWorkload(world, round);
  await pause(SHORTEST_LIFE_MS + dice(LONGEST_LIFE_MS));
  const before = await client.now();
  isOver.yes = true;
  await portal.killHard();
  await Promise.all([...load, workload]);
  await portal.begin();
  const after = await client.now();
  if (after < before) return `virtual time went back by ${before - after} ms`;
  return agrees(world);
}

/** Submits one job after the other until the portal is gone; an answer is a promise. */
async function submitUntil(world: World, isOver: { yes: boolean }): Promise<void> {
  for (;;) {
    const value = await world.client
      .act('submitJob', {
        connection: 'simulator',
        intent: crypto.randomUUID(),
        call: JSON.stringify({
          jobName: `soak-${world.sent++}`,
          jobQueue: 'main',
          jobDefinition: 'one',
          containerOverrides: { environment: [{ name: 'SIM_SECONDS', value: String(world.dice(900)) }] },
        }),
      })
      .catch((error: unknown) => {
        if (isOver.yes) return null;
        throw error;
      });
    if (value === null) return;
    if (typeof value === 'object' && 'jobId' in value) world.acknowledged.add(String(value.jobId));
  }
}

async function loadWorkload({ client, dice }: World, round: number): Promise<void> {
  if (round % 3 !== 0) return;
  try {
    const answer = await client.upload(
      `round-${round}.swf`,
      generateSwf({ seed: dice(1_000_000), jobs: 60, meanGapSeconds: 5 }),
    );
    const { hash }: { hash: string } = await answer.json();
    await client.act('loadWorkload', { connection: 'simulator', hash, queue: 'main' });
  } catch {
    // The portal was killed meanwhile: whole or absent, both are right.
  }
}

/** History has every job that was acknowledged, each once, and what had ended before has not changed. */
async function agrees(world: World): Promise<string | null> {
  const deadline = performance.now() + PATIENCE_MS;
  let rows = await world.client.jobs();
  let missing = missingFrom(rows, world.acknowledged);
  while (missing !== undefined && performance.now() < deadline) {
    await pause(200);
    rows = await world.client.jobs();
    missing = missingFrom(rows, world.acknowledged);
  }
  if (missing !== undefined) return `job ${missing} was acknowledged and is not in history`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  if (byId.size !== rows.length) return 'a job is in history twice';
  for (const [id, was] of world.seen) {
    const now = byId.get(id);
    if (now === undefined) return `job ${id} was in history and is gone`;
    const isSame = now.status === was.status && now.startedAt === was.startedAt && now.stoppedAt === was.stoppedAt;
    if (isTerminal(was.status) && !isSame) return `job ${id} had ended and was changed`;
  }
  for (const { id, status, startedAt, stoppedAt } of rows) world.seen.set(id, { status, startedAt, stoppedAt });
  return sumsAgree(world);
}

function missingFrom(rows: readonly RecordedJob[], ids: ReadonlySet<string>): string | undefined {
  const found = new Set(rows.map((row) => row.id));
  return [...ids].find((id) => !found.has(id));
}

/** With the clock standing, the counts by state are those of the rows. */
async function sumsAgree({ client }: World): Promise<string | null> {
  await client.act('setPace', { connection: 'simulator', paused: true });
  await client.act('advanceTo', { connection: 'simulator', to: (await client.now()) + 1 });
  const [rows, { byStatus, total }] = [await client.jobs(), await client.counts()];
  await client.act('setPace', { connection: 'simulator', paused: false });
  const counted = new Map<string, number>();
  for (const { status } of rows) counted.set(status, (counted.get(status) ?? 0) + 1);
  if (total !== rows.length) return `${total} jobs counted, ${rows.length} in the list`;
  for (const [status, count] of Object.entries(byStatus))
    if ((counted.get(status) ?? 0) !== count) return `${count} ${status} counted, ${counted.get(status) ?? 0} listed`;
  return null;
}

/** After the last kill everything runs to its end. */
async function drained(world: World, clock: () => number): Promise<string | null> {
  const { client } = world;
  await client.act('setPace', { connection: 'simulator', speed: 'max', paused: false });
  const deadline = clock() + PATIENCE_MS;
  for (let left = 1; left > 0; ) {
    const { byStatus, total } = await client.counts();
    left = total - (byStatus.SUCCEEDED ?? 0) - (byStatus.FAILED ?? 0);
    if (left > 0 && clock() > deadline) return `${left} jobs did not end at full speed`;
    if (left > 0) await pause(200);
  }
  return agrees(world);
}
