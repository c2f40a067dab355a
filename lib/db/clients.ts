import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from '@/lib/generated/prisma/client';

/** The Prisma client of a database. `$disconnect()` it when done. */
export function createPrisma(url: string, max = 10): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max }) });
}

/**
 * Plain connections, for LISTEN and for statements that Prisma can't say. A connection that breaks while idle is dropped
 * and replaced at the next use. Statements of one connection are sent without waiting for each other's answers, and
 * answered in their order. `end()` it when done. int8 comes as text, jsonb parsed, timestamptz as Date.
 */
export function createPool(url: string, max = 5): Pool {
  const pool = new Pool({ connectionString: url, max, connectionTimeoutMillis: 10_000, pipeline: true });
  pool.on('error', () => {});
  return pool;
}
