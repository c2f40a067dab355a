import { queuesSeen, type Scope, seesConnection } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { Where } from '@/lib/history';
import { type BulkItem, type BulkOperation, ITEM_STATES, type ItemState } from './contract';
import { bulkById, countUnknown, itemsOf, listBulk } from './store';

/** An operation as pages show it. */
export interface BulkView extends Omit<BulkOperation, 'connectionId' | 'epoch' | 'actorId'> {
  /** How many failed and can be tried again. */
  retryable: number;
  /** Calls a second at our cap; null where there is none. */
  cap: number | null;
}

/** A page of what came of each job of an operation. */
export interface BulkItemsPage {
  items: Omit<BulkItem, 'intentId'>[];
  /** Where the next page begins; null at the end. */
  next: number | null;
}

const SHOWN = 30;
const MOST_ITEMS = 2000;

/** An operation is seen by who sees every queue of its jobs. */
function maySee(scope: Scope, where: Where, operation: BulkOperation): boolean {
  if (operation.connectionId !== where.connectionId || operation.epoch !== where.epoch) return false;
  if (!seesConnection(scope, where.connectionId)) return false;
  const seen = queuesSeen(scope, where.connectionId);
  return seen === 'all' || (operation.queues.length > 0 && operation.queues.every((queue) => seen.includes(queue)));
}

async function viewsOf(
  prisma: PrismaClient,
  operations: readonly BulkOperation[],
  cap: number | null,
): Promise<BulkView[]> {
  const ids = operations.filter(({ failed }) => failed > 0).map(({ id }) => id);
  const unknown = ids.length === 0 ? new Map<string, number>() : await countUnknown(prisma, ids);
  return operations.map(({ connectionId: _, epoch: __, actorId: ___, ...shown }) => ({
    ...shown,
    cap,
    retryable: shown.failed - (unknown.get(shown.id) ?? 0),
  }));
}

/** The operations that run, pause, and ended last; those of one job only while they run. */
export async function readBulk(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  cap: number | null,
): Promise<BulkView[]> {
  const operations = await listBulk(prisma, where, SHOWN);
  return viewsOf(
    prisma,
    operations.filter((one) => maySee(scope, where, one)),
    cap,
  );
}

/** One operation in scope, whole; null where there is none. For actions. */
export async function bulkInScope(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  id: string,
): Promise<BulkOperation | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const operation = await bulkById(prisma, id);
  return operation !== null && maySee(scope, where, operation) ? operation : null;
}

/** One operation as its panel shows it; null where it is unknown or out of scope. */
export async function readOneBulk(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  id: string,
  cap: number | null,
): Promise<BulkView | null> {
  const operation = await bulkInScope(prisma, scope, where, id);
  const [view] = operation === null ? [] : await viewsOf(prisma, [operation], cap);
  return view ?? null;
}

/** What came of its jobs, in order, behind `after`; of some states only where `states` says so. */
export async function readBulkItems(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  id: string,
  { after = -1, states = ITEM_STATES }: { after?: number | undefined; states?: readonly ItemState[] },
): Promise<BulkItemsPage | null> {
  if ((await bulkInScope(prisma, scope, where, id)) === null) return null;
  const items = await itemsOf(prisma, id, { states, after, limit: MOST_ITEMS + 1 });
  const shown = items.slice(0, MOST_ITEMS).map(({ intentId: _, ...item }) => item);
  return { items: shown, next: items.length > MOST_ITEMS ? (shown.at(-1)?.n ?? null) : null };
}
