import type { Pool } from '@/lib/db';
import type { Removal } from './contract';

/** Rows that go in one statement: some ms each, so that what else is written hardly waits. */
const CHUNK = 2000;

/** Tables whose rows go with the connection's own row, or stay: what people did is kept. */
const NOT_HERE = ['sim_epoch', 'audit'];

interface Progress {
  id: number;
  name: string;
  gone: number;
  total: number;
  error: string | null;
}

/** Takes the history of removed connections away, one after the other, and says how far it has come. */
export class Removals {
  private readonly under = new Map<number, Progress>();
  private working: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly pool: Pool) {}

  list(): readonly Removal[] {
    return [...this.under.values()].map((one) => ({ ...one }));
  }

  /** Begins, or goes on after a restart. */
  begin(connection: { id: number; name: string }): void {
    const progress: Progress = { ...connection, gone: 0, total: 0, error: null };
    this.under.set(connection.id, progress);
    this.working = this.working.then(() => this.remove(progress));
  }

  /** Ends after the statement under way; the rest goes at the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.working;
  }

  /** Resolves when nothing is left to remove. */
  async idle(): Promise<void> {
    await this.working;
  }

  private async remove(progress: Progress): Promise<void> {
    try {
      const tables = await this.tables();
      for (const table of tables) progress.total += await this.count(table, progress.id);
      for (const table of tables) await this.empty(table, progress);
      if (this.stopped) return;
      await this.pool.query('DELETE FROM connection WHERE id = $1', [progress.id]);
      this.under.delete(progress.id);
    } catch (error) {
      progress.error = error instanceof Error ? error.message : String(error);
    }
  }

  /** Every table that holds rows of connections, `job` last: what hangs on its rows finds them by it. */
  private async tables(): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns AS c
       JOIN information_schema.tables AS t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND c.column_name = 'connection_id' AND t.table_type = 'BASE TABLE'
         AND c.table_name <> ALL($1::text[]) ORDER BY c.table_name = 'job', 1`,
      [NOT_HERE],
    );
    return rows.map((row) => row.name);
  }

  private async count(table: string, id: number): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>(
      `SELECT count(*) AS count FROM "${table}" WHERE connection_id = $1`,
      [id],
    );
    return Number(rows[0]?.count ?? 0);
  }

  private async empty(table: string, progress: Progress): Promise<void> {
    const notes = table === 'job' ? 'notes AS (DELETE FROM job_note USING gone WHERE job_id = gone.id),' : '';
    const returned = table === 'job' ? 'id' : '1 AS id';
    while (!this.stopped) {
      const { rows } = await this.pool.query<{ count: string }>(
        `WITH gone AS (DELETE FROM "${table}" WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM "${table}" WHERE connection_id = $1 LIMIT ${CHUNK})) RETURNING ${returned}),
           ${notes} counted AS (SELECT count(*) AS count FROM gone)
         SELECT count FROM counted`,
        [progress.id],
      );
      const count = Number(rows[0]?.count ?? 0);
      progress.gone += count;
      if (count === 0) return;
    }
  }
}
