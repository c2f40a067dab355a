import { z } from 'zod';
import type { Scope } from '@/lib/access';
import { type JobStatus, nameOfArn, RUNNING_STATUSES, WAITING_STATUSES } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { QueuePage, QueueRow, WaitingReason, Where } from './contract';
import { readEnvironments } from './environments';
import { JOB_COLUMNS, type StoredJob, toRows } from './job-rows';
import { type CountCell, countCells } from './jobs';
import { type CurrentResource, currentResources, oldestWaiting } from './resources';
import { environmentOf, readQuotaShares, readServiceEnvironments } from './service-environments';
import { openWaits, reasonsOf } from './waiting';
import { inScope, ofRun, seesQueue } from './where';

const NEXT_SHOWN = 20;

const queueDocument = z.looseObject({
  state: z.string().catch('ENABLED'),
  status: z.string().catch(''),
  statusReason: z.string().optional(),
  priority: z.number().catch(0),
  schedulingPolicyArn: z.string().optional(),
  computeEnvironmentOrder: z
    .array(z.looseObject({ order: z.number().catch(0), computeEnvironment: z.string() }))
    .catch([]),
});

/** All queues in scope, by name. `cells` are the counts where the caller has them already. */
export async function readQueues(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  cells?: readonly CountCell[],
): Promise<QueueRow[]> {
  if (!inScope(scope, where)) return [];
  const [resources, counted, waits, quotaPolicies] = await Promise.all([
    currentResources(prisma, where, 'job-queue'),
    cells ?? countCells(prisma, scope, where),
    openWaits(prisma, scope, where),
    quotaPolicyNames(prisma, where),
  ]);
  const seen = resources.filter(({ name }) => seesQueue(scope, where, name));
  const oldest = await oldestWaiting(
    prisma,
    where,
    seen.map((queue) => queue.name),
  );
  const reasons = reasonsOf(waits);
  return seen.map((resource) => {
    const row = toQueue(resource, counted, reasons, oldest.get(resource.name) ?? null);
    return { ...row, hasQuotaShares: row.policy !== null && quotaPolicies.has(row.policy) };
  });
}

/** Names of the scheduling policies that are of quota shares. */
async function quotaPolicyNames(prisma: PrismaClient, where: Where): Promise<Set<string>> {
  const rows = await prisma.$queryRaw<{ name: string }[]>`
    SELECT name FROM resource_version WHERE ${ofRun(where)} AND kind = 'scheduling-policy' AND valid_to IS NULL
      AND document ? 'quotaSharePolicy'`;
  return new Set(rows.map(({ name }) => name));
}

function toQueue(
  resource: CurrentResource,
  cells: readonly CountCell[],
  reasons: readonly WaitingReason[],
  oldestWaitingAt: number | null,
): QueueRow {
  const document = queueDocument.parse(resource.document);
  const counts: Partial<Record<JobStatus, number>> = {};
  for (const cell of cells) {
    if (cell.queue === resource.name) counts[cell.status] = (counts[cell.status] ?? 0) + cell.count;
  }
  const order = [...document.computeEnvironmentOrder].sort((a, b) => a.order - b.order);
  return {
    name: resource.name,
    arn: resource.arn,
    state: document.state,
    status: document.status,
    statusReason: document.statusReason ?? null,
    priority: document.priority,
    environments: order.map((entry) => nameOfArn(entry.computeEnvironment)),
    serviceEnvironment: environmentOf(resource.document),
    waiting: sum(counts, WAITING_STATUSES),
    running: sum(counts, RUNNING_STATUSES),
    counts,
    oldestWaitingAt,
    reasons: reasons.filter((reason) => reason.queue === resource.name),
    policy: document.schedulingPolicyArn === undefined ? null : nameOfArn(document.schedulingPolicyArn),
    hasQuotaShares: false,
    tags: resource.tags,
    lastChange: resource.lastChange,
    version: resource.version,
    stateSince: resource.stateSince,
  };
}

/** The sum of some states. */
export function sum(counts: Partial<Record<JobStatus, number>>, states: readonly JobStatus[]): number {
  return states.reduce((total, status) => total + (counts[status] ?? 0), 0);
}

/** A retried job goes to the front. It has run before, so it is among the oldest; the sort keeps their order. */
function retriedFirst(stored: readonly StoredJob[]): StoredJob[] {
  return [...stored].sort((a, b) => Number(b.attempts_ended > 0) - Number(a.attempts_ended > 0));
}

/** One queue with its environments in order and who is next, or null where it is unknown, gone or out of scope. */
export async function readQueue(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
): Promise<QueuePage | null> {
  const [rows, environments] = await Promise.all([
    readQueues(prisma, scope, where),
    readEnvironments(prisma, scope, where),
  ]);
  const queue = rows.find((row) => row.name === name);
  if (queue === undefined) return null;
  const [resource] = await currentResources(prisma, where, 'job-queue', name);
  const stored = await prisma.$queryRaw<StoredJob[]>`
    SELECT ${JOB_COLUMNS} FROM job WHERE ${ofRun(where)} AND queue = ${name} AND status = 'RUNNABLE' AND array_size IS NULL
    ORDER BY created_at, id LIMIT ${NEXT_SHOWN}::int`;
  const service = await serviceOf(prisma, scope, where, queue);
  return {
    queue,
    service,
    document: resource?.document ?? {},
    environments: queue.environments.flatMap(
      (one) => environments.find((environment) => environment.name === one) ?? [],
    ),
    next: await toRows(prisma, scope, where, retriedFirst(stored)),
  };
}

async function serviceOf(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  { name, serviceEnvironment }: QueueRow,
): Promise<QueuePage['service']> {
  if (serviceEnvironment === null) return null;
  const [environments, shares] = await Promise.all([
    readServiceEnvironments(prisma, scope, where, serviceEnvironment),
    readQuotaShares(prisma, scope, where, name),
  ]);
  return { environment: environments[0] ?? null, shares };
}
