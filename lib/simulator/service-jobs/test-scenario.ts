import type { WorkloadRows } from '@/lib/batch';
import type { Input, Timing } from '../index';
import { START, WHO } from '../test-machine';
import { type Dice, diceOf, randomRows, type Scenario } from '../test-scenarios';
import { limit, payload, QUOTA_POLICY, share, shareArn, TYPE } from '../test-services';

/** Random scenarios of service jobs: first-in-first-out, fair share and quota shares at once. */

const OTHER = 'ml.p4d.24xlarge';
const policyArn = (name: string): string => `arn:aws:batch:us-east-1:123456789012:scheduling-policy/${name}`;

function environment(name: string, capacityLimits: object[]): [string, object] {
  const serviceEnvironmentType = 'SAGEMAKER_TRAINING';
  return ['CreateServiceEnvironment', { serviceEnvironmentName: name, serviceEnvironmentType, capacityLimits }];
}

function queue(name: string, priority: number, sage: string, more: object = {}): [string, object] {
  const serviceEnvironmentOrder = [{ order: 1, serviceEnvironment: sage }];
  return ['CreateJobQueue', { jobQueueName: name, priority, serviceEnvironmentOrder, ...more }];
}

function resources(dice: Dice): [string, object][] {
  const strategy = (): string => ['RESERVE', 'LEND', 'LEND_AND_BORROW'][dice(3)] ?? '';
  const own = (name: string): [string, object] => {
    const kind = strategy();
    const borrowLimit = kind === 'LEND_AND_BORROW' && dice(2) === 0 ? { borrowLimit: 50 * dice(4) } : {};
    return [
      'CreateQuotaShare',
      share(name, 2 + dice(3), kind, {
        capacityLimits: [limit(2 + dice(3), TYPE), limit(1 + dice(2), OTHER)],
        resourceSharingConfiguration: { strategy: kind, ...borrowLimit },
        preemptionConfiguration: { inSharePreemption: dice(2) === 0 ? 'ENABLED' : 'DISABLED' },
      }),
    ];
  };
  const fairsharePolicy = { computeReservation: 20, shareDistribution: [{ shareIdentifier: 'a', weightFactor: 0.5 }] };
  return [
    environment('count', [limit(6 + dice(4))]),
    environment('sage', [limit(8 + dice(6), TYPE), limit(4, OTHER)]),
    ['CreateSchedulingPolicy', { name: 'fair', fairsharePolicy }],
    ['CreateSchedulingPolicy', { name: 'policy', ...QUOTA_POLICY }],
    queue('fifo', 2, 'count'),
    queue('fair', 1, 'count', { schedulingPolicyArn: policyArn('fair') }),
    queue('train', 1, 'sage', { schedulingPolicyArn: policyArn('policy') }),
    own('red'),
    own('green'),
    own('blue'),
  ];
}

function submit(dice: Dice): object {
  const [where, count, seconds, fails, type] = [dice(5), 1 + dice(3), dice(300), dice(4), dice(4)];
  const groups = [
    { InstanceGroupName: 'a', InstanceType: TYPE, InstanceCount: count },
    { InstanceGroupName: 'b', InstanceType: OTHER, InstanceCount: 1 },
  ];
  const more = type === 0 ? { ResourceConfig: { InstanceGroups: groups } } : {};
  const places = [
    { jobQueue: 'fifo' },
    { jobQueue: 'fair', shareIdentifier: ['a', 'b'][dice(2)] },
    ...['red', 'green', 'blue'].map((quotaShareName) => ({ jobQueue: 'train', quotaShareName })),
  ];
  return {
    jobName: 'train',
    serviceJobType: 'SAGEMAKER_TRAINING',
    serviceRequestPayload: payload(count, { SIM_SECONDS: seconds, SIM_FAIL_ATTEMPTS: fails === 0 ? 1 : 0 }, more),
    retryStrategy: { attempts: 2 },
    schedulingPriority: dice(3),
    ...(dice(4) === 0 ? { preemptionConfiguration: { preemptionRetriesBeforeTermination: dice(3) } } : {}),
    ...(dice(5) === 0 ? { timeoutConfig: { attemptDurationSeconds: 60 + dice(200) } } : {}),
    ...places[where],
  };
}

type Move = { operation: string; input: (jobIds: string[]) => object };

function move(dice: Dice): Move {
  const [kind, pick, name] = [dice(6), dice(1000), ['red', 'green', 'blue'][dice(3)] ?? ''];
  const job = (jobIds: string[]): string => jobIds[pick % Math.max(1, jobIds.length)] ?? 'none';
  if (kind === 0)
    return { operation: 'TerminateServiceJob', input: (jobIds) => ({ jobId: job(jobIds), reason: 'dice' }) };
  if (kind === 1) {
    return { operation: 'UpdateServiceJob', input: (ids) => ({ jobId: job(ids), schedulingPriority: pick % 4 }) };
  }
  if (kind === 2) {
    const capacityLimits = [limit(1 + dice(4), TYPE), limit(1 + dice(2), OTHER)];
    return { operation: 'UpdateQuotaShare', input: () => ({ quotaShareArn: shareArn(name), capacityLimits }) };
  }
  if (kind === 3) {
    const state = dice(3) === 0 ? 'DISABLED' : 'ENABLED';
    return { operation: 'UpdateServiceEnvironment', input: () => ({ serviceEnvironment: 'sage', state }) };
  }
  const operation = kind === 4 ? 'GetJobQueueSnapshot' : 'ListServiceJobs';
  return { operation, input: () => ({ jobQueue: 'train' }) };
}

/** Jobs for half an hour; then everything is switched on and given enough, so that all of them can end. */
export function servicesScenario(seed: number, timing: Timing): Scenario {
  const dice = diceOf(seed + 7000);
  const rows: WorkloadRows = randomRows(dice, 0, 1, false);
  const inputs = resources(dice).map(
    ([operation, input], at): Input => ({ seq: at + 1, at: START, kind: 'resource', operation, input, principal: WHO }),
  );
  inputs.push({
    seq: inputs.length + 1,
    at: START + 1,
    kind: 'fault',
    fault: { at: START + 400_000, end: START + 1_300_000, kind: 'capacity-out', types: [OTHER] },
    principal: WHO,
  });
  const calls: Scenario['calls'] = [];
  let at = START + 1000;
  for (let turn = 0; turn < 120; turn++) {
    at += dice(30_000);
    const asked = submit(dice);
    calls.push({ at, operation: 'SubmitServiceJob', input: () => asked });
    if (dice(2) === 0) calls.push({ at, ...move(dice) });
  }
  const enough = [limit(100, TYPE), limit(100, OTHER)];
  const last: [string, object][] = [
    [
      'UpdateServiceEnvironment',
      { serviceEnvironment: 'sage', state: 'ENABLED', capacityLimits: [limit(400, TYPE), limit(400, OTHER)] },
    ],
    ...['red', 'green', 'blue'].map((name): [string, object] => [
      'UpdateQuotaShare',
      { quotaShareArn: shareArn(name), capacityLimits: enough },
    ]),
  ];
  for (const [operation, input] of last) calls.push({ at: at + 120_000, operation, input: () => input });
  return { timing, inputs, rows, calls, end: at + 40 * 3_600_000 };
}
