import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '@/lib/db';

declare module 'vitest' {
  interface ProvidedContext {
    /** Owner's and app's address of the migrated template database. */
    databaseServer: { ownerUrl: string; url: string };
  }
}

/** Starts one Postgres for all database tests; its database is the template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'batchdeck-test-'));
  chmodSync(folder, 0o755);
  const database = await openDatabase({ dataFolder: folder }, { durable: false });
  project.provide('databaseServer', { ownerUrl: database.ownerUrl, url: database.url });
  return async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
