import { z } from 'zod';
import type { Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { currentResources } from './resources';
import type { QuotaShareRow, ServiceEnvironmentRow } from './service-contract';
import { inScope, ofRun, seesQueue } from './where';

const limits = z
  .array(z.looseObject({ maxCapacity: z.number().catch(0), capacityUnit: z.string().catch('') }))
  .catch([]);

const environmentDocument = z.looseObject({
  serviceEnvironmentType: z.string().catch(''),
  state: z.string().catch('ENABLED'),
  status: z.string().catch(''),
  capacityLimits: limits,
});

const queueDocument = z.looseObject({
  serviceEnvironmentOrder: z.array(z.looseObject({ serviceEnvironment: z.string() })).catch([]),
});

const shareDocument = z.looseObject({
  quotaShareName: z.string().catch(''),
  state: z.string().catch('ENABLED'),
  status: z.string().catch(''),
  capacityLimits: limits,
  resourceSharingConfiguration: z
    .looseObject({ strategy: z.string().catch('RESERVE'), borrowLimit: z.number().optional() })
    .catch({ strategy: 'RESERVE' }),
  preemptionConfiguration: z.looseObject({ inSharePreemption: z.string() }).catch({ inSharePreemption: 'DISABLED' }),
});

/** Instances held by service jobs, of one queue, share and type. */
interface Held {
  queue: string;
  share: string;
  unit: string;
  quantity: number;
}

/** What service jobs that are with SageMaker hold, whoever may see them: capacity is the account's. */
async function heldInstances(prisma: PrismaClient, where: Where): Promise<Held[]> {
  return prisma.$queryRaw<Held[]>`
    SELECT queue, coalesce(share, '') AS share, usage ->> 'capacityUnit' AS unit,
      sum((usage ->> 'quantity')::float8)::float8 AS quantity
    FROM job, jsonb_array_elements(detail -> 'service' -> 'capacityUsage') AS usage
    WHERE ${ofRun(where)} AND definition = '' AND status IN ('SCHEDULED', 'STARTING', 'RUNNING')
      AND jsonb_typeof(detail -> 'service' -> 'capacityUsage') = 'array'
    GROUP BY 1, 2, 3`;
}

const ANY = 'NUM_INSTANCES';

function heldOf(held: readonly Held[], unit: string): number {
  return held.reduce((sum, one) => (unit === ANY || one.unit === unit ? sum + one.quantity : sum), 0);
}

/** All service environments that feed no queue or one in scope, by name, or the one of that name. */
export async function readServiceEnvironments(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name?: string,
): Promise<ServiceEnvironmentRow[]> {
  if (!inScope(scope, where)) return [];
  const [resources, queues, held] = await Promise.all([
    currentResources(prisma, where, 'service-environment', name),
    currentResources(prisma, where, 'job-queue'),
    heldInstances(prisma, where),
  ]);
  return resources.flatMap((resource): ServiceEnvironmentRow[] => {
    const fed = queues.filter(({ document }) => environmentOf(document) === resource.name).map((queue) => queue.name);
    const seen = fed.filter((queue) => seesQueue(scope, where, queue));
    if (fed.length > 0 && seen.length === 0) return [];
    const document = environmentDocument.parse(resource.document);
    const own = held.filter(({ queue }) => fed.includes(queue));
    return [
      {
        ...resource,
        type: document.serviceEnvironmentType,
        state: document.state,
        status: document.status,
        capacity: document.capacityLimits.map(({ capacityUnit: unit, maxCapacity: maximum }) => ({
          unit,
          maximum,
          used: heldOf(own, unit),
        })),
        queues: seen,
      },
    ];
  });
}

/** Name of the service environment of a queue's document; null in queues of compute environments. */
export function environmentOf(document: object): string | null {
  const [first] = queueDocument.parse(document).serviceEnvironmentOrder;
  return first === undefined ? null : nameOfArn(first.serviceEnvironment);
}

/** The quota shares of a queue in scope, by name. */
export async function readQuotaShares(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  queue: string,
): Promise<QuotaShareRow[]> {
  if (!inScope(scope, where) || !seesQueue(scope, where, queue)) return [];
  const [resources, held, waiting] = await Promise.all([
    currentResources(prisma, where, 'quota-share'),
    heldInstances(prisma, where),
    prisma.$queryRaw<{ share: string; count: number }[]>`
      SELECT coalesce(share, '') AS share, count(*)::int AS count FROM job
      WHERE ${ofRun(where)} AND queue = ${queue} AND definition = '' AND status IN ('SUBMITTED', 'RUNNABLE') GROUP BY 1`,
  ]);
  const own = held.filter((one) => one.queue === queue);
  return resources
    .filter(({ name }) => name.slice(0, name.lastIndexOf('/')) === queue)
    .map(({ document, arn, version }): QuotaShareRow => {
      const share = shareDocument.parse(document);
      const { strategy, borrowLimit = -1 } = share.resourceSharingConfiguration;
      const ofShare = own.filter((one) => one.share === share.quotaShareName);
      return {
        name: share.quotaShareName,
        arn,
        version,
        state: share.state,
        status: share.status,
        strategy,
        borrowLimit: strategy === 'LEND_AND_BORROW' ? borrowLimit : null,
        preemptsInShare: share.preemptionConfiguration.inSharePreemption === 'ENABLED',
        capacity: share.capacityLimits.map(({ capacityUnit: unit, maxCapacity: maximum }) => {
          const used = heldOf(ofShare, unit);
          const idle = strategy === 'RESERVE' ? 0 : Math.max(0, maximum - used);
          return { unit, maximum, used, borrowed: Math.max(0, used - maximum), lendable: idle };
        }),
        waiting: waiting.find((one) => one.share === share.quotaShareName)?.count ?? 0,
      };
    });
}
