import { nameOfArn, storedJson } from '@/lib/batch';
import type { Prisma } from '@/lib/db';
import type { SampledSeries, SampleRow, Sampler } from '@/lib/metrics';
import { arrayText } from './array-text';
import type { BatchRows, ChargeRow } from './batch-rows';
import type { EpochState } from './epoch-state';
import type { Place } from './place';
import { dateOf } from './write-jobs';

type Tx = Prisma.TransactionClient;

const MOST_ROWS = 10_000;

/** Instances and their prices; gives the ARNs of new ones on which attempts were recorded before. */
export async function writeInstances(tx: Tx, place: Place, rows: BatchRows): Promise<string[]> {
  const instances = [...rows.instances.values()];
  if (instances.length === 0) return [];
  await tx.$executeRaw`
    INSERT INTO instance (connection_id, epoch, instance_id, arn, environment, type, zone, purchase, vcpus, memory_mib,
      gpus, state, pending_at, running_at, terminated_at, ended_by, seq)
    SELECT ${place.connectionId}::smallint, ${place.epoch}::int, u.* FROM unnest(
      ${arrayText(instances, (row) => row.instanceId)}::text[], ${arrayText(instances, (row) => row.arn)}::text[],
      ${arrayText(instances, (row) => row.environment)}::text[], ${arrayText(instances, (row) => row.type)}::text[],
      ${arrayText(instances, (row) => row.zone)}::text[], ${arrayText(instances, (row) => row.purchase)}::text[],
      ${arrayText(instances, (row) => row.vcpus)}::int[], ${arrayText(instances, (row) => row.memoryMib)}::int[],
      ${arrayText(instances, (row) => row.gpus)}::smallint[], ${arrayText(instances, (row) => row.state)}::text[],
      ${arrayText(instances, (row) => dateOf(row.pendingAt))}::timestamptz[],
      ${arrayText(instances, (row) => dateOf(row.runningAt))}::timestamptz[],
      ${arrayText(instances, (row) => dateOf(row.terminatedAt))}::timestamptz[],
      ${arrayText(instances, (row) => row.endedBy)}::text[], ${arrayText(instances, (row) => row.seq)}::bigint[]) AS u
    ON CONFLICT (connection_id, epoch, instance_id) DO UPDATE SET state = excluded.state,
      pending_at = excluded.pending_at, running_at = excluded.running_at, terminated_at = excluded.terminated_at,
      ended_by = excluded.ended_by, seq = excluded.seq`;
  const prices = [...rows.prices.values()];
  await tx.$executeRaw`
    INSERT INTO price_segment (connection_id, epoch, instance_id, from_at, nano_usd_per_hour)
    SELECT ${place.connectionId}::smallint, ${place.epoch}::int, u.* FROM unnest(
      ${arrayText(prices, (row) => row.instanceId)}::text[], ${arrayText(prices, (row) => dateOf(row.fromAt))}::timestamptz[],
      ${arrayText(prices, (row) => row.nanoUsdPerHour)}::bigint[]) AS u
    ON CONFLICT (connection_id, epoch, instance_id, from_at) DO UPDATE SET nano_usd_per_hour = excluded.nano_usd_per_hour`;
  const fresh = rows.named;
  if (fresh.length === 0) return [];
  const named = await tx.$queryRaw<{ arn: string }[]>`
    UPDATE attempt SET instance_id = u.instance_id
    FROM unnest(${arrayText(fresh, (one) => one.before)}::text[],
      ${arrayText(fresh, (one) => one.instanceId)}::text[], ${arrayText(fresh, (one) => one.arn)}::text[])
      AS u(before, instance_id, arn)
    WHERE attempt.connection_id = ${place.connectionId}::smallint AND attempt.epoch = ${place.epoch}::int
      AND attempt.instance_id = u.before RETURNING u.arn`;
  return [...new Set(named.map(({ arn }) => arn))];
}

