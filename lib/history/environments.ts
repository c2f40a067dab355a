import { z } from 'zod';
import { queuesSeen, type Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { EnvironmentPage, EnvironmentRow, InstanceRow, Where } from './contract';
import { environmentEvents } from './environment-events';
import { type EnvironmentUse, environmentUses, type Price } from './environment-use';
import { idleCosts } from './idle-cost';
import { type CurrentResource, currentResources } from './resources';
import { inQueues, inScope, ms, ofRun, seesQueue } from './where';

const environmentDocument = z.looseObject({
  type: z.string().catch('MANAGED'),
  state: z.string().catch('ENABLED'),
  status: z.string().catch(''),
  statusReason: z.string().optional(),
  unmanagedvCpus: z.number().optional(),
  serviceRole: z.string().catch(''),
  computeResources: z
    .looseObject({
      type: z.string().catch('EC2'),
      allocationStrategy: z.string().optional(),
      minvCpus: z.number().catch(0),
      maxvCpus: z.number().catch(0),
      desiredvCpus: z.number().optional(),
    })
    .optional(),
});

const queueOrder = z.looseObject({
  computeEnvironmentOrder: z.array(z.looseObject({ computeEnvironment: z.string() })).catch([]),
});

/** All environments in scope, by name: what they may have, have and use now, and what that costs an hour. */
export async function readEnvironments(prisma: PrismaClient, scope: Scope, where: Where): Promise<EnvironmentRow[]> {
  if (!inScope(scope, where)) return [];
  const [resources, queues] = await Promise.all([
    currentResources(prisma, where, 'compute-environment'),
    currentResources(prisma, where, 'job-queue'),
  ]);
  const use = await environmentUses(
    prisma,
    where,
    resources.map((resource) => resource.name),
  );
  const feeders = feedersOf(queues.filter(({ name }) => seesQueue(scope, where, name)));
  return resources
    .map((resource) => toEnvironment(resource, feeders.get(resource.name) ?? [], use.get(resource.name)))
    .filter((row) => queuesSeen(scope, where.connectionId) === 'all' || row.queues.length > 0);
}

/** The queues that feed each environment. */
function feedersOf(queues: readonly CurrentResource[]): Map<string, string[]> {
  const feeders = new Map<string, string[]>();
  for (const queue of queues) {
    for (const entry of queueOrder.parse(queue.document).computeEnvironmentOrder) {
      const name = nameOfArn(entry.computeEnvironment);
      feeders.set(name, [...(feeders.get(name) ?? []), queue.name]);
    }
  }
  return feeders;
}

const TYPES: readonly EnvironmentRow['type'][] = ['EC2', 'SPOT', 'FARGATE', 'FARGATE_SPOT'];

function toEnvironment(resource: CurrentResource, queues: string[], use: EnvironmentUse | undefined): EnvironmentRow {
  const document = environmentDocument.parse(resource.document);
  const resources = document.computeResources;
  const type = TYPES.find((one) => one === resources?.type) ?? 'EC2';
  const isFargate = type === 'FARGATE' || type === 'FARGATE_SPOT';
  const usedMilliVcpus = use?.usedMilliVcpus ?? 0;
  const hasServiceLinkedRole = document.serviceRole.includes('AWSServiceRoleForBatch');
  const isBestFit = (resources?.allocationStrategy ?? 'BEST_FIT') === 'BEST_FIT';
  return {
    name: resource.name,
    arn: resource.arn,
    type: resources === undefined ? 'UNMANAGED' : type,
    state: document.state,
    status: document.status,
    statusReason: document.statusReason ?? null,
    hasServiceLinkedRole,
    takesNewInstances: isFargate || (hasServiceLinkedRole && !isBestFit),
    queues,
    minimumVcpus: resources?.minvCpus ?? 0,
    desiredVcpus: isFargate ? null : (resources?.desiredvCpus ?? null),
    maximumVcpus: resources?.maxvCpus ?? document.unmanagedvCpus ?? 0,
    provisionedVcpus: isFargate ? usedMilliVcpus / 1000 : (use?.provisionedVcpus ?? 0),
    usedMilliVcpus,
    instances: use?.instances ?? 0,
    nanoUsdPerHour: textOf(use?.price ?? NOTHING_UP, 'paid'),
    onDemandNanoUsdPerHour: textOf(use?.price ?? NOTHING_UP, 'onDemand'),
    idleNanoUsd: null,
    tags: resource.tags,
    lastChange: resource.lastChange,
    version: resource.version,
    stateSince: resource.stateSince,
  };
}

const NOTHING_UP: Price = { paid: 0, onDemand: 0 };

function textOf(price: Price | null, member: keyof Price): string | null {
  return price === null ? null : String(Math.round(price[member]));
}

/** The same, with what each paid for nothing: for the list of them. */
export async function listEnvironments(prisma: PrismaClient, scope: Scope, where: Where): Promise<EnvironmentRow[]> {
  const rows = await readEnvironments(prisma, scope, where);
  if (rows.length === 0) return rows;
  const idle = await idleCosts(prisma, where);
  return rows.map((row) => ({ ...row, idleNanoUsd: String(idle.get(row.name) ?? 0n) }));
}

/** One environment with its instances and what happened to it lately, or null where it is unknown, gone or out of scope. */
export async function readEnvironment(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name: string,
): Promise<EnvironmentPage | null> {
  const rows = await readEnvironments(prisma, scope, where);
  const environment = rows.find((row) => row.name === name);
  if (environment === undefined) return null;
  const [[resource], instances, events] = await Promise.all([
    currentResources(prisma, where, 'compute-environment', name),
    instancesOf(prisma, scope, where, name),
    environmentEvents(prisma, where, name, environment.arn),
  ]);
  return { environment, document: resource?.document ?? {}, instances, events };
}

interface StoredInstance {
  instance_id: string;
  type: string;
  zone: string;
  purchase: string;
  state: string;
  vcpus: number;
  memory_mib: number;
  gpus: number;
  running_at: Date | null;
  nano: string | null;
}

interface JobOnInstance {
  instance_id: string;
  id: string;
  name: string;
  queue: string;
  milliVcpus: number;
  memoryMib: number;
}

const MOST_INSTANCES = 2000;

async function instancesOf(prisma: PrismaClient, scope: Scope, where: Where, name: string): Promise<InstanceRow[]> {
  const [instances, jobs] = await Promise.all([
    prisma.$queryRaw<StoredInstance[]>`
      SELECT i.instance_id, i.type, i.zone, i.purchase, i.state, i.vcpus, i.memory_mib, i.gpus, i.running_at,
        (SELECT nano_usd_per_hour::text FROM price_segment AS s WHERE ${ofRun(where, 's')}
          AND s.instance_id = i.instance_id ORDER BY s.from_at DESC LIMIT 1) AS nano
      FROM instance AS i
      WHERE ${ofRun(where, 'i')} AND i.environment = ${name} AND i.state IN ('pending', 'running')
      ORDER BY i.type, i.running_at NULLS LAST, i.instance_id LIMIT ${MOST_INSTANCES}::int`,
    prisma.$queryRaw<JobOnInstance[]>`
      SELECT a.instance_id, j.aws_id AS id, j.name, j.queue, j.milli_vcpus AS "milliVcpus", j.memory_mib AS "memoryMib"
      FROM attempt AS a JOIN job AS j ON j.id = a.job_id
      WHERE ${ofRun(where, 'a')} AND a.stopped_at IS NULL AND a.environment = ${name} AND a.instance_id IS NOT NULL
        AND j.status IN ('STARTING', 'RUNNING') ${inQueues(scope, where, undefined, 'j')}
      ORDER BY a.placed_at, j.id`,
  ]);
  const onInstance = new Map<string, InstanceRow['jobs']>();
  for (const { instance_id, ...job } of jobs) {
    onInstance.set(instance_id, [...(onInstance.get(instance_id) ?? []), job]);
  }
  return instances.map((row) => ({
    instanceId: row.instance_id,
    type: row.type,
    zone: row.zone,
    purchase: row.purchase === 'SPOT' ? 'SPOT' : 'ON_DEMAND',
    state: row.state,
    vcpus: row.vcpus,
    memoryMib: row.memory_mib,
    gpus: row.gpus,
    runningAt: ms(row.running_at),
    nanoUsdPerHour: row.nano,
    jobs: onInstance.get(row.instance_id) ?? [],
  }));
}
