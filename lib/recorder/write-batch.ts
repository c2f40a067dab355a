import { setImmediate } from 'node:timers/promises';
import type { Change } from '@/lib/batch';
import { isTerminal, storedText } from '@/lib/batch';
import { Prisma } from '@/lib/db';
import type { ChangeBatch } from '@/lib/driver';
import { applyJob } from './apply-job';
import { applyInstance, applyResource, applyWait } from './apply-rest';
import { addCharges, type BatchRows, type ChargeSums, chargeSums, noRows } from './batch-rows';
import { type Committed, NEWS_CHANNEL } from './contract';
import type { EpochState } from './epoch-state';
import { loadForBatch } from './load-batch';
import type { Place } from './place';
import { reckonLate } from './reckon-late';
import { passTime } from './sample-money';
import { fillFacts, insertJobs, repriceJobs, updateJobs, writeLives } from './write-jobs';
import { nameSeries, writeCharges, writeInstances, writeResources, writeSamples, writeWaits } from './write-rest';

type Tx = Prisma.TransactionClient;

/** Changes that are taken in without a pause: some ms. */
const SLICE = 500;
/** NOTIFY takes less than 8,000 bytes. */
const MOST_TOPICS_BYTES = 7_000;

/**
 * A batch that the state has taken in: what is left to send in one transaction, or, where writing reads rows and needs
 * the state as it is now, how to write it before any other batch is taken in.
 */
export type Prepared =
  | { holdsState: false; statements: readonly Prisma.Sql[]; news: Committed }
  | { holdsState: true; write: (tx: Tx) => Promise<Committed> };

/**
 * Writes a batch inside the caller's transaction: rows, samples, charges, cursor and news. The state moves on with it:
 * throw it away when the transaction fails.
 */
export async function writeBatch(
  tx: Tx,
  place: Place,
  state: EpochState,
  batch: Pick<ChangeBatch, 'changes' | 'seq' | 'upTo' | 'gap'>,
  now: Date,
): Promise<Committed> {
  const prepared = await prepareBatch(tx, place, state, batch, now, async () => {});
  if (prepared.holdsState) return prepared.write(tx);
  for (const statement of prepared.statements) await tx.$executeRaw(statement);
  return prepared.news;
}

/**
 * Takes a batch into the state. The one before it may still be on its way to the database: `written` is awaited where
 * rows are read that it may touch.
 */
export async function prepareBatch(
  tx: Tx,
  place: Place,
  state: EpochState,
  batch: Pick<ChangeBatch, 'changes' | 'seq' | 'upTo' | 'gap'>,
  now: Date,
  written: () => Promise<unknown>,
): Promise<Prepared> {
  const sorted = [...batch.changes].sort((a, b) => a.seq - b.seq);
  const changes = sorted.filter((change, index) => change.seq !== sorted[index - 1]?.seq);
  const first = changes[0];
  if (first !== undefined && first.seq <= state.seq) await written();
  const gap = gapBefore(state, first);
  const { ids, early } = await loadForBatch(tx, place, state, changes, written);
  const rows = noRows(early);
  await take(state, rows, changes, ids);
  state.upTo = Math.max(state.upTo, batch.upTo);
  passTime(state, state.upTo);
  addCharges(rows, state.ledger.settle(state.upTo), true);
  const samples = state.sampler.take();
  const fresh = await nameSeries(tx, samples.moved);
  if (samples.moved.length + samples.gone.length > 0) rows.topics.add('samples');
  for (const arn of state.ledger.takeLate()) rows.late.add(arn);
  state.seq = Math.max(state.seq, batch.seq);
  const write = async (to: Tx) => {
    if (gap !== null) await noteGap(to, place, gap, now);
    if (batch.gap !== undefined) await noteGap(to, place, gapTold(batch.gap), now);
    await writeRows(to, place, state, rows, now);
    await writeSamples(to, place, samples, fresh);
    const news = await finish(to, place, state, rows, now);
    tidyUp(state, rows);
    return news;
  };
  if (needsState(state, rows)) return { holdsState: true, write };
  const statements: Prisma.Sql[] = [];
  const news = await write(collecting(statements));
  return { holdsState: false, statements, news };
}

/** Lets pages, and the batch that is on its way, have their turn after each slice. */
async function take(
  state: EpochState,
  rows: BatchRows,
  changes: readonly Change[],
  ids: readonly string[],
): Promise<void> {
  let next = 0;
  const newId = () => {
    const id = ids[next++];
    if (id === undefined) throw new Error('More new jobs than keys: a batch names a job that was not counted.');
    return id;
  };
  for (let index = 0; index < changes.length; index++) {
    const change = changes[index];
    if (change !== undefined) takeOne(state, rows, change, newId);
    if (index % SLICE === SLICE - 1) await setImmediate();
  }
}

function takeOne(state: EpochState, rows: BatchRows, change: Change, newId: () => string): void {
  const at = change.at ?? state.upTo;
  passTime(state, at);
  state.upTo = Math.max(state.upTo, at);
  if (change.kind === 'job') applyJob(state, rows, change, newId);
  else if (change.kind === 'instance') applyInstance(state, rows, change);
  else if (change.kind === 'resource') applyResource(state, rows, change);
  else applyWait(state, rows, change);
}

