import { Client } from 'pg';
import { SetupError } from '@/lib/settings';

/** With the connection's id: the lock of the one process that records it. */
const LOCK_CLASS = 0x6264;

/** Two processes on one database would both write a connection's history: the second is refused. */
export class RecordingLock {
  private client: Client | null = null;

  constructor(private readonly databaseUrl: string) {}

  /** Throws a SetupError where another process has it. */
  async take(connection: { id: number; slug: string }): Promise<void> {
    this.client ??= await this.connect();
    const { rows } = await this.client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', [
      LOCK_CLASS,
      connection.id,
    ]);
    if (rows[0]?.got === true) return;
    throw new SetupError(
      `Another Batchdeck on this database records the connection ${connection.slug}: stop that one first, or give this one a database of its own.`,
    );
  }

  async release(id: number): Promise<void> {
    await this.client?.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_CLASS, id]);
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => {});
  }

  private async connect(): Promise<Client> {
    const client = new Client({ connectionString: this.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    return client;
  }
}
