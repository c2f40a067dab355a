import { z } from 'zod';
import type { Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { JobRow, LastChange, Where } from './contract';
import { JOB_COLUMNS, type StoredJob, toRows } from './job-rows';
import { currentResources } from './resources';
import { inQueues, inScope, ofRun } from './where';

/** A consumable resource, and what of it is in use where Batch was asked. Quantities in units. */
export interface ConsumableRow {
  name: string;
  arn: string;
  /** Units come back when a job ends; else they are used up. */
  isReplenishable: boolean;
  totalQuantity: number;
  /** As Batch told last, up to 30 s old; null where it was not asked or did not answer. */
  inUseQuantity: number | null;
  availableQuantity: number | null;
  createdAt: number | null;
  /** Names of definitions whose active revisions need it. */
  definitions: string[];
  tags: Record<string, string>;
  lastChange: LastChange | null;
  version: number;
}

/** A consumable resource with the jobs in scope that hold it and wait for it: the newest, as Batch told. */
export interface ConsumablePage {
  consumable: ConsumableRow;
  /** Null where Batch was not asked, or did not answer. */
  jobs: { holding: JobRow[]; waiting: JobRow[]; isCut: boolean } | null;
}

const document = z.looseObject({
  totalQuantity: z.number().catch(0),
  resourceType: z.string().catch('REPLENISHABLE'),
  createdAt: z.number().nullable().catch(null),
});

const needs = z
  .looseObject({ consumableResourceList: z.array(z.looseObject({ consumableResource: z.string() })).catch([]) })
  .catch({ consumableResourceList: [] });
const definitionDocument = z.looseObject({
  consumableResourceProperties: needs.optional(),
  nodeProperties: z
    .looseObject({ nodeRangeProperties: z.array(z.looseObject({ consumableResourceProperties: needs.optional() })) })
    .optional()
    .catch(undefined),
});

/**
 * All consumable resources, by name, or the one of that name. They belong to the connection, as definitions do: whoever may
 * read it sees them, as any queue's jobs may need one.
 */
export async function readConsumables(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name?: string,
): Promise<ConsumableRow[]> {
  if (!inScope(scope, where)) return [];
  const [resources, users] = await Promise.all([
    currentResources(prisma, where, 'consumable-resource', name),
    usersOfConsumables(prisma, where),
  ]);
  return resources.map(({ document: stored, stateSince: _, ...resource }): ConsumableRow => {
    const { totalQuantity, resourceType, createdAt } = document.parse(stored);
    return {
      ...resource,
      isReplenishable: resourceType !== 'NON_REPLENISHABLE',
      totalQuantity,
      inUseQuantity: null,
      availableQuantity: null,
      createdAt,
      definitions: [...(users.get(resource.name) ?? [])].sort(),
    };
  });
}

/** Names of definitions by the consumable resource that an active revision of theirs needs. */
async function usersOfConsumables(prisma: PrismaClient, where: Where): Promise<Map<string, Set<string>>> {
  const rows = await prisma.$queryRaw<{ base: string; document: unknown }[]>`
    SELECT split_part(name, ':', 1) AS base, document FROM resource_version
    WHERE ${ofRun(where)} AND kind = 'job-definition' AND valid_to IS NULL AND document IS NOT NULL
      AND document ->> 'status' = 'ACTIVE' AND document::text LIKE '%"consumableResource"%'`;
  const users = new Map<string, Set<string>>();
  for (const { base, document: stored } of rows) {
    const { consumableResourceProperties: own, nodeProperties } = definitionDocument.parse(stored);
    const lists = [
      own,
      ...(nodeProperties?.nodeRangeProperties ?? []).map((range) => range.consumableResourceProperties),
    ];
    for (const { consumableResource } of lists.flatMap((list) => list?.consumableResourceList ?? [])) {
      const name = nameOfArn(consumableResource);
      users.set(name, (users.get(name) ?? new Set()).add(base));
    }
  }
  return users;
}

/** The recorded jobs in scope with these AWS ids, in their order; ids that history does not have yet are left out. */
export async function jobsByAwsIds(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  ids: readonly string[],
): Promise<JobRow[]> {
  if (!inScope(scope, where) || ids.length === 0) return [];
  const stored = await prisma.$queryRaw<StoredJob[]>`
    SELECT ${JOB_COLUMNS} FROM job
    WHERE ${ofRun(where)} AND aws_id = ANY(${[...ids]}::text[]) ${inQueues(scope, where, undefined)}`;
  const byId = new Map(stored.map((row) => [row.aws_id, row]));
  return toRows(
    prisma,
    scope,
    where,
    ids.flatMap((id) => byId.get(id) ?? []),
  );
}
