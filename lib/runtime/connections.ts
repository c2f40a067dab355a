import { Client } from 'pg';
import type { Pool, PrismaClient } from '@/lib/db';
import { createSimulatedDriver } from '@/lib/driver';
import { type Host, type NewEpoch, startLiveSimulator } from '@/lib/live-simulator';
import { createRecorder, type Recorder } from '@/lib/recorder';
import { readyScenario } from '@/lib/scenario';
import { SetupError } from '@/lib/settings';
import { ConnectionBusyError, type OpenSimulatedOptions, type PortalConnection } from './contract';
import { Removals } from './removals';
import { type LoadedScenario, namedScenario, sameScenario } from './scenario-files';

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
  /** Where simulators run; a thread of their own unless a test says otherwise. */
  host?: Host;
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
  row: Row;
  stop(): Promise<void>;
}

interface Fresh {
  scenario: LoadedScenario;
  seed?: number | undefined;
}

/** The connections of this process, each with its driver and its recorder. */
export class Connections {
  readonly bySlug = new Map<string, PortalConnection>();
  readonly removals: Removals;
  private readonly running = new Map<string, Running>();
  /** Slugs of connections that are being made, reset or removed. */
  private readonly busy = new Set<string>();
  private lockClient: Client | null = null;

  constructor(private readonly parts: Parts) {
    this.removals = new Removals(parts.pool);
  }

  /** Starts every connection that the database knows, at its current epoch. */
  async resume(): Promise<void> {
    const rows = await this.parts.prisma.connection.findMany({ where: { kind: 'simulated' }, orderBy: { id: 'asc' } });
    for (const row of rows) {
      if (row.removedAt === null) await this.start(row, null);
      else this.removals.begin(row);
    }
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
    const { slug, name, scenario, seed, speed = 1 } = options;
    if (this.bySlug.has(slug)) throw new ConnectionBusyError(`There is a connection ${slug} already.`);
    return this.alone(slug, async () => {
      const { prisma, clock } = this.parts;
      const start = this.newEpoch({ scenario, seed }, { speed, paused: false });
      const row = await prisma.connection.create({
        data: { slug, name, kind: 'simulated', region: REGION, account: ACCOUNT, createdAt: new Date(clock()) },
      });
      try {
        return await this.start(row, start);
      } catch (error) {
        await prisma.connection.delete({ where: { id: row.id } });
        throw error;
      }
    });
  }

  async rename(slug: string, name: string): Promise<PortalConnection> {
    const { row } = this.known(slug);
    await this.parts.prisma.connection.update({ where: { id: row.id }, data: { name } });
    row.name = name;
    const renamed = { ...this.found(slug), name };
    this.bySlug.set(slug, renamed);
    return renamed;
  }

  /** Stops the epoch and opens the next one; where that is refused the old one goes on. */
  async reset(slug: string, change: { scenario?: string | object; seed?: number }): Promise<PortalConnection> {
    const running = this.known(slug);
    return this.alone(slug, async () => {
      const { prisma, pool } = this.parts;
      const { row } = running;
      const scenario =
        change.scenario === undefined ? await sameScenario(pool, row.id, row.epoch) : namedScenario(change.scenario);
      const before = this.found(slug).driver.simulated?.clock();
      const start = this.newEpoch({ scenario, seed: change.seed }, { speed: before?.speed ?? 1, paused: false });
      await this.halt(slug, running);
      const move = (epoch: number) => prisma.connection.update({ where: { id: row.id }, data: { epoch } });
      try {
        return await this.start(await move(row.epoch + 1), start);
      } catch (error) {
        await this.start(await move(row.epoch), null);
        throw error;
      }
    });
  }

  /** Stops the connection; its row gives its slug free at once, and goes with its history. */
  async remove(slug: string): Promise<void> {
    const running = this.known(slug);
    await this.alone(slug, async () => {
      const { prisma, clock } = this.parts;
      const { id, name } = running.row;
      await this.halt(slug, running);
      this.bySlug.delete(slug);
      const removedAt = new Date(clock());
      await prisma.connection.update({ where: { id }, data: { removedAt, slug: `removed/${id}` } });
      await this.lockClient?.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_CLASS, id]);
      this.removals.begin({ id, name });
    });
  }

  async stop(): Promise<void> {
    for (const [slug, running] of [...this.running].reverse()) await this.halt(slug, running);
    await this.removals.stop();
    await this.lockClient?.end().catch(() => {});
    this.bySlug.clear();
  }

  private newEpoch({ scenario, seed }: Fresh, pace: NewEpoch['pace']): NewEpoch {
    const ready = readyScenario(scenario.file, {
      region: REGION,
      account: ACCOUNT,
      now: this.parts.clock(),
      hashOf: scenario.hashOf,
      ...(seed !== undefined && { seed }),
    });
    return { scenario: ready, pace };
  }

  private known(slug: string): Running {
    const running = this.running.get(slug);
    if (running === undefined) throw new ConnectionBusyError(`There is no connection ${slug} that runs here.`);
    return running;
  }

  private found(slug: string): PortalConnection {
    const connection = this.bySlug.get(slug);
    if (connection === undefined) throw new ConnectionBusyError(`There is no connection ${slug} that runs here.`);
    return connection;
  }

  /** One thing at a time happens to a connection. */
  private async alone<Value>(slug: string, run: () => Promise<Value>): Promise<Value> {
    if (this.busy.has(slug)) throw new ConnectionBusyError(`${slug} is being changed already: try again in a moment.`);
    this.busy.add(slug);
    try {
      return await run();
    } finally {
      this.busy.delete(slug);
    }
  }

  private async halt(slug: string, running: Running): Promise<void> {
    this.running.delete(slug);
    await running.stop();
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
      host: this.parts.host ?? { kind: 'thread' },
      ...(fresh !== null && { start: fresh }),
    });
    const driver = createSimulatedDriver(live);
    const recorder = createRecorder({ prisma, pool, connectionId: row.id, epoch: row.epoch, driver, clock });
    const ended = new AbortController();
    const connection = portalConnection(row, driver, recorder, ended.signal);
    this.running.set(row.slug, {
      row,
      stop: async () => {
        ended.abort();
        await live.close();
        await recorder.stop();
      },
    });
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

function portalConnection(
  row: Row,
  driver: PortalConnection['driver'],
  recorder: Recorder,
  ended: AbortSignal,
): PortalConnection {
  const { id, slug, name, region, account, epoch } = row;
  return {
    ...{ id, slug, name, region, account, epoch },
    kind: 'simulated',
    driver,
    ended,
    recorded: () => recorder.state(),
    caughtUp: (patience) => recorder.caughtUp(patience),
  };
}
