import { queuesSeen, type Scope } from '@/lib/access';
import type { ResourceKind } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { type HoursWindow, numbersOf } from './effect-numbers';
import { authorOf, maySee, queuesTouched } from './versions';
import type { ChangeEffect } from './versions-contract';
import { ofRun, recordedUpTo } from './where';

const DAY_MS = 86_400_000;
const DAYS_COMPARED = 5;
const OTHERS_SHOWN = 20;

/** The windows that a change is compared with: the same hours of days that were recorded, else as long right before it. */
export function windowsBefore(
  since: HoursWindow,
  recordedFrom: number,
): { basis: 'same-hours' | 'just-before'; windows: HoursWindow[] } | null {
  const days = Array.from({ length: DAYS_COMPARED }, (_, index) => (index + 1) * DAY_MS)
    .map((back) => ({ from: since.from - back, to: since.to - back }))
    .filter((window) => window.from >= recordedFrom);
  if (days.length > 0) return { basis: 'same-hours', windows: days };
  const from = Math.max(recordedFrom, since.from - (since.to - since.from));
  return from >= since.from ? null : { basis: 'just-before', windows: [{ from, to: since.from }] };
}

/** What came of one edit (`seq`): numbers since, the same before, and what else was changed. Null where it is not to be seen. */
export async function readChangeEffect(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  kind: ResourceKind,
  name: string,
  seq: bigint,
): Promise<ChangeEffect | null> {
  if (!(await maySee(prisma, scope, where, kind, name))) return null;
  const span = await spanOf(prisma, where, kind, name, seq);
  if (span === null) return null;
  const queues = await queuesTouched(prisma, scope, where, kind, name);
  const before = windowsBefore(span.since, span.recordedFrom);
  const [numbers, numbersBefore, others] = await Promise.all([
    numbersOf(prisma, scope, where, queues, [span.since]),
    before === null ? null : numbersOf(prisma, scope, where, queues, before.windows),
    otherChanges(prisma, where, name, seq, {
      from: before?.basis === 'just-before' ? (before.windows[0]?.from ?? span.since.from) : span.since.from,
      to: span.since.to,
    }),
  ]);
  return {
    since: { ...span.since, numbers },
    before:
      before === null || numbersBefore === null
        ? null
        : {
            basis: before.basis,
            days: before.windows.length,
            numbers: { ...numbersBefore, submitted: Math.round(numbersBefore.submitted / before.windows.length) },
          },
    queues,
    others:
      queuesSeen(scope, where.connectionId) === 'all'
        ? others
        : others.filter((other) => other.kind === 'job-definition' || queues.includes(other.name)),
  };
}

async function spanOf(prisma: PrismaClient, where: Where, kind: ResourceKind, name: string, seq: bigint) {
  const [[edit], now] = await Promise.all([
    prisma.$queryRaw<{ at: Date; next: Date | null; first: Date }[]>`
      SELECT e.valid_from AS at,
        (SELECT min(v.valid_from) FROM resource_version AS v
          WHERE ${ofRun(where, 'v')} AND v.arn = e.arn AND v.edit AND v.seq > e.seq) AS next,
        (SELECT min(v.valid_from) FROM resource_version AS v WHERE ${ofRun(where, 'v')} AND v.arn = e.arn) AS first
      FROM resource_version AS e WHERE ${ofRun(where, 'e')} AND e.seq = ${seq} AND e.kind = ${kind} AND e.name = ${name}`,
    recordedUpTo(prisma, where),
  ]);
  if (edit === undefined) return null;
  const from = edit.at.getTime();
  const to = Math.min(edit.next?.getTime() ?? now ?? from, from + DAY_MS);
  return { since: { from, to: Math.max(from, to) }, recordedFrom: edit.first.getTime() };
}

async function otherChanges(
  prisma: PrismaClient,
  where: Where,
  name: string,
  seq: bigint,
  window: HoursWindow,
): Promise<ChangeEffect['others']> {
  const rows = await prisma.resourceVersion.findMany({
    where: {
      ...where,
      edit: true,
      name: { not: name },
      seq: { not: seq },
      validFrom: { gt: new Date(window.from), lte: new Date(window.to) },
    },
    orderBy: { validFrom: 'asc' },
    take: OTHERS_SHOWN,
    select: { kind: true, name: true, validFrom: true, by: true },
  });
  return rows.flatMap((row) => {
    const kind = KINDS.find((one) => one === row.kind);
    return kind === undefined
      ? []
      : [{ kind, name: row.name, at: row.validFrom.getTime(), by: authorOf(row.by)?.actor ?? null }];
  });
}

const KINDS: readonly ResourceKind[] = [
  'compute-environment',
  'job-queue',
  'job-definition',
  'scheduling-policy',
  'consumable-resource',
];
