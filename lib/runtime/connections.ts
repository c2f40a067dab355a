import type { Pool, PrismaClient } from '@/lib/db';
import { type BatchDriver, createSimulatedDriver } from '@/lib/driver';
import { type Host, type NewEpoch, startLiveSimulator } from '@/lib/live-simulator';
import { createRecorder, type Recorder } from '@/lib/recorder';
import { readyScenario } from '@/lib/scenario';
import { type AwsAccess, keepAwsAccess, openAwsDriver, readAwsAccess } from './aws-connections';
import { ConnectionBusyError, type OpenAwsOptions, type OpenSimulatedOptions, type PortalConnection } from './contract';
import { RecordingLock } from './recording-lock';
import { Removals } from './removals';
import { type LoadedScenario, namedScenario, sameScenario } from './scenario-files';

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';

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
  private readonly lock: RecordingLock;

  constructor(private readonly parts: Parts) {
    this.removals = new Removals(parts.pool);
    this.lock = new RecordingLock(parts.databaseUrl);
  }

  /** Starts every connection that the database knows, at its current epoch. */
  async resume(): Promise<void> {
    const rows = await this.parts.prisma.connection.findMany({ orderBy: { id: 'asc' } });
    for (const row of rows) {
      if (row.removedAt !== null) this.removals.begin(row);
      else if (row.kind === 'aws') await this.startAws(row);
      else await this.start(row, null);
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

  /** Makes a connection to AWS and starts following it. */
  async openAws({ slug, name, account, access }: OpenAwsOptions): Promise<PortalConnection> {
    if (this.bySlug.has(slug)) throw new ConnectionBusyError(`There is a connection ${slug} already.`);
    return this.alone(slug, async () => {
      const { prisma, clock } = this.parts;
      const row = await prisma.connection.create({
        data: { slug, name, kind: 'aws', region: access.region, account, createdAt: new Date(clock()) },
      });
      try {
        await keepAwsAccess(this.parts, row.id, access);
        return await this.startAws(row);
      } catch (error) {
        await prisma.connection.delete({ where: { id: row.id } });
        throw error;
      }
    });
  }

  /** How a connection of kind aws reaches AWS, secrets in clear. */
  async awsAccess(slug: string): Promise<AwsAccess> {
    const { row } = this.known(slug);
    return readAwsAccess(this.parts, row.id, row.region);
  }

  /** Follows AWS with other credentials, endpoint or pace from now on. */
  async changeAws(slug: string, access: AwsAccess): Promise<PortalConnection> {
    const running = this.known(slug);
    return this.alone(slug, async () => {
      await keepAwsAccess(this.parts, running.row.id, access);
      await this.halt(slug, running);
      return this.startAws(running.row);
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
      await this.lock.release(id);
      this.removals.begin({ id, name });
    });
  }

  async stop(): Promise<void> {
    for (const [slug, running] of [...this.running].reverse()) await this.halt(slug, running);
    await this.removals.stop();
    await this.lock.close();
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
    await this.lock.take(row);
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
    return this.serve(row, driver, recorder, () => live.close());
  }

  private async startAws(row: Row): Promise<PortalConnection> {
    await this.lock.take(row);
    const { pool, prisma, clock } = this.parts;
    const where = { connectionId: row.id, epoch: row.epoch };
    const driver = openAwsDriver(this.parts, where, await readAwsAccess(this.parts, row.id, row.region));
    const recorder = createRecorder({ prisma, pool, ...where, driver, clock });
    return this.serve(row, driver, recorder, () => driver.close());
  }

  private serve(row: Row, driver: BatchDriver, recorder: Recorder, close: () => Promise<void>): PortalConnection {
    const ended = new AbortController();
    const connection = portalConnection(row, driver, recorder, ended.signal);
    this.running.set(row.slug, {
      row,
      stop: async () => {
        ended.abort();
        await close();
        await recorder.stop();
      },
    });
    this.bySlug.set(row.slug, connection);
    return connection;
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
    kind: driver.kind,
    driver,
    ended,
    recorded: () => recorder.state(),
    caughtUp: (patience) => recorder.caughtUp(patience),
  };
}
