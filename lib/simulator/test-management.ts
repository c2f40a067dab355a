import type { Input, Timing } from './index';
import { environmentInput, queueInput, START, WHO } from './test-machine';
import { type Dice, diceOf, randomScenario, type Scenario } from './test-scenarios';

type Call = Omit<Scenario['calls'][number], 'at'>;

const ARN = 'arn:aws:batch:us-east-1:123456789012';
const POLICY = `${ARN}:scheduling-policy/fair`;
const DAY_MS = 7_000_000;
/** Most jobs of a random scenario come and run before. */
const BUSY_MS = 1_300_000;
const NEVER_BEST_FIT = { allocationStrategy: 'BEST_FIT_PROGRESSIVE' };

function plain(operation: string, input: object): Call {
  return { operation, input: () => input };
}

/** Some of what an infrastructure update may change, and how jobs on the old instances end. */
function infrastructure(dice: Dice): object {
  const minutes = 1 + dice(4);
  const changes = [
    { instanceTypes: [['c5', 'm5.large', 'optimal'][dice(3)] ?? 'c5'] },
    { type: 'SPOT', bidPercentage: 30 + dice(71) },
    { type: 'EC2', allocationStrategy: 'BEST_FIT_PROGRESSIVE' },
    { subnets: ['subnet-1', 'subnet-2', 'subnet-3'].slice(dice(3)), tags: { k: String(dice(9)) } },
    { type: 'SPOT', allocationStrategy: 'SPOT_CAPACITY_OPTIMIZED', maxvCpus: 8 + dice(20) },
    { updateToLatestImageVersion: true },
  ];
  const updatePolicy = { terminateJobsOnUpdate: dice(4) === 0, jobExecutionTimeoutMinutes: minutes };
  return { computeResources: changes[dice(changes.length)], updatePolicy };
}

function ofEnvironment(dice: Dice, name: string): Call {
  const state = dice(3) === 0 ? 'ENABLED' : 'DISABLED';
  switch (dice(7)) {
    case 0:
      return plain('DeleteComputeEnvironment', { computeEnvironment: name });
    case 1:
      return plain(
        'CreateComputeEnvironment',
        environmentInput(name, { ...NEVER_BEST_FIT, maxvCpus: 2 + dice(20), minvCpus: dice(3) }),
      );
    case 2:
    case 3:
    case 4:
      return plain('UpdateComputeEnvironment', { computeEnvironment: name, ...infrastructure(dice) });
    default:
      return plain('UpdateComputeEnvironment', { computeEnvironment: name, state });
  }
}

function ofQueue(dice: Dice, name: string, environments: string[]): Call {
  const state = dice(3) === 0 ? 'ENABLED' : 'DISABLED';
  const { computeEnvironmentOrder } = { computeEnvironmentOrder: [], ...queueInput(name, 1, environments) };
  switch (dice(5)) {
    case 0:
      return plain('DeleteJobQueue', { jobQueue: name });
    case 1:
      return plain('CreateJobQueue', queueInput(name, dice(3), environments));
    case 2:
      return plain('UpdateJobQueue', { jobQueue: name, computeEnvironmentOrder });
    default:
      return plain('UpdateJobQueue', { jobQueue: name, state });
  }
}

function ofJobs(dice: Dice): Call {
  const [first, second, kind] = [dice(1000), dice(1000), dice(3)];
  const pick = (jobIds: string[], at: number) => jobIds[at % Math.max(1, jobIds.length)] ?? 'none';
  if (kind === 0) {
    const input = (jobIds: string[]) => ({
      resourceArn: `${ARN}:job/${pick(jobIds, first)}`,
      tags: { k: `${second}` },
    });
    return { operation: 'TagResource', input };
  }
  const jobs = (jobIds: string[]) => ({ jobs: [pick(jobIds, first), pick(jobIds, second), 'no id'], reason: 'bulk' });
  return { operation: kind === 1 ? 'CancelJobs' : 'TerminateJobs', input: jobs };
}

function ofPolicy(dice: Dice): Call {
  switch (dice(3)) {
    case 0:
      return plain('CreateSchedulingPolicy', { name: 'fair' });
    case 1:
      return plain('UpdateSchedulingPolicy', { arn: POLICY, fairsharePolicy: { computeReservation: dice(99) } });
    default:
      return plain('DeleteSchedulingPolicy', { arn: POLICY });
  }
}

function randomCall(dice: Dice): Call {
  const environments = ['e0', 'e1', 'e2'];
  const environment = environments[dice(3)] ?? 'e0';
  const queue = `q${dice(3)}`;
  const kind = dice(10);
  if (kind < 3) return ofEnvironment(dice, environment);
  if (kind < 6) return ofQueue(dice, queue, environments.slice(dice(3)));
  if (kind < 8) return ofJobs(dice);
  if (kind === 8) return ofPolicy(dice);
  return plain('TagResource', { resourceArn: `${ARN}:job-queue/${queue}`, tags: { k: String(dice(5)) } });
}

export function missingRole(dice: Dice, seq: number): Input {
  const at = START + dice(DAY_MS);
  const fault = { kind: 'role-missing' as const, role: 'AWSServiceRoleForBatch', at, end: at + 1 + dice(600_000) };
  return { seq, at: START, kind: 'fault', fault, principal: WHO };
}

/** All queues and environments go, in the order that AWS wants, and come back. */
function demolition(dice: Dice, from: number): Scenario['calls'] {
  const calls: Scenario['calls'] = [];
  for (const name of ['0', '1', '2']) {
    const [queue, environment] = [`q${name}`, `e${name}`];
    const step = (seconds: number, call: Call) => calls.push({ at: from + seconds * 1000 + dice(500), ...call });
    step(0, plain('UpdateJobQueue', { jobQueue: queue, state: 'DISABLED' }));
    step(0, plain('UpdateComputeEnvironment', { computeEnvironment: environment, state: 'DISABLED' }));
    step(100, plain('DeleteJobQueue', { jobQueue: queue }));
    step(250, plain('DeleteComputeEnvironment', { computeEnvironment: environment }));
    step(
      400,
      plain('CreateComputeEnvironment', environmentInput(environment, { ...NEVER_BEST_FIT, maxvCpus: 4 + dice(20) })),
    );
    step(500, plain('CreateJobQueue', queueInput(queue, dice(3), [environment])));
  }
  return calls;
}

/** What operators make, change, switch off, delete and tag of queues `q0`-`q2` on environments `e0`-`e2`. */
export function managementCalls(dice: Dice): Scenario['calls'] {
  const calls = demolition(dice, START + 500_000 + dice(1_500_000));
  for (let call = 0; call < 100; call++) calls.push({ at: START + dice(DAY_MS), ...randomCall(dice) });
  for (let call = 0; call < 30; call++) {
    const input = { computeEnvironment: `e${dice(3)}`, ...infrastructure(dice) };
    calls.push({ at: START + dice(BUSY_MS), ...plain('UpdateComputeEnvironment', input) });
  }
  return calls;
}

/** A random scenario in whose midst operators work on what it stands on. */
export function randomManagement(seed: number, timing: Timing): Scenario {
  const scenario = randomScenario(seed, timing);
  const dice = diceOf(seed + 3000);
  const calls = [...scenario.calls, ...managementCalls(dice)].sort((a, b) => a.at - b.at);
  return { ...scenario, calls, inputs: [...scenario.inputs, missingRole(dice, scenario.inputs.length + 1)] };
}
