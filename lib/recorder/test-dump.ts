import type { Pool } from '@/lib/db';

const TABLES: Record<string, string> = {
  job: `SELECT to_jsonb(j) - 'id' - 'recorded_at' AS row FROM job AS j`,
  note: `SELECT to_jsonb(t) - 'job_id' || jsonb_build_object('job', j.aws_id) AS row
    FROM job_note AS t JOIN job AS j ON j.id = t.job_id`,
  attempt: `SELECT to_jsonb(t) - 'job_id' || jsonb_build_object('job', j.aws_id) AS row
    FROM attempt AS t JOIN job AS j ON j.id = t.job_id`,
  resource: `SELECT to_jsonb(r) - 'id' AS row FROM resource_version AS r`,
  instance: `SELECT to_jsonb(i) AS row FROM instance AS i`,
  price: `SELECT to_jsonb(p) AS row FROM price_segment AS p`,
  charge: `SELECT to_jsonb(c) - 'job_id' || jsonb_build_object('job', j.aws_id) AS row
    FROM charge AS c LEFT JOIN job AS j ON j.id = c.job_id`,
  waiting: `SELECT to_jsonb(w) AS row FROM waiting AS w`,
  sample: `SELECT to_jsonb(s) - 'series' || jsonb_build_object('of', d.subject || '/' || d.name || '/' || d.measure) AS row
    FROM sample AS s JOIN series AS d ON d.id = s.series`,
  cursor: `SELECT to_jsonb(c) - 'recorded_at' AS row FROM recorder_cursor AS c`,
  gap: `SELECT to_jsonb(g) - 'id' - 'recorded_at' AS row FROM history_gap AS g`,
};

/** Every row of history as text, without surrogate keys and wall time, in a fixed order; by table. */
export async function dumpHistory(pool: Pool): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const [name, query] of Object.entries(TABLES)) {
    const { rows } = await pool.query<{ row: object }>(`${query} ORDER BY 1`);
    dump[name] = rows.map(({ row }) => JSON.stringify(row));
  }
  return dump;
}

/** Empties all of history. */
export async function clearHistory(pool: Pool): Promise<void> {
  for (const table of [
    'job',
    'job_note',
    'attempt',
    'resource_version',
    'instance',
    'price_segment',
    'charge',
    'waiting',
    'sample',
    'series',
    'recorder_cursor',
    'history_gap',
  ]) {
    await pool.query(`DELETE FROM ${table}`);
  }
}
