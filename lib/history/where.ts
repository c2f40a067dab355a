import { queuesSeen, type Scope, seesConnection } from '@/lib/access';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { Where } from './contract';

/** Whether a connection may be read at all. Out of scope reads as if nothing was there. */
export function inScope(scope: Scope, where: Where): boolean {
  return seesConnection(scope, where.connectionId);
}

/** `connection_id = .. AND epoch = ..` for an alias. */
export function ofRun(where: Where, alias?: string): Prisma.Sql {
  const prefix = alias === undefined ? Prisma.empty : Prisma.raw(`${alias}.`);
  return Prisma.sql`${prefix}connection_id = ${where.connectionId}::smallint AND ${prefix}epoch = ${where.epoch}::int`;
}

/** `AND queue = ANY(..)` where the scope or the query names queues; a scope only ever narrows. */
export function inQueues(scope: Scope, where: Where, asked: readonly string[] | undefined, alias?: string): Prisma.Sql {
  const queues = queuesOf(scope, where, asked);
  const prefix = alias === undefined ? Prisma.empty : Prisma.raw(`${alias}.`);
  return queues === null ? Prisma.empty : Prisma.sql`AND ${prefix}queue = ANY(${queues}::text[])`;
}

/** The queues to read: those asked for that are in scope; null for all. */
export function queuesOf(scope: Scope, where: Where, asked: readonly string[] | undefined): string[] | null {
  const seen = queuesSeen(scope, where.connectionId);
  if (seen === 'all') return asked === undefined ? null : [...new Set(asked)];
  const allowed = new Set(seen);
  return asked === undefined ? [...allowed] : [...new Set(asked)].filter((queue) => allowed.has(queue));
}

/** Whether a queue may be seen. */
export function seesQueue(scope: Scope, where: Where, queue: string): boolean {
  const seen = queuesSeen(scope, where.connectionId);
  return seen === 'all' || seen.includes(queue);
}

/** The connection's time up to which history stands, ms; null before the first commit. */
export async function recordedUpTo(prisma: PrismaClient, where: Where): Promise<number | null> {
  const { connectionId, epoch } = where;
  const cursor = await prisma.recorderCursor.findUnique({ where: { connectionId_epoch: { connectionId, epoch } } });
  return cursor?.upTo.getTime() ?? null;
}

/** Ms of a date, and null of null. */
export function ms(date: Date): number;
export function ms(date: Date | null): number | null;
export function ms(date: Date | null): number | null {
  return date === null ? null : date.getTime();
}
