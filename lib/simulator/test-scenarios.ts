import type { WorkloadRows } from '@/lib/batch';
import type { Input, Timing } from './index';
import { createDraws } from './kernel/draws';
import { definitionInput, environmentInput, queueInput, START, WHO } from './test-machine';

/** Random scenarios by seed: what a test feeds to a machine, and when. */
export interface Scenario {
  timing: Timing;
  /** Resources at the start, then faults and a workload. */
  inputs: Input[];
  rows: WorkloadRows;
  /** Calls at a moment; `job` names the job of an earlier submit by its number. */
  calls: { at: number; operation: string; input: (jobIds: string[]) => object }[];
  end: number;
}

export type Dice = (below: number) => number;

export function diceOf(seed: number): Dice {
  const draws = createDraws(seed);
  let turn = 0;
  return (below) => draws.bits('run-time', turn++, 0, 0) % below;
}

/** Rows without names or texts: demands and times by the dice. */
export function randomRows(dice: Dice, count: number, vcpus: number, withParents: boolean): WorkloadRows {
  const parentStart = new Uint32Array(count + 1);
  const parents: number[] = [];
  for (let row = 0; row < count; row++) {
    const wanted = withParents && row > 30 && dice(3) === 0 ? 1 + dice(28) : 0;
    const mine = new Set(Array.from({ length: wanted }, () => dice(row)));
    parents.push(...mine);
    parentStart[row + 1] = parents.length;
  }
  return {
    count,
    firstSubmitMs: 0,
    submitMs: Float64Array.from({ length: count }, (_, row) => (row === 0 ? 0 : dice(count * 4) * 250)),
    runMs: Float64Array.from({ length: count }, () => (dice(10) === 0 ? 0 : dice(60_000))),
    milliVcpus: Uint32Array.from({ length: count }, () => (1 + dice(vcpus)) * 1000),
    memoryMib: new Int32Array(count).fill(-1),
    gpus: new Uint16Array(count),
    user: new Int32Array(count).fill(-1),
    users: [],
    parentStart,
    parentIndex: Uint32Array.from(parents),
    names: null,
    exitCode: null,
    definition: null,
    definitions: [],
    queue: null,
    queues: [],
  };
}

const KINDS = ['EC2', 'SPOT', 'FARGATE', 'FARGATE_SPOT'] as const;
const STRATEGIES = [
  'BEST_FIT',
  'BEST_FIT_PROGRESSIVE',
  'SPOT_CAPACITY_OPTIMIZED',
  'SPOT_PRICE_CAPACITY_OPTIMIZED',
] as const;

function randomEnvironment(dice: Dice, name: string, fargate: boolean): object {
  const kind = KINDS[(fargate ? 2 : 0) + dice(2)] ?? 'EC2';
  const maxvCpus = 4 + dice(40);
  if (fargate) {
    return {
      computeEnvironmentName: name,
      type: 'MANAGED',
      state: 'ENABLED',
      computeResources: { type: kind, maxvCpus, subnets: ['subnet-1', 'subnet-2'], securityGroupIds: ['sg-1'] },
    };
  }
  const strategy = kind === 'EC2' ? STRATEGIES[dice(2)] : STRATEGIES[1 + dice(3)];
  const minvCpus = dice(2) * dice(8);
  return environmentInput(name, {
    type: kind,
    maxvCpus,
    minvCpus,
    desiredvCpus: minvCpus,
    allocationStrategy: strategy,
    instanceTypes: [['c5.large'], ['c5'], ['m5', 'c5'], ['optimal']][dice(4)],
    subnets: ['subnet-1', 'subnet-2', 'subnet-3'].slice(0, 1 + dice(3)),
  });
}

function randomFault(dice: Dice): Input & { kind: 'fault' } {
  const at = START + dice(2_000_000);
  const end = at + 1 + dice(900_000);
  const faults = [
    { at, end, kind: 'spot-storm' as const, fraction: 0.7 },
    { at, end, kind: 'zone-lost' as const, zone: 'us-east-1a' },
    { at, end, kind: 'capacity-out' as const },
    { at, end, kind: 'price-spike' as const, factor: 3 },
    { at, end, kind: 'image-pull-failure' as const },
    { at, kind: 'instance-lost' as const },
  ];
  const fault = faults[dice(faults.length)] ?? { at, kind: 'instance-lost' as const };
  return { seq: 0, at: START, kind: 'fault', fault, principal: WHO };
}

