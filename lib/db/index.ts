export type { Pool, PoolClient } from 'pg';
export { Prisma, type PrismaClient } from '@/lib/generated/prisma/client';
export { checkServer } from './check-server';
export { createPool, createPrisma } from './clients';
export { runningEmbedded } from './embedded-postgres';
export { type Migration, migrate, readMigrations } from './migrations';
export { type Database, openDatabase } from './open-database';
export { freePort } from './postmaster';
export { isRunning } from './process-facts.mjs';
