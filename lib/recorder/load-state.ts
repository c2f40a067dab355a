import { nameOfArn } from '@/lib/batch';
import type { AttemptOnHost, InstanceFacts } from '@/lib/cost';
import { Prisma } from '@/lib/db';
import { parseSubject, SAMPLE_LEVELS, type StoredSample } from '@/lib/metrics';
import { type EpochState, emptyState, type InstanceRow, waitKey } from './epoch-state';
import { definitionFacts } from './job-detail';
import type { Place } from './place';
import { ATTEMPT_COLUMNS, environmentArnOf, readInstances, type StoredAttempt, toAttempt } from './stored-rows';

type Tx = Prisma.TransactionClient;

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Builds the recorder's memory anew from what is committed. */
export async function loadState(tx: Tx, place: Place, isPriced = true): Promise<EpochState> {
  const state = emptyState();
  state.isPriced = isPriced;
  const cursor = await tx.recorderCursor.findUnique({ where: { connectionId_epoch: place } });
  if (cursor === null) return state;
  state.seq = Number(cursor.seq);
  state.upTo = cursor.upTo.getTime();
  state.gridAt = Math.floor(state.upTo / MINUTE) * MINUTE;
  await loadSamples(tx, place, state);
  await loadDefinitions(tx, place, state);
  await loadOpenWaits(tx, place, state);
  if (isPriced) await loadLedger(tx, place, state);
  return state;
}

interface StoredPoint {
  id: number;
  subject: string;
  name: string;
  measure: string;
  level: number;
  bucket_at: Date;
  last: number;
  before: number | null;
}

async function loadSamples(tx: Tx, place: Place, state: EpochState): Promise<void> {
  const rows = await tx.$queryRaw<StoredPoint[]>`
    SELECT s.id, s.subject, s.name, s.measure, p.level, p.bucket_at, p.last,
      (SELECT o.last FROM sample AS o WHERE o.connection_id = s.connection_id AND o.epoch = s.epoch AND o.series = s.id
        AND o.level = p.level AND o.bucket_at < p.bucket_at ORDER BY o.bucket_at DESC LIMIT 1) AS before
    FROM series AS s CROSS JOIN unnest(${[...SAMPLE_LEVELS]}::int[]) AS l(level),
      LATERAL (SELECT level, bucket_at, last FROM sample
        WHERE connection_id = s.connection_id AND epoch = s.epoch AND series = s.id AND level = l.level
        ORDER BY bucket_at DESC LIMIT 1) AS p
    WHERE s.connection_id = ${place.connectionId}::smallint AND s.epoch = ${place.epoch}::int`;
  const samples: StoredSample[] = [];
  for (const { bucket_at, before, ...row } of rows) {
    const subject = parseSubject(row.subject);
    if (subject === null) continue;
    samples.push({ ...row, subject, bucketAt: bucket_at.getTime(), before: before ?? Number.NaN });
    if (subject === 'environment-vcpus' && row.measure === 'used')
      state.used.set(row.name, Math.round(row.last * 1000));
  }
  samples.sort((a, b) => a.bucketAt - b.bucketAt);
  state.sampler.restore(samples);
}

async function loadDefinitions(tx: Tx, place: Place, state: EpochState): Promise<void> {
  const rows = await tx.resourceVersion.findMany({
    where: { ...place, kind: 'job-definition', validTo: null },
    select: { arn: true, document: true },
  });
  for (const row of rows) state.definitions.set(nameOfArn(row.arn), definitionFacts(row.document));
}

async function loadOpenWaits(tx: Tx, place: Place, state: EpochState): Promise<void> {
  const rows = await tx.waiting.findMany({ where: { ...place, untilAt: null } });
  for (const row of rows) {
    state.waits.set(waitKey(row.queue, row.share, row.shape, row.cause), {
      sinceAt: row.sinceAt.getTime(),
      isOpen: true,
      seq: Number(row.seq),
    });
  }
}

/**
 * The ledger takes live instances with the hours that may still matter: the open one, all of a Spot instance's free first
 * hour, and those of attempts that go on. What settled before stands in `charge` and enters as sums.
 */
