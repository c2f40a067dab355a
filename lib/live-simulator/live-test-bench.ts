import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Change } from '@/lib/batch';
import type { Pool } from '@/lib/db';

import { parseScenario, readyScenario, type Scenario } from '@/lib/scenario';
import type { LiveSimulator } from './contract';
import type { DriveLimits } from './drive';
import { startLiveSimulator } from './live-simulator';
import type { Pace } from './messages';
import { runShell } from './shell';
import type { Host } from './worker-link';

/** A connection's row of a test's own; gives its id. */
export async function addConnection(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO connection (slug, name, kind, region, account, created_at)
     VALUES ($1, 'test', 'simulated', 'us-east-1', '123456789012', now()) RETURNING id`,
    [randomUUID()],
  );
  return rows[0]?.id ?? 0;
}

/** One environment, one queue, one definition, and jobs that keep coming for two hours. */
export function testScenario(change: { queueEnvironment?: string; perHour?: number } = {}): Scenario {
  const file = parseScenario({
    name: 'test',
    seed: 3,
    startAt: '2026-01-01T00:00:00Z',
    resources: [
      {
        operation: 'CreateComputeEnvironment',
        input: {
          computeEnvironmentName: 'fleet',
          type: 'MANAGED',
          state: 'ENABLED',
          computeResources: {
            type: 'SPOT',
            allocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED',
            minvCpus: 0,
            maxvCpus: 64,
            instanceTypes: ['c5', 'm5'],
            subnets: ['subnet-1'],
            securityGroupIds: ['sg-1'],
            instanceRole: 'ecsInstanceRole',
          },
        },
      },
      {
        operation: 'CreateJobQueue',
        input: {
          jobQueueName: 'main',
          state: 'ENABLED',
          priority: 1,
          computeEnvironmentOrder: [{ order: 1, computeEnvironment: change.queueEnvironment ?? 'fleet' }],
        },
      },
      {
        operation: 'RegisterJobDefinition',
        input: {
          jobDefinitionName: 'work',
          type: 'container',
          containerProperties: {
            image: 'busybox',
            resourceRequirements: [
              { type: 'VCPU', value: '2' },
              { type: 'MEMORY', value: '2048' },
            ],
          },
        },
      },
    ],
    arrivals: [
      {
        until: 'PT2H',
        perHour: change.perHour ?? 40,
        jobs: [
          { jobName: 'first-{n}', jobQueue: 'main', jobDefinition: 'work' },
          { jobName: 'then-{n}', jobQueue: 'main', jobDefinition: 'work', dependsOn: [{ jobId: '$0' }] },
        ],
      },
    ],
  });
  return readyScenario(file, { region: 'us-east-1', account: '123456789012', hashOf: () => '' });
}

export function openLive(
  pool: Pool,
  connectionId: number,
  pace: Partial<Pace>,
  scenario = testScenario(),
  limits?: Partial<DriveLimits>,
  host?: Host,
): Promise<LiveSimulator> {
  return startLiveSimulator({
    connection: { id: connectionId, region: 'us-east-1', account: '123456789012' },
    epoch: 1,
    pool,
    secret: 'a secret of at least thirty-two characters',
    clock: () => performance.timeOrigin + performance.now(),
    start: { scenario, pace: { speed: 60, paused: false, ...pace } },
    host: host ?? { kind: 'in-process', ...(limits !== undefined && { limits }) },
  });
}

const committed = new Map<number, Change[]>();

/** What the recorders of a connection have committed, over all its lives. */
export function recordedChanges(connectionId: number): Change[] {
  return committed.get(connectionId) ?? [];
}

export interface Follower {
  /** Committed changes, over all lives of the connection. */
  changes: Change[];
  /** The most changes that were told and not acknowledged. */
  mostAhead: number;
  ended: Promise<void>;
}

/** A recorder in miniature: commits its cursor, then acknowledges; goes on from the cursor. */
export function follow(driver: Pick<LiveSimulator, 'changes'>, pool: Pool, connectionId: number): Follower {
  const changes = committed.get(connectionId) ?? [];
  committed.set(connectionId, changes);
  const follower: Follower = { changes, mostAhead: 0, ended: Promise.resolve() };
  const run = async () => {
    const cursor = changes.at(-1)?.seq ?? 0;
    for await (const batch of driver.changes(cursor, new AbortController().signal)) {
      follower.mostAhead = Math.max(follower.mostAhead, batch.changes.length);
      await pool.query(
        `INSERT INTO recorder_cursor (connection_id, epoch, seq, up_to, recorded_at) VALUES ($1, 1, $2, $3, now())
         ON CONFLICT (connection_id, epoch) DO UPDATE SET seq = EXCLUDED.seq, up_to = EXCLUDED.up_to`,
        [connectionId, batch.seq, new Date(batch.upTo)],
      );
      changes.push(...batch.changes.filter(({ seq }) => seq > (changes.at(-1)?.seq ?? 0)));
      batch.acknowledge();
    }
  };
  follower.ended = run();
  return follower;
}

/** Waits until nothing that was cut off still writes: a killed process would not. */
export async function quietDown(pool: Pool): Promise<void> {
  for (let calm = 0; calm < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    calm = pool.totalCount === pool.idleCount && pool.waitingCount === 0 ? calm + 1 : 0;
  }
}

/** A host that dies, as by kill -9, after so many messages of the machine: nothing is told or carried out from then on. */
export function cuttableHost(
  afterMessages: number,
  limits: Partial<DriveLimits> = {},
): { host: Host; cut: Promise<void>; isCut: () => boolean } {
  const machine = new MessageChannel();
  const main = new MessageChannel();
  const stop = runShell(machine.port1, { clock: () => performance.now(), requestId: randomUUID, limits });
  let left = afterMessages;
  let isCut = false;
  let tellCut = () => {};
  const cut = new Promise<void>((resolve) => {
    tellCut = resolve;
  });
  const end = async () => {
    stop();
    for (const port of [machine.port2, main.port1, main.port2] satisfies MessagePort[]) port.close();
  };
  machine.port2.on('message', (message) => {
    if (left-- > 0) {
      main.port1.postMessage(message);
      return;
    }
    if (isCut) return;
    isCut = true;
    void end().then(tellCut);
  });
  main.port1.on('message', (message) => {
    if (!isCut) machine.port2.postMessage(message);
  });
  return { host: { kind: 'port', port: main.port2, end }, cut, isCut: () => isCut };
}
