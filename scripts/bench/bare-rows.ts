import type { Pool } from '@/lib/db';

/** Tables of history that the recorder writes for changes, and what orders their rows as they came. */
const TABLES = {
  job: 'id',
  job_note: 'seq',
  attempt: 'seq',
  charge: 'ctid',
  instance: 'seq',
  price_segment: 'from_at',
  resource_version: 'seq',
  waiting: 'seq',
  sample: 'bucket_at',
} as const;

interface StoredTable {
  name: string;
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
}

/** Every row of history as text, in the order in which it came. */
export async function readTables(pool: Pool): Promise<StoredTable[]> {
  const tables: StoredTable[] = [];
  for (const [name, order] of Object.entries(TABLES)) {
    const described = await pool.query<{ name: string; type: string }>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [name],
    );
    const columns = described.rows;
    const listed = columns.map((column) => `"${column.name}"::text`).join(', ');
    const { rows } = await pool.query<(string | null)[]>({
      text: `SELECT ${listed} FROM ${name} ORDER BY ${name}.${order}`,
      rowMode: 'array',
    });
    tables.push({ name, columns, rows });
  }
  return tables;
}

export async function emptyTables(owner: Pool): Promise<void> {
  await owner.query(`TRUNCATE ${[...Object.keys(TABLES), 'series', 'recorder_cursor'].join(', ')}`);
  await owner.query('CHECKPOINT');
}

/** Writes the same rows in as many transactions, each one `INSERT ... SELECT FROM unnest` a table. */
export async function writeTables(pool: Pool, tables: readonly StoredTable[], batches: number): Promise<void> {
  const client = await pool.connect();
  try {
    for (let batch = 0; batch < batches; batch++) {
      await client.query('BEGIN');
      for (const { name, columns, rows } of tables) {
        const from = Math.floor((rows.length * batch) / batches);
        const part = rows.slice(from, Math.floor((rows.length * (batch + 1)) / batches));
        if (part.length === 0) continue;
        const names = columns.map((column) => `"${column.name}"`).join(', ');
        const arrays = columns.map(({ type }, at) => `$${at + 1}::${isList(type) ? 'text' : type}[]`);
        const values = columns.map((column) =>
          isList(column.type) ? `"${column.name}"::${column.type}` : `"${column.name}"`,
        );
        await client.query(
          `INSERT INTO ${name} (${names}) SELECT ${values.join(', ')} FROM unnest(${arrays.join(', ')}) AS u(${names})`,
          columns.map((_, at) => part.map((row) => row[at] ?? null)),
        );
      }
      await client.query('COMMIT');
    }
  } finally {
    client.release();
  }
}

/** unnest would take a list of lists apart: each goes as text. */
const isList = (type: string): boolean => type.endsWith('[]');

/** Bytes on disk, indexes included, of the tables that hold a row or more for each job. */
export async function jobBytes(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    `SELECT sum(pg_total_relation_size(name::regclass)) AS bytes
     FROM unnest(ARRAY['job', 'job_note', 'attempt', 'charge']) AS name`,
  );
  return Number(rows[0]?.bytes ?? 0);
}
