import 'server-only';
import {
  DescribeConsumableResourceCommand,
  ListJobsByConsumableResourceCommand,
  type ListJobsByConsumableResourceSummary,
  paginateListConsumableResources,
} from '@aws-sdk/client-batch';
import type { Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import { type ConsumablePage, type ConsumableRow, jobsByAwsIds, readConsumables, type Where } from '@/lib/history';
import type { PortalConnection } from '@/lib/runtime';

/** Batch gives at most so many jobs a page; more are not asked for. */
const JOBS_READ = 100;

interface Reading {
  prisma: PrismaClient;
  scope: Scope;
  where: Where;
  connection: PortalConnection;
}

/** What Batch says now; null where it can't, as in an epoch that is over: what is in use stands in no history. */
async function asked<T>({ where, connection }: Reading, what: string, ask: () => Promise<T>): Promise<T | null> {
  if (where.epoch !== connection.epoch) return null;
  try {
    return await ask();
  } catch (error) {
    console.error(`${what} failed:`, error);
    return null;
  }
}

/** All consumable resources, with what is in use of each. */
export async function consumablesNow(reading: Reading): Promise<ConsumableRow[]> {
  const { prisma, scope, where, connection } = reading;
  const rows = await readConsumables(prisma, scope, where);
  if (rows.length === 0) return rows;
  const told = await asked(reading, 'ListConsumableResources', async () => {
    const found = new Map<string, { total: number; inUse: number }>();
    for await (const page of paginateListConsumableResources({ client: connection.driver.batch }, {})) {
      for (const { consumableResourceName = '', totalQuantity = 0, inUseQuantity = 0 } of page.consumableResources ??
        [])
        found.set(consumableResourceName, { total: totalQuantity, inUse: inUseQuantity });
    }
    return found;
  });
  return rows.map((row) => {
    const now = told?.get(row.name);
    if (now === undefined) return row;
    // Of one that is used up the total is what is left.
    const available = row.isReplenishable ? Math.max(0, now.total - now.inUse) : now.total;
    return { ...row, totalQuantity: now.total, inUseQuantity: now.inUse, availableQuantity: available };
  });
}

/** One of them with the jobs that hold it and wait for it; null where it does not exist. */
export async function consumableNow(reading: Reading, name: string): Promise<ConsumablePage | null> {
  const { prisma, scope, where, connection } = reading;
  const [row] = await readConsumables(prisma, scope, where, name);
  if (row === undefined) return null;
  const { batch } = connection.driver;
  const [told, jobs] = await Promise.all([
    asked(reading, 'DescribeConsumableResource', () =>
      batch.send(new DescribeConsumableResourceCommand({ consumableResource: name })),
    ),
    asked(reading, 'ListJobsByConsumableResource', () =>
      Promise.all([jobsIn(reading, name, ['STARTING', 'RUNNING']), jobsIn(reading, name, ['RUNNABLE'])]),
    ),
  ]);
  const consumable: ConsumableRow = {
    ...row,
    totalQuantity: told?.totalQuantity ?? row.totalQuantity,
    inUseQuantity: told?.inUseQuantity ?? null,
    availableQuantity: told?.availableQuantity ?? null,
  };
  if (jobs === null) return { consumable, jobs: null };
  const [holds, waits] = jobs;
  const idsOf = (list: readonly ListJobsByConsumableResourceSummary[]) =>
    list.flatMap(({ jobArn }) => (jobArn === undefined ? [] : [nameOfArn(jobArn)]));
  const [holding, waiting] = await Promise.all([
    jobsByAwsIds(prisma, scope, where, idsOf(holds.jobs)),
    jobsByAwsIds(prisma, scope, where, idsOf(waits.jobs)),
  ]);
  waiting.sort((a, b) => a.createdAt - b.createdAt);
  return { consumable, jobs: { holding, waiting, isCut: holds.isCut || waits.isCut } };
}

async function jobsIn({ connection }: Reading, consumableResource: string, values: string[]) {
  const { jobs = [], nextToken } = await connection.driver.batch.send(
    new ListJobsByConsumableResourceCommand({
      consumableResource,
      filters: [{ name: 'JOB_STATUS', values }],
      maxResults: JOBS_READ,
    }),
  );
  return { jobs, isCut: nextToken !== undefined };
}
