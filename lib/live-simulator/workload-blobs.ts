import { gunzipSync, gzipSync } from 'node:zlib';
import type { Pool } from '@/lib/db';

/** A workload as it is kept: `rows` are `encodeRows`' bytes, not yet compressed. */
export interface WorkloadBlob {
  /** SHA-256 of the file, hex. */
  hash: string;
  fileName: string;
  format: string;
  jobs: number;
  summary: object;
  rows: Uint8Array;
}

/** Keeps a workload's rows; the same file again changes nothing. */
export async function storeWorkload(pool: Pool, blob: WorkloadBlob, now: number): Promise<void> {
  await pool.query(
    `INSERT INTO workload_blob (hash, file_name, format, jobs, summary, rows, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (hash) DO NOTHING`,
    [
      blob.hash,
      blob.fileName,
      blob.format,
      blob.jobs,
      JSON.stringify(blob.summary),
      gzipSync(blob.rows),
      new Date(now),
    ],
  );
}

/** The encoded rows of each hash; throws where one is not kept. Rows stored without compression are taken too. */
export async function readWorkloads(pool: Pool, hashes: readonly string[]): Promise<Record<string, Uint8Array>> {
  if (hashes.length === 0) return {};
  const { rows } = await pool.query<{ hash: string; rows: Buffer }>(
    'SELECT hash, rows FROM workload_blob WHERE hash = ANY($1::text[])',
    [hashes],
  );
  const found: Record<string, Uint8Array> = {};
  for (const row of rows) found[row.hash] = isGzip(row.rows) ? gunzipSync(row.rows) : row.rows;
  const missing = hashes.find((hash) => found[hash] === undefined);
  if (missing !== undefined) {
    throw new Error(`The rows of workload ${missing} are not kept in this database: load its file again.`);
  }
  return found;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
