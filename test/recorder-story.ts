import type { Change } from '@/lib/batch';
import type { BatchDriver, ChangeBatch } from '@/lib/driver';
import { createSimulator, type Totals } from '@/lib/simulator';

const START = Date.UTC(2026, 0, 1, 8);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WHO = { actor: 'tester', source: 'simulate' } as const;

export type Dice = (below: number) => number;

/** A seeded source of whole numbers, for tests. */
export function diceOf(seed: number): Dice {
  let state = (seed + 0x9e3779b9) >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39) >>> 0;
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
  };
}

function resources(): { operation: string; input: object }[] {
  const environment = (name: string, computeResources: object) => ({
    operation: 'CreateComputeEnvironment',
    input: {
      computeEnvironmentName: name,
      type: 'MANAGED',
      state: 'ENABLED',
      computeResources: { subnets: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'], ...computeResources },
    },
  });
  const ec2 = { minvCpus: 0, instanceRole: 'ecsInstanceRole' };
  const queue = (name: string, ...order: string[]) => ({
    operation: 'CreateJobQueue',
    input: {
      jobQueueName: name,
      state: 'ENABLED',
      priority: 1,
      computeEnvironmentOrder: order.map((computeEnvironment, at) => ({ order: at + 1, computeEnvironment })),
    },
  });
  return [
    environment('spot', {
      ...ec2,
      type: 'SPOT',
      maxvCpus: 64,
      instanceTypes: ['c5.xlarge', 'm5.xlarge', 'c5.2xlarge'],
      allocationStrategy: 'SPOT_PRICE_CAPACITY_OPTIMIZED',
    }),
    environment('demand', { ...ec2, type: 'EC2', maxvCpus: 16, instanceTypes: ['m5.2xlarge'] }),
    environment('fargate', { type: 'FARGATE_SPOT', maxvCpus: 16 }),
    queue('main', 'spot', 'demand'),
    queue('tasks', 'fargate'),
    {
      operation: 'RegisterJobDefinition',
      input: {
        jobDefinitionName: 'work',
        type: 'container',
        containerProperties: {
          image: 'busybox',
          command: ['true'],
          environment: [{ name: 'API_TOKEN', value: 'hush' }],
          resourceRequirements: [
            { type: 'VCPU', value: '1' },
            { type: 'MEMORY', value: '2048' },
          ],
        },
      },
    },
    {
      operation: 'RegisterJobDefinition',
      input: {
        jobDefinitionName: 'task',
        type: 'container',
        platformCapabilities: ['FARGATE'],
        containerProperties: {
          image: 'busybox',
          command: ['true'],
          executionRoleArn: 'arn:aws:iam::123456789012:role/run',
          resourceRequirements: [
            { type: 'VCPU', value: '1' },
            { type: 'MEMORY', value: '2048' },
          ],
        },
      },
    },
    { operation: 'RegisterJobDefinition', input: GANG },
  ];
}

const node = (seconds: number, vcpus: number) => ({
  image: 'mpi',
  command: ['true'],
  environment: [
    { name: 'SIM_SECONDS', value: String(seconds) },
    { name: 'NODE_TOKEN', value: 'hush' },
  ],
  resourceRequirements: [
    { type: 'VCPU', value: String(vcpus) },
    { type: 'MEMORY', value: '2048' },
  ],
});

const GANG = {
  jobDefinitionName: 'gang',
  type: 'multinode',
  retryStrategy: { attempts: 2 },
  nodeProperties: {
    numNodes: 2,
    mainNode: 0,
    nodeRangeProperties: [
      { targetNodes: '0', container: node(900, 4) },
      { targetNodes: '1', container: node(700, 2) },
    ],
  },
};

/** A multi-node job whose main node fails once. */
const GANG_JOB = {
  jobName: 'gang',
  jobQueue: 'main',
  jobDefinition: 'gang',
  nodeOverrides: {
    nodePropertyOverrides: [
      { targetNodes: '0', containerOverrides: { environment: [{ name: 'SIM_FAIL_ATTEMPTS', value: '1' }] } },
    ],
  },
};

function submit(dice: Dice, jobIds: readonly string[]): object {
  const kind = dice(8);
  const needed = jobIds[dice(Math.max(1, jobIds.length))];
  const variables = [
    ...(kind === 0 ? [] : [{ name: 'SIM_SECONDS', value: String(dice(2400)) }]),
    ...(kind === 1 ? [{ name: 'SIM_EXIT_CODE', value: '3' }] : []),
    ...(kind === 2 ? [{ name: 'DB_PASSWORD', value: 'hush' }] : []),
  ];
  return {
    jobName: `job-${kind}`,
    jobQueue: kind === 7 ? 'tasks' : 'main',
    jobDefinition: kind === 7 ? 'task' : 'work',
    retryStrategy: {
      attempts: 3,
      evaluateOnExit: [
        { onStatusReason: 'Host EC2*', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
      ],
    },
    ...(kind === 4 ? { arrayProperties: { size: 2 + dice(9) } } : {}),
    ...(kind === 5 && needed !== undefined ? { dependsOn: [{ jobId: needed }] } : {}),
    containerOverrides: {
      environment: variables,
      ...(kind === 6 ? { resourceRequirements: [{ type: 'VCPU', value: String(1 + dice(8)) }] } : {}),
    },
  };
}

export interface Story {
  changes: Change[];
  totals: Totals;
  end: number;
}

/**
 * What a simulated day tells: queues, Spot with a storm, Fargate, arrays, retries, terminated jobs; until all is down.
 * Every `gangEvery`-th job is a multi-node one.
 */
export function simulatedStory(seed: number, jobs: number, gangEvery = 0): Story {
  const sim = createSimulator({
    seed,
    timing: 'aws',
    startAt: START,
    region: 'us-east-1',
    account: '123456789012',
  });
  const changes: Change[] = [];
  sim.onChanges((change) => changes.push(change));
  for (const { operation, input } of resources()) {
    const done = sim.apply({ seq: sim.inputSeq() + 1, at: START, kind: 'resource', operation, input, principal: WHO });
    if (!done.ok) throw new Error(`${operation}: ${done.error.message}`);
  }
  const storms = [50, 140, 200].map((minute) => ({
    kind: 'spot-storm' as const,
    at: START + minute * MINUTE,
    end: START + (minute + 5) * MINUTE,
    fraction: 0.6,
  }));
  for (const fault of storms) sim.apply({ seq: sim.inputSeq() + 1, at: START, kind: 'fault', fault, principal: WHO });
  const dice = diceOf(seed);
  const jobIds: string[] = [];
  for (let number = 0; number < jobs; number++) {
    sim.advance(sim.now() + dice(Math.ceil((4 * HOUR) / jobs)));
    const answer = sim.call(
      'SubmitJob',
      gangEvery > 0 && number % gangEvery === 0 ? GANG_JOB : submit(dice, jobIds),
      WHO,
    );
    if (!answer.ok) throw new Error(answer.error.message);
    if ('jobId' in answer.output) jobIds.push(String(answer.output.jobId));
    if (dice(12) !== 0) continue;
    const jobId = jobIds[dice(jobIds.length)];
    sim.call('TerminateJob', { jobId, reason: 'Not needed' }, WHO);
  }
  const end = START + 12 * HOUR;
  sim.advance(end);
  return { changes, totals: sim.totals(), end };
}

/** A driver's changes from a list: batches cut by `cut`, from the cursor on or from before it. */
export function toldBy(
  story: Pick<Story, 'changes' | 'end'>,
  cut: (from: number) => { from: number; to: number; shuffle?: Dice; twice?: boolean },
): Pick<BatchDriver, 'changes'> {
  const last = story.changes.at(-1)?.seq ?? 0;
  return {
    async *changes(cursor, signal) {
      let position = story.changes.findIndex((change) => change.seq > cursor);
      if (position < 0) position = story.changes.length;
      while (position < story.changes.length && !signal.aborted) {
        const { from, to, shuffle, twice } = cut(position);
        const part = story.changes.slice(Math.max(0, from), to);
        const changes = shuffled(twice === true ? [...part, ...part] : part, shuffle);
        yield batchOf(changes, part.at(-1)?.seq === last ? story.end : 0);
        position = Math.max(position + 1, to);
      }
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
  };
}

function batchOf(changes: Change[], end: number): ChangeBatch {
  return {
    changes,
    seq: Math.max(...changes.map((change) => change.seq)),
    upTo: Math.max(end, ...changes.map((change) => change.at ?? 0)),
    acknowledge: () => {},
  };
}

function shuffled(changes: Change[], dice: Dice | undefined): Change[] {
  if (dice === undefined) return changes;
  const list = [...changes];
  for (let index = list.length - 1; index > 0; index--) {
    const other = dice(index + 1);
    const [a, b] = [list[index], list[other]];
    if (a !== undefined && b !== undefined) [list[index], list[other]] = [b, a];
  }
  return list;
}