function randomSubmit(dice: Dice, fargate: boolean, queues: number): (jobIds: string[]) => object {
  const [queue, kind, seconds, vcpus, code, size] = [
    dice(queues),
    dice(6),
    dice(200),
    1 + dice(3),
    dice(4),
    2 + dice(20),
  ];
  const depends = dice(1000);
  const environment = [
    ...(kind === 1 ? [] : [{ name: 'SIM_SECONDS', value: String(seconds / 4) }]),
    ...(kind === 2 ? [{ name: 'SIM_FAIL_ATTEMPTS', value: String(code) }] : []),
    ...(kind === 3 ? [{ name: 'SIM_EXIT_CODE', value: String(code) }] : []),
  ];
  return (jobIds) => {
    const jobId = jobIds[depends % Math.max(1, jobIds.length)];
    const needs = [
      ...(kind === 4 && jobId !== undefined ? [{ jobId }] : []),
      ...(kind === 5 && code === 0 ? [{ type: 'SEQUENTIAL' }] : []),
    ];
    return {
      jobName: 'job',
      jobQueue: `q${queue}`,
      jobDefinition: 'one',
      ...(kind === 5 ? { arrayProperties: { size } } : {}),
      ...(needs.length > 0 ? { dependsOn: needs } : {}),
      retryStrategy: { attempts: 1 + code },
      ...(seconds % 5 === 0 ? { timeout: { attemptDurationSeconds: 60 } } : {}),
      containerOverrides: {
        environment,
        ...(fargate ? {} : { resourceRequirements: [{ type: 'VCPU', value: String(vcpus) }] }),
      },
    };
  };
}

export function randomScenario(seed: number, timing: Timing): Scenario {
  const dice = diceOf(seed);
  const fargate = dice(4) === 0;
  const environments = 1 + dice(3);
  const queues = 1 + dice(3);
  const names = Array.from({ length: environments }, (_, at) => `e${at}`);
  const resource = (operation: string, input: object): Input => ({
    seq: 0,
    at: START,
    kind: 'resource',
    operation,
    input,
    principal: WHO,
  });
  const inputs: Input[] = names.map((name) =>
    resource('CreateComputeEnvironment', randomEnvironment(dice, name, fargate)),
  );
  for (let at = 0; at < queues; at++) {
    const order = names.slice(dice(environments)).concat(names[0] ?? 'e0');
    inputs.push(resource('CreateJobQueue', queueInput(`q${at}`, dice(3), [...new Set(order)])));
  }
  const definition = { ...definitionInput('one'), ...(fargate ? fargateProperties() : {}) };
  inputs.push(resource('RegisterJobDefinition', definition));
  for (let at = 0; at < dice(3); at++) inputs.push(randomFault(dice));
  const options = { file: 'random', hash: 'none', queue: 'q0' };
  inputs.push({ seq: 0, at: START, kind: 'workload', options, principal: WHO });
  const calls: Scenario['calls'] = [];
  for (let at = START, call = 0; call < 60; call++) {
    at += dice(40_000);
    const pick = dice(1000);
    const job = (jobIds: string[]) => ({
      jobId: jobIds[pick % Math.max(1, jobIds.length)] ?? 'none',
      reason: 'by dice',
    });
    const what = dice(8);
    if (what === 0) calls.push({ at, operation: 'TerminateJob', input: job });
    else if (what === 1) calls.push({ at, operation: 'CancelJob', input: job });
    else calls.push({ at, operation: 'SubmitJob', input: randomSubmit(dice, fargate, queues) });
  }
  const rows = randomRows(dice, 120, fargate ? 1 : 3, true);
  return {
    timing,
    inputs: inputs.map((input, at) => ({ ...input, seq: at + 1 })),
    rows,
    calls,
    end: START + 8_000_000,
  };
}

function fargateProperties(): object {
  return {
    platformCapabilities: ['FARGATE'],
    containerProperties: {
      image: 'busybox',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '2048' },
      ],
    },
  };
}
