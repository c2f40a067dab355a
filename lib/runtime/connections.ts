import { Client } from 'pg';
import type { Pool, PrismaClient } from '@/lib/db';
import { createSimulatedDriver } from '@/lib/driver';
import { type LiveSimulator, type NewEpoch, startLiveSimulator } from '@/lib/live-simulator';
import { createRecorder, type Recorder } from '@/lib/recorder';
import { readyScenario } from '@/lib/scenario';
import { SetupError } from '@/lib/settings';
import type { OpenSimulatedOptions, PortalConnection } from './contract';
import { type LoadedScenario, namedScenario } from './scenario-files';

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';
/** With the connection's id: the lock of the one process that records it. */
const LOCK_CLASS = 0x6264;

interface Parts {
  prisma: PrismaClient;
  pool: Pool;
  secret: string;
  clock: () => number;
  databaseUrl: string;
}

interface Row {
  id: number;
  slug: string;
  name: string;
  region: string;
  account: string;
  epoch: number;
}

interface Running {
  connection: PortalConnection;
  stop(): Promise<void>;
}

/** The connections of this process, each with its driver and its recorder. */
export class Connections {
  readonly bySlug = new Map<string, PortalConnection>();
  private readonly running: Running[] = [];
  private readonly opening = new Set<string>();
  private lockClient: Client | null = null;

  constructor(private readonly parts: Parts) {}

  /** Starts every connection that the database knows, at its current epoch. */
  async resume(): Promise<void> {
    const rows = await this.parts.prisma.connection.findMany({ where: { kind: 'simulated' }, orderBy: { id: 'asc' } });
    for (const row of rows) await this.start(row, null);
  }

  /** As `open`, for a scenario that is asked for by name or given as a document. */
  async openNamed(options: OpenSimulatedOptions): Promise<PortalConnection> {
    return this.open({ ...options, scenario: namedScenario(options.scenario) });
  }

  /** Makes a simulated connection and starts it; nothing is left of it where its scenario is refused. */
  async open(options: {
    slug: string;
    name: string;
    scenario: LoadedScenario;
    seed?: number;
    speed?: number | 'max';
  }): Promise<PortalConnection> {
    const { slug, name, scenario, speed = 1 } = options;
    if (this.bySlug.has(slug) || this.opening.has(slug)) throw new Error(`There is a connection ${slug} already.`);
    this.opening.add(slug);
    const { prisma, clock } = this.parts;
    try {
      const ready = readyScenario(scenario.file, {
        region: REGION,
        account: ACCOUNT,
        now: clock(),
        hashOf: scenario.hashOf,
        ...(options.seed !== undefined && { seed: options.seed }),
      });
      const row = await prisma.connection.create({
        data: { slug, name, kind: 'simulated', region: REGION, account: ACCOUNT, createdAt: new Date(clock()) },
      });
      try {
        return await this.start(row, { scenario: ready, pace: { speed, paused: false } });
      } catch (error) {
        await prisma.connection.delete({ where: { id: row.id } });
        throw error;
      }
    } finally {
      this.opening.delete(slug);
    }
  }

  async stop(): Promise<void> {
    for (const running of this.running.splice(0).reverse()) await running.stop();
    await this.lockClient?.end().catch(() => {});
    this.bySlug.clear();
  }

  private async start(row: Row, fresh: NewEpoch | null): Promise<PortalConnection> {
    await this.lock(row);
    const { pool, prisma, secret, clock } = this.parts;
    const live = await startLiveSimulator({
      connection: row,
      epoch: row.epoch,
      pool,
      secret,
      clock,
      host: { kind: 'thread' },
      ...(fresh !== null && { start: fresh }),
    });
    const driver = createSimulatedDriver(live);
    const recorder = createRecorder({ prisma, pool, connectionId: row.id, epoch: row.epoch, driver, clock });
    const connection = portalConnection(row, driver, recorder);
    this.running.push({ connection, stop: () => stopInOrder(live, recorder) });
    this.bySlug.set(row.slug, connection);
    return connection;
  }

  /** Two processes on one database would both write this connection's history: the second is refused. */
  private async lock(row: Row): Promise<void> {
    this.lockClient ??= await this.connectLockClient();
    const { rows } = await this.lockClient.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', [
      LOCK_CLASS,
      row.id,
    ]);
    if (rows[0]?.got === true) return;
    throw new SetupError(
      `Another Batchdeck on this database records the connection ${row.slug}: stop that one first, or give this one a database of its own.`,
    );
  }

  private async connectLockClient(): Promise<Client> {
    const client = new Client({ connectionString: this.parts.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    return client;
  }
}

async function stopInOrder(live: LiveSimulator, recorder: Recorder): Promise<void> {
  await live.close();
  await recorder.stop();
}

function portalConnection(row: Row, driver: PortalConnection['driver'], recorder: Recorder): PortalConnection {
  return {
    ...row,
    kind: 'simulated',
    driver,
    recorded: () => recorder.state(),
    caughtUp: (patience) => recorder.caughtUp(patience),
  };
}