async function loadLedger(tx: Tx, place: Place, state: EpochState): Promise<void> {
  state.ledger.advance(state.upTo);
  const live = await readInstances(tx, place, 'live');
  for (const row of live) state.instances.set(row.arn, row);
  const early = await tx.$queryRaw<{ arn: string }[]>`
    SELECT i.arn FROM instance AS i
    WHERE i.connection_id = ${place.connectionId}::smallint AND i.epoch = ${place.epoch}::int AND i.running_at IS NULL
      AND EXISTS (SELECT 1 FROM attempt AS a WHERE a.connection_id = i.connection_id AND a.epoch = i.epoch
        AND a.instance_id = i.instance_id)`;
  for (const { arn } of early) state.unreckoned.add(arn);
  const attempts = await attemptsOn(tx, place, state, live, Math.floor((state.upTo - 1) / HOUR) * HOUR - HOUR);
  const facts = await instanceFacts(tx, place, live);
  const windows = facts.map((one) => ({
    facts: one,
    from: windowOf(one, attempts.get(one.instanceArn) ?? [], state.upTo),
  }));
  state.ledger.addSettled(await settledSums(tx, place, state, windows));
  for (const { facts: one, from } of windows) {
    const inWindow = (attempts.get(one.instanceArn) ?? []).filter(
      ({ attempt }) => attempt.stoppedAt === undefined || attempt.stoppedAt > from,
    );
    state.ledger.restoreInstance(one, inWindow, from);
  }
  const tasks = await tx.$queryRaw<(StoredAttempt & StoredNeeds)[]>`
    SELECT ${ATTEMPT_COLUMNS}, ${NEEDS_COLUMNS} FROM attempt AS a JOIN job AS j ON j.id = a.job_id
    LEFT JOIN instance AS i ON false
    WHERE j.connection_id = ${place.connectionId}::smallint AND j.epoch = ${place.epoch}::int
      AND j.status IN ('STARTING', 'RUNNING') AND a.stopped_at IS NULL AND a.instance_id IS NULL AND j.queue <> ''
      AND a.purchase IN ('FARGATE', 'FARGATE_SPOT')`;
  for (const row of tasks) state.ledger.attempt(String(row.job_id), needsOf(row, state), toAttempt(row));
  state.ledger.settle(state.upTo);
}

function windowOf(facts: InstanceFacts, attempts: readonly AttemptOnHost[], upTo: number): number {
  const hourOver = Math.floor((upTo - 1) / HOUR) * HOUR;
  const going = attempts
    .filter(({ attempt }) => attempt.stoppedAt === undefined)
    .map(({ attempt }) => attempt.placedAt);
  const isFirstHour = facts.purchase === 'SPOT' && hourOver < facts.runningAt + HOUR;
  const from = Math.min(hourOver, ...going.map((at) => Math.floor(at / HOUR) * HOUR));
  return isFirstHour ? facts.runningAt : Math.max(facts.runningAt, from);
}

interface StoredNeeds {
  queue: string;
  definition: string;
  milli_vcpus: number;
  memory_mib: number;
  gpus: number;
}

const NEEDS_COLUMNS = Prisma.sql`j.queue, j.definition, j.milli_vcpus, j.memory_mib, j.gpus`;

function needsOf(row: StoredNeeds, state: EpochState) {
  return {
    queue: row.queue,
    milliVcpus: row.milli_vcpus,
    memoryMib: row.memory_mib,
    gpus: row.gpus,
    arm64: state.definitions.get(row.definition)?.arm64 ?? false,
  };
}

/** Attempts on these instances that ended after `since` or the instance's start plus an hour, or go on; by ARN. */
export async function attemptsOn(
  tx: Tx,
  place: Place,
  state: EpochState,
  instances: readonly InstanceRow[],
  since: number,
): Promise<Map<string, AttemptOnHost[]>> {
  const byArn = new Map<string, AttemptOnHost[]>();
  if (instances.length === 0) return byArn;
  const rows = await tx.$queryRaw<(StoredAttempt & StoredNeeds)[]>`
    WITH reach AS (
      SELECT i.instance_id, least(${new Date(since)}::timestamptz, min(a.placed_at) FILTER (WHERE a.stopped_at IS NULL))
        - interval '1 hour' AS since
      FROM unnest(${instances.map((row) => row.instanceId)}::text[]) AS i(instance_id)
      LEFT JOIN attempt AS a ON a.connection_id = ${place.connectionId}::smallint AND a.epoch = ${place.epoch}::int
        AND a.instance_id = i.instance_id
      GROUP BY i.instance_id)
    SELECT ${ATTEMPT_COLUMNS}, ${NEEDS_COLUMNS} FROM reach AS r
    JOIN attempt AS a ON a.connection_id = ${place.connectionId}::smallint AND a.epoch = ${place.epoch}::int
      AND a.instance_id = r.instance_id AND (a.stopped_at IS NULL OR a.stopped_at > r.since)
    JOIN instance AS i ON i.connection_id = a.connection_id AND i.epoch = a.epoch AND i.instance_id = a.instance_id
    JOIN job AS j ON j.id = a.job_id WHERE j.queue <> ''
    ORDER BY a.placed_at, a.seq`;
  for (const row of rows) {
    const arn = row.instance_arn ?? '';
    const attempt = { jobId: String(row.job_id), needs: needsOf(row, state), attempt: toAttempt(row) };
    const there = byArn.get(arn);
    if (there === undefined) byArn.set(arn, [attempt]);
    else there.push(attempt);
  }
  return byArn;
}