/** Versions of resources, each valid until the next of its ARN. */
export async function writeResources(tx: Tx, place: Place, rows: BatchRows): Promise<void> {
  const { resources } = rows;
  if (resources.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO resource_version (connection_id, epoch, kind, arn, name, valid_from, document, edit, by, seq)
    SELECT ${place.connectionId}::smallint, ${place.epoch}::int, u.* FROM unnest(
      ${arrayText(resources, (row) => row.resourceKind)}::text[], ${arrayText(resources, (row) => row.arn)}::text[],
      ${arrayText(resources, (row) => row.name)}::text[], ${arrayText(resources, (row) => dateOf(row.at))}::timestamptz[],
      ${arrayText(resources, (row) => (row.document === null ? null : storedJson(row.document)))}::jsonb[],
      ${arrayText(resources, (row) => row.edit)}::boolean[],
      ${arrayText(resources, (row) => (row.by === undefined ? null : storedJson(row.by)))}::jsonb[],
      ${arrayText(resources, (row) => row.seq)}::bigint[]) AS u
    ON CONFLICT (connection_id, epoch, seq) DO NOTHING`;
  await tx.$executeRaw`
    WITH moved AS (
      SELECT arn, min(valid_from) AS since FROM unnest(${arrayText(resources, (row) => row.arn)}::text[],
        ${arrayText(resources, (row) => dateOf(row.at))}::timestamptz[]) AS u(arn, valid_from) GROUP BY arn
    ), reach AS (
      SELECT m.arn, coalesce((SELECT max(p.valid_from) FROM resource_version AS p
        WHERE p.connection_id = ${place.connectionId}::smallint AND p.epoch = ${place.epoch}::int AND p.arn = m.arn
          AND p.valid_from < m.since), m.since) AS since
      FROM moved AS m
    ), chain AS (
      SELECT r.id, lead(r.valid_from) OVER (PARTITION BY r.arn ORDER BY r.seq) AS next
      FROM resource_version AS r JOIN reach AS m ON m.arn = r.arn AND r.valid_from >= m.since
      WHERE r.connection_id = ${place.connectionId}::smallint AND r.epoch = ${place.epoch}::int
    )
    UPDATE resource_version AS r SET valid_to = c.next FROM chain AS c
    WHERE c.id = r.id AND r.valid_to IS DISTINCT FROM c.next`;
}

/** Stretches of waiting. */
export async function writeWaits(tx: Tx, place: Place, rows: BatchRows): Promise<void> {
  const waits = [...rows.waits.values()];
  if (waits.length === 0) return;
  const changes = waits.map((row) => row.change);
  await tx.$executeRaw`
    INSERT INTO waiting (connection_id, epoch, queue, share, shape, cause, since_at, until_at, count, evidence, seq)
    SELECT ${place.connectionId}::smallint, ${place.epoch}::int, u.* FROM unnest(
      ${arrayText(changes, (one) => nameOfArn(one.queueArn))}::text[], ${arrayText(changes, (one) => one.share)}::text[],
      ${arrayText(changes, (one) => one.shape)}::text[], ${arrayText(changes, (one) => one.cause)}::text[],
      ${arrayText(waits, (row) => dateOf(row.sinceAt))}::timestamptz[],
      ${arrayText(waits, (row) => dateOf(row.untilAt))}::timestamptz[], ${arrayText(waits, (row) => row.count)}::int[],
      ${arrayText(changes, (one) => storedJson(one.evidence))}::jsonb[], ${arrayText(changes, (one) => one.seq)}::bigint[]) AS u
    ON CONFLICT (connection_id, epoch, queue, share, shape, cause, since_at) DO UPDATE SET
      until_at = excluded.until_at, seq = excluded.seq,
      count = CASE WHEN excluded.count = 0 THEN waiting.count ELSE excluded.count END,
      evidence = CASE WHEN excluded.count = 0 THEN waiting.evidence ELSE excluded.evidence END`;
}

/** Charges: of attempts by attempt and hour, of instances by instance, hour and kind. */
export async function writeCharges(tx: Tx, place: Place, state: EpochState, rows: BatchRows): Promise<void> {
  const charges = [...rows.charges.values()];
  await writeAttemptCharges(
    tx,
    place,
    state,
    charges.filter((charge) => charge.kind === 'attempt'),
  );
  const rest = charges.filter((charge) => charge.kind !== 'attempt');
  if (rest.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO charge (connection_id, epoch, kind, instance_id, environment, purchase, hour_at, milliseconds,
      paid_nano_usd, on_demand_nano_usd, settled)
    SELECT ${place.connectionId}::smallint, ${place.epoch}::int, u.*, true FROM unnest(
      ${arrayText(rest, (row) => row.kind)}::text[], ${arrayText(rest, (row) => instanceIdOf(state, row.instanceArn))}::text[],
      ${arrayText(rest, (row) => nameOfArn(row.environmentArn))}::text[], ${arrayText(rest, (row) => row.purchase)}::text[],
      ${arrayText(rest, (row) => dateOf(row.hourAt))}::timestamptz[], ${arrayText(rest, (row) => row.milliseconds)}::bigint[],
      ${arrayText(rest, (row) => row.paidNanoUsd)}::bigint[], ${arrayText(rest, (row) => row.onDemandNanoUsd)}::bigint[]) AS u
    ON CONFLICT (connection_id, epoch, instance_id, hour_at, kind) WHERE job_id IS NULL DO UPDATE SET
      milliseconds = excluded.milliseconds, paid_nano_usd = excluded.paid_nano_usd,
      on_demand_nano_usd = excluded.on_demand_nano_usd`;
}

async function writeAttemptCharges(
  tx: Tx,
  place: Place,
  state: EpochState,
  charges: readonly ChargeRow[],
): Promise<void> {
  if (charges.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO charge (connection_id, epoch, kind, job_id, attempt, instance_id, environment, queue, purchase, hour_at,
      milliseconds, paid_nano_usd, on_demand_nano_usd, lost, settled)
    SELECT ${place.connectionId}::smallint, ${place.epoch}::int, 'attempt', u.* FROM unnest(
      ${arrayText(charges, (row) => row.jobId)}::bigint[], ${arrayText(charges, (row) => row.attempt)}::smallint[],
      ${arrayText(charges, (row) => instanceIdOf(state, row.instanceArn))}::text[],
      ${arrayText(charges, (row) => nameOfArn(row.environmentArn))}::text[], ${arrayText(charges, (row) => row.queue)}::text[],
      ${arrayText(charges, (row) => row.purchase)}::text[], ${arrayText(charges, (row) => dateOf(row.hourAt))}::timestamptz[],
      ${arrayText(charges, (row) => row.milliseconds)}::bigint[], ${arrayText(charges, (row) => row.paidNanoUsd)}::bigint[],
      ${arrayText(charges, (row) => row.onDemandNanoUsd)}::bigint[], ${arrayText(charges, (row) => row.lost)}::boolean[],
      ${arrayText(charges, (row) => row.settled)}::boolean[]) AS u
    ON CONFLICT (job_id, attempt, hour_at) DO UPDATE SET milliseconds = excluded.milliseconds,
      paid_nano_usd = excluded.paid_nano_usd, on_demand_nano_usd = excluded.on_demand_nano_usd, lost = excluded.lost,
      settled = excluded.settled WHERE excluded.settled OR NOT charge.settled`;
}

function instanceIdOf(state: EpochState, arn: string | null): string | null {
  return arn === null ? null : (state.instances.get(arn)?.instanceId ?? arn);
}

/** Samples that moved or went, and series that were not there. */
export async function writeSamples(
  tx: Tx,
  place: Place,
  samples: ReturnType<Sampler['take']>,
  fresh: readonly SampledSeries[],
): Promise<void> {
  await writeSeries(tx, place, fresh);
  for (let start = 0; start < samples.moved.length; start += MOST_ROWS) {
    const part = samples.moved.slice(start, start + MOST_ROWS);
    await tx.$executeRaw`
      INSERT INTO sample (connection_id, epoch, series, level, bucket_at, last)
      SELECT ${place.connectionId}::smallint, ${place.epoch}::int, u.series, u.level, to_timestamp(u.bucket_at), u.last
      FROM unnest(${arrayText(part, (row) => row.series.id)}::int[], ${arrayText(part, (row) => row.level)}::int[],
        ${arrayText(part, (row) => row.bucketAt / 1000)}::float8[], ${arrayText(part, (row) => row.last)}::float8[])
        AS u(series, level, bucket_at, last)
      ON CONFLICT (connection_id, epoch, series, level, bucket_at) DO UPDATE SET last = excluded.last`;
  }
  const { gone } = samples;
  if (gone.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM sample WHERE ctid = ANY(ARRAY(SELECT s.ctid
      FROM unnest(${arrayText(gone, (row) => row.series.id)}::int[], ${arrayText(gone, (row) => row.level)}::int[],
        ${arrayText(gone, (row) => row.bucketAt / 1000)}::float8[]) AS u(series, level, bucket_at),
      LATERAL (SELECT ctid FROM sample
        WHERE connection_id = ${place.connectionId}::smallint AND epoch = ${place.epoch}::int AND series = u.series
          AND level = u.level AND bucket_at = to_timestamp(u.bucket_at) LIMIT 1) AS s))`;
}

/** Gives new series their keys; the rows of `series` are written with their first samples. */
export async function nameSeries(tx: Tx, samples: readonly SampleRow[]): Promise<SampledSeries[]> {
  const unnamed = new Set(samples.flatMap(({ series }) => (series.id === null ? [series] : [])));
  if (unnamed.size === 0) return [];
  const keys = await tx.$queryRaw<{ id: number }[]>`
    SELECT nextval(pg_get_serial_sequence('series', 'id'))::int AS id FROM generate_series(1, ${unnamed.size}::int)`;
  const named = [...unnamed];
  named.forEach((series, index) => {
    series.id = keys[index]?.id ?? null;
  });
  return named;
}

async function writeSeries(tx: Tx, place: Place, series: readonly SampledSeries[]): Promise<void> {
  if (series.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO series (connection_id, epoch, id, subject, name, measure)
    SELECT ${place.connectionId}::smallint, ${place.epoch}::int, u.* FROM unnest(
      ${arrayText(series, (one) => one.id)}::int[], ${arrayText(series, (one) => one.subject)}::text[],
      ${arrayText(series, (one) => one.name)}::text[], ${arrayText(series, (one) => one.measure)}::text[]) AS u`;
}
