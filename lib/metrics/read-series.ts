import { queuesSeen, type Scope, seesConnection } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import { METRIC_MEASURES, type MetricSubject, SAMPLE_LEVELS, type SeriesQuery, type SeriesResult } from './contract';

/** Which run of which connection. */
interface Where {
  connectionId: number;
  epoch: number;
}

const MOST_POINTS = 1_500;

/** Widths of a bucket a chart may have, in seconds: the levels, and round multiples between them. */
const STEPS = [10, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400] as const;

/** Seconds a bucket: the finest step that shows [from, to) in so many points; a multiple of the coarsest beyond that. */
export function stepFor(from: number, to: number, points: number): number {
  const wanted = Math.max(1, Math.min(points, MOST_POINTS));
  const bucketsAt = (step: number) => Math.ceil(to / (step * 1000)) - Math.floor(from / (step * 1000));
  const fits = STEPS.find((step) => bucketsAt(step) <= wanted);
  if (fits !== undefined) return fits;
  const coarsest = STEPS[STEPS.length - 1] ?? 86_400;
  let factor = Math.max(2, Math.ceil(bucketsAt(coarsest) / wanted));
  while (bucketsAt(coarsest * factor) > wanted) factor++;
  return coarsest * factor;
}

/** The coarsest level kept whose buckets fill a step exactly: a step's value is that of its last bucket. */
export function levelFor(step: number): number {
  return SAMPLE_LEVELS.findLast((level) => level <= step && step % level === 0) ?? SAMPLE_LEVELS[0];
}

interface Point {
  series: number;
  at: number;
  last: number;
}

interface SeriesName {
  id: number;
  name: string;
  measure: string;
}

/**
 * Series for a chart: the value at the end of each bucket, the last one holding until the next; null before a series
 * began and where history has a gap. Ends where history has come to. Empty for what is out of scope.
 */
export async function readSeries(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  query: SeriesQuery,
): Promise<SeriesResult> {
  const step = stepFor(query.from, query.to, query.points ?? MOST_POINTS);
  const nothing = { step, times: [], series: [], unfinished: false };
  if (!seesConnection(scope, where.connectionId)) return nothing;
  const visible = await visibleNames(prisma, scope, where, query.subject);
  const cursor = await prisma.recorderCursor.findUnique({ where: { connectionId_epoch: where } });
  if (visible === null || cursor === null) return nothing;
  const wanted =
    query.names === undefined ? visible : query.names.filter((name) => visible === 'any' || visible.has(name));
  const named = wanted === 'any' ? {} : { name: { in: [...wanted] } };
  const found = await prisma.series.findMany({
    where: { ...where, subject: query.subject, ...named },
    select: { id: true, name: true, measure: true },
  });
  const times = bucketTimes(query, step, cursor.upTo.getTime());
  const first = times[0];
  if (first === undefined) return nothing;
  const end = first + times.length * step * 1000;
  const [points, gaps] = await Promise.all([
    pointsOf(prisma, where, found, { step, from: first, to: end }),
    prisma.historyGap.findMany({
      where: { ...where, fromAt: { lt: new Date(end) }, toAt: { gt: new Date(first) } },
      select: { fromAt: true, toAt: true },
    }),
  ]);
  const dark = times.map((at) =>
    gaps.some((gap) => gap.fromAt.getTime() <= at && gap.toAt.getTime() >= at + step * 1000),
  );
  const byId = new Map<number, Point[]>();
  for (const point of points) {
    const those = byId.get(point.series);
    if (those === undefined) byId.set(point.series, [point]);
    else those.push(point);
  }
  const series = inOrder(found, query.subject).map(({ id, name, measure }) => ({
    name,
    measure,
    values: fill(byId.get(id) ?? [], times, step).map((value, index) => (dark[index] === true ? null : value)),
  }));
  return { step, times, series, unfinished: end > cursor.upTo.getTime() };
}

/** Starts of the buckets that touch the window, up to the one in which history stands. */
function bucketTimes(query: SeriesQuery, step: number, upTo: number): number[] {
  const width = step * 1000;
  const times: number[] = [];
  for (let at = Math.floor(query.from / width) * width; at < query.to && at <= upTo; at += width) times.push(at);
  return times;
}

/** Lays sparse points over the buckets: each value holds until the next. Points stand in order of time. */
export function fill(points: readonly { at: number; last: number }[], times: readonly number[], step: number) {
  const values: (number | null)[] = [];
  let index = 0;
  let held: number | null = null;
  for (const time of times) {
    for (let point = points[index]; point !== undefined && point.at < time + step * 1000; point = points[++index]) {
      held = point.last;
    }
    values.push(held);
  }
  return values;
}

async function pointsOf(
  prisma: PrismaClient,
  where: Where,
  series: readonly SeriesName[],
  window: { step: number; from: number; to: number },
): Promise<Point[]> {
  const ids = series.map(({ id }) => id);
  if (ids.length === 0) return [];
  const level = levelFor(window.step);
  const from = new Date(window.from);
  const rows = await prisma.$queryRaw<{ series: number; bucket_at: Date; last: number }[]>`
    SELECT p.series, p.bucket_at, p.last FROM unnest(${ids}::int[]) AS i(id)
    CROSS JOIN LATERAL (
      (SELECT series, bucket_at, last FROM sample
       WHERE connection_id = ${where.connectionId}::smallint AND epoch = ${where.epoch}::int AND series = i.id
         AND level = ${level}::int AND bucket_at < ${from} ORDER BY bucket_at DESC LIMIT 1)
      UNION ALL
      (SELECT series, bucket_at, last FROM sample
       WHERE connection_id = ${where.connectionId}::smallint AND epoch = ${where.epoch}::int AND series = i.id
         AND level = ${level}::int AND bucket_at >= ${from} AND bucket_at < ${new Date(window.to)})
    ) AS p ORDER BY p.series, p.bucket_at`;
  return rows.map((row) => ({ series: row.series, at: row.bucket_at.getTime(), last: row.last }));
}

function inOrder(series: readonly SeriesName[], subject: MetricSubject): SeriesName[] {
  const measures: readonly string[] = METRIC_MEASURES[subject];
  return [...series].sort(
    (a, b) =>
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) || measures.indexOf(a.measure) - measures.indexOf(b.measure),
  );
}

/** Names of a subject that the scope lets be seen: its queues, and the environments that feed them; null for none of it. */
async function visibleNames(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  subject: MetricSubject,
): Promise<'any' | Set<string> | null> {
  const seen = queuesSeen(scope, where.connectionId);
  if (seen === 'all') return 'any';
  if (subject === 'queue-jobs') return new Set(seen);
  if (subject !== 'environment-vcpus') return null;
  const queues = await prisma.resourceVersion.findMany({
    where: { ...where, kind: 'job-queue', validTo: null, name: { in: [...seen] } },
    select: { document: true },
  });
  return new Set(queues.flatMap(({ document }) => environmentsOf(document)));
}

function environmentsOf(document: unknown): string[] {
  if (typeof document !== 'object' || document === null || !('computeEnvironmentOrder' in document)) return [];
  const order: unknown = document.computeEnvironmentOrder;
  if (!Array.isArray(order)) return [];
  return order.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('computeEnvironment' in entry)) return [];
    const { computeEnvironment } = entry;
    return typeof computeEnvironment === 'string' ? [nameOfArn(computeEnvironment)] : [];
  });
}