/** Facts and prices of instances that are, or were, up and have a price. */
export async function instanceFacts(tx: Tx, place: Place, instances: readonly InstanceRow[]): Promise<InstanceFacts[]> {
  const ids = instances.map((row) => row.instanceId);
  const prices = await tx.$queryRaw<{ instance_id: string; from_at: Date; nano_usd_per_hour: bigint }[]>`
    SELECT instance_id, from_at, nano_usd_per_hour FROM price_segment
    WHERE connection_id = ${place.connectionId}::smallint AND epoch = ${place.epoch}::int
      AND instance_id = ANY(${ids}::text[]) ORDER BY from_at`;
  const byId = new Map<string, InstanceFacts['prices']>();
  for (const row of prices) {
    const list = byId.get(row.instance_id) ?? [];
    byId.set(row.instance_id, list);
    list.push({ at: row.from_at.getTime(), nanoUsdPerHour: Number(row.nano_usd_per_hour) });
  }
  return instances.flatMap((row) => {
    const known = byId.get(row.instanceId);
    if (known === undefined || row.runningAt === null) return [];
    return [
      {
        instanceArn: row.arn,
        environmentArn: environmentArnOf(row.environment),
        type: row.type,
        purchase: row.purchase === 'SPOT' ? ('SPOT' as const) : ('ON_DEMAND' as const),
        vcpus: row.vcpus,
        memoryMib: row.memoryMib,
        gpus: row.gpus,
        runningAt: row.runningAt,
        terminatedAt: row.terminatedAt,
        endedBy: row.endedBy,
        prices: known,
      },
    ];
  });
}

async function settledSums(
  tx: Tx,
  place: Place,
  state: EpochState,
  windows: readonly { facts: InstanceFacts; from: number }[],
) {
  const ids = windows.map(({ facts }) => state.instances.get(facts.instanceArn)?.instanceId ?? '');
  const hours = windows.map(({ from }) => new Date(Math.floor(from / HOUR) * HOUR));
  const [row] = await tx.$queryRaw<Record<'jobs' | 'idle' | 'unused' | 'saved' | 'lost', string>[]>`
    SELECT coalesce(sum(c.paid_nano_usd) FILTER (WHERE c.kind = 'attempt'), 0)::text AS jobs,
      coalesce(sum(c.paid_nano_usd) FILTER (WHERE c.kind = 'idle'), 0)::text AS idle,
      coalesce(sum(c.paid_nano_usd) FILTER (WHERE c.kind = 'unused'), 0)::text AS unused,
      coalesce(sum(c.on_demand_nano_usd - c.paid_nano_usd) FILTER (WHERE c.kind = 'attempt' AND NOT c.lost), 0)::text
        AS saved,
      coalesce(sum(c.paid_nano_usd) FILTER (WHERE c.kind = 'attempt' AND c.lost), 0)::text AS lost
    FROM charge AS c
    LEFT JOIN unnest(${ids}::text[], ${hours}::timestamptz[]) AS w(instance_id, hour_at)
      ON w.instance_id = c.instance_id AND c.hour_at >= w.hour_at
    WHERE c.connection_id = ${place.connectionId}::smallint AND c.epoch = ${place.epoch}::int AND c.settled
      AND w.instance_id IS NULL`;
  return {
    jobs: BigInt(row?.jobs ?? 0),
    idle: BigInt(row?.idle ?? 0),
    unused: BigInt(row?.unused ?? 0),
    savedNanoUsd: BigInt(row?.saved ?? 0),
    lostNanoUsd: BigInt(row?.lost ?? 0),
    interruptions: 0,
  };
}
