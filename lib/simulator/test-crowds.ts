import type { Fault, Input, Timing } from './index';
import { servicesScenario } from './service-jobs/test-scenario';
import { consumablesScenario } from './test-consumables';
import { START, WHO } from './test-machine';
import { managementCalls, missingRole } from './test-management';
import { type Dice, diceOf, randomRows, type Scenario } from './test-scenarios';

/** Random scenarios of all that the simulator has at once: what a soak runs by the hundred. */

const SERVICE_CALLS = 40;
const ROWS = 30;
/** One in so many of the base's calls: after every event all jobs are looked at, so half of them cost a quarter. */
const ONE_IN = 2;

function resource(operation: string, input: object): Input {
  return { seq: 0, at: START, kind: 'resource', operation, input, principal: WHO };
}

/** The queue and policy `fair` of service jobs under another name: container jobs have theirs. */
function renamed<Value>(value: Value): Value {
  const text = JSON.stringify(value).replaceAll('"fair"', '"lots"').replaceAll('/fair"', '/lots"');
  const again: Value = JSON.parse(text);
  return again;
}

const limitsOf = (dice: Dice) =>
  ['CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY', 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT'].map((reason) => ({
    reason,
    state: 'RUNNABLE',
    maxTimeSeconds: 600 + dice(600),
    action: 'CANCEL',
  }));

/** An unmanaged environment, and a queue that cancels what blocks it. */
function more(dice: Dice): Input[] {
  const role = 'arn:aws:iam::123456789012:role/batch';
  const environment = (name: string) => [{ order: 1, computeEnvironment: name }];
  const queue = { priority: 1, state: 'ENABLED' };
  return [
    resource('CreateComputeEnvironment', { computeEnvironmentName: 'own', type: 'UNMANAGED', serviceRole: role }),
    resource('CreateJobQueue', { ...queue, jobQueueName: 'own', computeEnvironmentOrder: environment('own') }),
    resource('CreateJobQueue', {
      ...queue,
      jobQueueName: 'limits',
      computeEnvironmentOrder: environment('flock'),
      jobStateTimeLimitActions: limitsOf(dice),
    }),
  ];
}

function faults(dice: Dice): Input[] {
  const at = START + dice(3_000_000);
  const end = at + 1 + dice(1_200_000);
  const all: Fault[] = [
    { at, end, kind: 'subnet-missing', subnet: 'subnet-1' },
    { at, end, kind: 'instance-profile-missing', instanceProfile: 'ecsInstanceRole' },
    { at, end, kind: 'capacity-out', purchase: 'ON_DEMAND' },
    { at, end, kind: 'zone-lost', zone: 'us-east-1b' },
    { at, kind: 'instance-lost' },
    { at, end, kind: 'agent-not-joining' },
    { at, end, kind: 'agent-not-joining', environment: 'flock' },
  ];
  const picked = all[dice(all.length)] ?? { at, kind: 'instance-lost' };
  return [{ seq: 0, at: START, kind: 'fault', fault: picked, principal: WHO }, missingRole(dice, 0)];
}

/** Jobs for the queues of `more`, some of which no environment can ever hold. */
function odd(dice: Dice): Scenario['calls'][number] {
  const [queue, vcpus, seconds] = [['own', 'limits', 'limits'][dice(3)], [1, 2, 400][dice(3)], dice(300)];
  const input = {
    jobName: 'odd',
    jobQueue: queue,
    jobDefinition: 'licensed',
    containerOverrides: {
      environment: [{ name: 'SIM_SECONDS', value: String(seconds) }],
      resourceRequirements: [{ type: 'VCPU', value: String(vcpus) }],
    },
    ...(dice(3) === 0 ? { arrayProperties: { size: 2 + dice(3) } } : {}),
  };
  return { at: START + dice(3_000_000), operation: 'SubmitJob', input: () => input };
}

/**
 * EC2, Spot, Fargate, unmanaged and service environments; queues first-in-first-out, by fair share and by quota share;
 * single jobs, arrays, multi-node and service jobs with dependencies, retries, timeouts and consumable resources; cancels,
 * terminates, updates, deletes and faults at random moments.
 */
export function crowdedScenario(seed: number, timing: Timing): Scenario {
  const base = consumablesScenario(seed, timing);
  const services = servicesScenario(seed, timing);
  const dice = diceOf(seed + 11_000);
  const isFargate = JSON.stringify(base.inputs).includes('"FARGATE');
  const inputs = [...base.inputs, ...renamed(services.inputs), ...more(dice), ...faults(dice)];
  const training = services.calls.slice(0, SERVICE_CALLS).map(({ input, ...call }) => ({
    ...call,
    input: (jobIds: string[]) => renamed(input(jobIds)),
  }));
  const own = base.calls.filter((_, at) => at % ONE_IN === 0);
  const calls = [...own, ...training, ...managementCalls(dice), ...Array.from({ length: 12 }, () => odd(dice))];
  // Inputs at the start go in the order of their moment.
  const ordered = inputs.toSorted((a, b) => a.at - b.at);
  return {
    timing,
    inputs: ordered.map((input, at) => ({ ...input, seq: at + 1 })),
    rows: randomRows(diceOf(seed + 12_000), ROWS, isFargate ? 1 : 3, true),
    calls: calls.toSorted((a, b) => a.at - b.at),
    end: base.end,
  };
}
