import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import {
  type AccessKeys,
  checkSecret,
  createAccessKeys,
  createSetupLink,
  ensureAdministrator,
  hasAdministrator,
  makeAuditPartitions,
  SECRET_DIFFERS,
} from '@/lib/access';
import { startBulkWorker } from '@/lib/bulk';
import { createPool, createPrisma, type Database, openDatabase, type Pool } from '@/lib/db';
import { checkAccess } from '@/lib/driver';
import { startGuideWorker } from '@/lib/guides';
import { createLive } from '@/lib/live';
import { loadSecret, portalAddress, type Settings, SetupError, type StartScenario } from '@/lib/settings';
import { Connections } from './connections';
import type { Runtime } from './contract';
import { startScenario } from './scenario-files';
import { startEndpoint } from './start-endpoint';

/** Pool of the simulators' logs and of raw reads; Prisma has ten connections of its own. */
const POOL_SIZE = 12;
const DAY_MS = 86_400_000;
/** Names of the errors whose message is a sentence about the scenario. */
const SCENARIO_FAULTS = new Set(['ScenarioError', 'InputRefusedError']);

/**
 * Builds the whole portal in this process: database, live news, connections with their simulators and recorders. Throws
 * a SetupError where something outside keeps it from starting; what was started until then is stopped.
 */
export async function buildRuntime(settings: Settings): Promise<Runtime> {
  if (process.env.NEXT_PHASE === 'phase-production-build') throw new Error('A build must not start the portal.');
  const database = await openDatabase(settings, { tell: (line) => console.log(line) });
  const undo: (() => Promise<unknown>)[] = [() => database.stop()];
  try {
    return await assemble(settings, database, undo);
  } catch (error) {
    await unwind(undo);
    throw error;
  }
}

async function assemble(settings: Settings, database: Database, undo: (() => Promise<unknown>)[]): Promise<Runtime> {
  const clock = () => Date.now();
  const secret = loadSecret(settings);
  const prisma = createPrisma(database.url);
  undo.push(() => prisma.$disconnect());
  const pool = createPool(database.url, POOL_SIZE);
  undo.push(() => pool.end());
  if ((await checkSecret(prisma, secret)) === 'differs') throw new SetupError(SECRET_DIFFERS);
  await makeAuditPartitions(prisma);
  const partitions = setInterval(() => void makeAuditPartitions(prisma).catch(console.error), DAY_MS).unref();
  undo.push(async () => clearInterval(partitions));
  if (settings.administrator !== undefined) await ensureAdministrator(prisma, clock(), settings.administrator);
  const live = await createLive({ connect: () => listeningClient(database.url), tell: (line) => console.log(line) });
  undo.push(() => live.close());
  const connections = new Connections({ prisma, pool, secret, clock, databaseUrl: database.url });
  undo.push(() => connections.stop());
  await connections.resume();
  if (settings.scenario !== undefined && !connections.bySlug.has('simulator')) {
    await openAtStart(connections, settings, settings.scenario, pool, clock());
  }
  const guides = startGuideWorker({ prisma, clock, report: (error) => console.error('A guided delete:', error) }, () =>
    connections.bySlug.values(),
  );
  undo.push(() => guides.stop());
  const bulk = startBulkWorker(
    { prisma, clock, wait, report: (error) => console.error('A bulk operation:', error) },
    () => connections.bySlug.values(),
  );
  undo.push(() => bulk.stop());
  const keys = createAccessKeys({ prisma, secret, clock });
  undo.push(() => keys.close());
  if (settings.accessKey !== undefined) await ensureKey(keys, settings.accessKey, connections);
  const endpoint = await startEndpoint(settings, { keys, connections, prisma, clock });
  undo.push(async () => endpoint?.close());
  const baseUrl = portalAddress(settings);
  const version = packageVersion();
  return {
    settings,
    prisma,
    pool,
    live,
    guides,
    bulk,
    keys,
    connections: connections.bySlug,
    database: { kind: database.kind },
    version,
    clock,
    baseUrl,
    openSimulatedConnection: (options) => connections.openNamed(options),
    checkAwsAccess: checkAccess,
    openAwsConnection: (options) => connections.openAws(options),
    awsAccess: (slug) => connections.awsAccess(slug),
    changeAwsConnection: (slug, access) => connections.changeAws(slug, access),
    renameConnection: (slug, name) => connections.rename(slug, name),
    resetConnection: (slug, change) => connections.reset(slug, change),
    removeConnection: (slug) => connections.remove(slug),
    removals: () => connections.removals.list(),
    greeting: async () => {
      const { awsEndpointHost: host, awsEndpointPort: port } = settings;
      const served = endpoint === null ? [] : [`AWS endpoint of the simulated connections: http://${host}:${port}`];
      if (await hasAdministrator(prisma)) return served;
      const link = await createSetupLink(prisma, clock, baseUrl);
      return [...served, `No administrator yet. Make the first one within 15 minutes: ${link}`];
    },
    stop: () => unwind(undo),
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal, ref: false }).catch(() => {});
}

/** The simulated connection of BATCHDECK_SCENARIO. Throws a SetupError where the scenario is refused. */
async function openAtStart(
  connections: Connections,
  settings: Settings,
  start: StartScenario,
  pool: Pool,
  now: number,
): Promise<void> {
  try {
    const scenario = await startScenario(start, pool, now);
    await connections.open({ slug: 'simulator', name: 'Simulator', scenario, ...startPace(settings) });
  } catch (error) {
    if (!(error instanceof Error) || !SCENARIO_FAULTS.has(error.name)) throw error;
    throw new SetupError(`BATCHDECK_SCENARIO can't be started: ${error.message}`);
  }
}

/** The key of BATCHDECK_ACCESS_KEY_ID is the simulated connection's, which was made for it where there was none. */
async function ensureKey(
  keys: AccessKeys,
  accessKey: NonNullable<Settings['accessKey']>,
  connections: Connections,
): Promise<void> {
  const simulator = connections.bySlug.get('simulator');
  if (simulator !== undefined) await keys.ensure({ ...accessKey, connectionId: simulator.id });
}

/** In reverse order of the start; a part that will not stop does not keep the others. */
async function unwind(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    await step().catch((error: unknown) => console.error('While stopping:', error));
  }
}

async function listeningClient(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

function startPace(settings: Settings): { seed?: number; speed?: number | 'max' } {
  return {
    ...(settings.seed !== undefined && { seed: settings.seed }),
    ...(settings.speed !== undefined && { speed: settings.speed }),
  };
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof version === 'string' ? version : 'unknown';
}