/** Whether writing reads rows, or memory runs full. */
function needsState(state: EpochState, rows: BatchRows): boolean {
  if (rows.late.size > 0 || rows.named.length > 0) return true;
  return state.jobs.size > MOST_JOBS || state.instances.size > MOST_INSTANCES;
}

/** Keeps statements for later. Guarantee: where needsState is false, writing calls nothing but $executeRaw. */
function collecting(statements: Prisma.Sql[]): Tx {
  const sink = {
    $executeRaw: async (query: TemplateStringsArray, ...values: unknown[]) => {
      statements.push(Prisma.sql(query, ...values));
      return 0;
    },
  };
  return sink as unknown as Tx;
}

/** Jobs and instances held at most; older ones are read again when something of them comes. */
const MOST_JOBS = 200_000;
const MOST_INSTANCES = 50_000;

function tidyUp(state: EpochState, rows: BatchRows): void {
  state.leaving.clear();
  state.hostless = rows.hostless;
  for (const job of rows.jobs) {
    job.isNew = false;
    job.factsAreNew = false;
    job.detail = null;
    job.life = [];
    job.hasWholeLife = false;
    job.notes = null;
    if (!isTerminal(job.status)) continue;
    state.jobs.delete(job.awsId);
    state.leaving.add(job.awsId);
  }
  for (const job of state.jobs.values()) {
    if (state.jobs.size <= MOST_JOBS) break;
    state.jobs.delete(job.awsId);
  }
  for (const [arn, row] of state.instances) {
    if (state.instances.size <= MOST_INSTANCES) break;
    if (row.state === 'terminated') state.instances.delete(arn);
  }
}

async function writeRows(tx: Tx, place: Place, state: EpochState, rows: BatchRows, now: Date): Promise<void> {
  const fresh = [...rows.jobs].filter((job) => job.isNew);
  const known = [...rows.jobs].filter((job) => !job.isNew);
  const costs = rows.late.size === 0 ? chargeSums(rows) : new Map<string, ChargeSums>();
  await insertJobs(tx, place, fresh, costs, state.upTo, now);
  await fillFacts(
    tx,
    known.filter((job) => job.factsAreNew),
  );
  await writeLives(tx, place, rows);
  for (const arn of await writeInstances(tx, place, rows)) rows.late.add(arn);
  const taken = await reckonLate(tx, place, state, rows);
  await writeCharges(tx, place, state, rows);
  const sums = chargeSums(rows);
  const priced = new Set(sums.keys());
  await updateJobs(tx, known, priced, now);
  const done = new Set(known.map((job) => job.id));
  for (const { id } of fresh) if (isSameSum(costs.get(id), sums.get(id))) done.add(id);
  const others = new Set([...priced, ...taken].filter((id) => !done.has(id)));
  await repriceJobs(tx, [...others]);
  await writeResources(tx, place, rows);
  await writeWaits(tx, place, rows);
}

function isSameSum(a: ChargeSums | undefined, b: ChargeSums | undefined): boolean {
  return a?.paid === b?.paid && a?.lost === b?.lost && a?.saved === b?.saved;
}

/** A sequence that jumps means that changes were lost on the way. */
function gapBefore(state: EpochState, first: Change | undefined) {
  if (first === undefined || first.seq <= state.seq + 1) return null;
  const toAt = new Date(first.at ?? state.upTo);
  return {
    fromAt: state.seq === 0 ? toAt : new Date(state.upTo),
    toAt,
    reason: `Changes ${state.seq + 1} to ${first.seq - 1} were never told.`,
  };
}

/** A gap that the driver tells of: nobody looked. */
function gapTold({ from, to, reason }: NonNullable<ChangeBatch['gap']>) {
  return { fromAt: new Date(from), toAt: new Date(to), reason: storedText(reason) };
}

async function noteGap(tx: Tx, place: Place, gap: NonNullable<ReturnType<typeof gapBefore>>, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO history_gap (connection_id, epoch, from_at, to_at, reason, recorded_at)
    VALUES (${place.connectionId}::smallint, ${place.epoch}::int, ${gap.fromAt}, ${gap.toAt}, ${gap.reason}, ${now})`;
}

async function finish(tx: Tx, place: Place, state: EpochState, rows: BatchRows, now: Date): Promise<Committed> {
  await tx.$executeRaw`
    INSERT INTO recorder_cursor (connection_id, epoch, seq, up_to, recorded_at)
    VALUES (${place.connectionId}::smallint, ${place.epoch}::int, ${state.seq}::bigint, ${new Date(state.upTo)}, ${now})
    ON CONFLICT (connection_id, epoch) DO UPDATE SET seq = greatest(excluded.seq, recorder_cursor.seq),
      up_to = greatest(excluded.up_to, recorder_cursor.up_to), recorded_at = excluded.recorded_at`;
  if (rows.jobs.size > 0) rows.topics.add('jobs');
  for (const queue of rows.queues) rows.topics.add(`queue:${queue}`);
  const topics: string[] = [];
  let bytes = 0;
  for (const topic of [...rows.topics].sort()) {
    bytes += Buffer.byteLength(JSON.stringify(topic)) + 1;
    if (bytes < MOST_TOPICS_BYTES) topics.push(topic);
  }
  const news = { ...place, seq: state.seq, upTo: state.upTo, topics };
  await tx.$executeRaw`SELECT pg_notify(${NEWS_CHANNEL}, ${JSON.stringify(news)})`;
  return news;
}
