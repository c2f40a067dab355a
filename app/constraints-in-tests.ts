import { beforeAll, describe, expect, it } from 'vitest';
import {
  createComputeEnvironmentProblems,
  createConsumableResourceProblems,
  createJobQueueProblems,
  createSchedulingPolicyProblems,
  environmentUpdateBase,
  type JsonObject,
  type JsonValue,
  loadOperationShapes,
  type OperationShapes,
  type Problem,
  pathOf,
  policyUpdateBase,
  queueUpdateBase,
  registerJobDefinitionProblems,
  updateComputeEnvironmentProblems,
  updateJobQueueProblems,
  updateSchedulingPolicyProblems,
  withValueAt,
} from '@/lib/forms';
import { readInput } from '@/lib/protocol';
import { createSimulator, type Simulator } from '@/lib/simulator';

const WHO = { actor: 'tester', source: 'simulate' } as const;
export const HERE = 'arn:aws:batch:us-east-1:123456789012';
export const FORGED = 'arn:aws:batch:us-east-1:999999999999';
export const ABROAD = 'arn:aws:batch:eu-west-1:123456789012';

const NETWORK: JsonObject = { subnets: ['subnet-1'], securityGroupIds: ['sg-1'] };
export const EC2: JsonObject = {
  computeEnvironmentName: 'new',
  type: 'MANAGED',
  computeResources: {
    ...NETWORK,
    type: 'EC2',
    allocationStrategy: 'BEST_FIT_PROGRESSIVE',
    minvCpus: 0,
    maxvCpus: 16,
    instanceTypes: ['c5'],
    instanceRole: 'ecsInstanceRole',
  },
};
export const FARGATE: JsonObject = {
  computeEnvironmentName: 'new',
  type: 'MANAGED',
  computeResources: { ...NETWORK, type: 'FARGATE', maxvCpus: 16 },
};
export const UNMANAGED: JsonObject = {
  computeEnvironmentName: 'new',
  type: 'UNMANAGED',
  serviceRole: 'arn:aws:iam::123456789012:role/own',
};
export const QUEUE: JsonObject = { jobQueueName: 'new', priority: 1, computeEnvironmentOrder: order('ec2') };
export const POLICY: JsonObject = { name: 'new', fairsharePolicy: {} };

export function order(...names: string[]): JsonValue {
  return names.map((computeEnvironment, at) => ({ order: at + 1, computeEnvironment }));
}

/** What stands on the connection: each kind of environment, a queue, both kinds of policy. */
function world(): Simulator {
  const sim = createSimulator({ seed: 1, timing: 'ideal', startAt: 0, region: 'us-east-1', account: '123456789012' });
  const call = (operation: string, input: object) => {
    const answer = sim.call(operation, input, WHO);
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.message}`);
    sim.advance(sim.now() + 60_000);
  };
  call('CreateComputeEnvironment', { ...EC2, computeEnvironmentName: 'ec2' });
  call(
    'CreateComputeEnvironment',
    set({ ...EC2, computeEnvironmentName: 'arm' }, 'computeResources.instanceTypes', ['c6g']),
  );
  call('CreateComputeEnvironment', { ...FARGATE, computeEnvironmentName: 'fargate' });
  for (const name of ['a', 'b', 'c']) call('CreateComputeEnvironment', { ...EC2, computeEnvironmentName: name });
  call('CreateSchedulingPolicy', { name: 'fair', fairsharePolicy: {} });
  call('CreateSchedulingPolicy', { name: 'quota', quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } });
  call('CreateJobQueue', { ...QUEUE, jobQueueName: 'fifo' });
  call('CreateJobQueue', { ...QUEUE, jobQueueName: 'shared', schedulingPolicyArn: `${HERE}:scheduling-policy/fair` });
  return sim;
}

const AROUND = {
  environments: [
    ...['ec2', 'a', 'b', 'c'].map((name) => ({ name, type: 'EC2', status: 'VALID' }) as const),
    { name: 'arm', type: 'EC2', status: 'VALID' } as const,
    { name: 'fargate', type: 'FARGATE', status: 'VALID' } as const,
  ].map((one) => ({ ...one, arn: `${HERE}:compute-environment/${one.name}` })),
  policies: [`${HERE}:scheduling-policy/fair`],
};

export function set(document: JsonObject, path: string, value: JsonValue | undefined): JsonObject {
  return withValueAt(document, pathOf(path), value);
}

const QUEUE_BASE = queueUpdateBase({ ...QUEUE, jobQueueName: 'fifo', state: 'ENABLED' });
const FAIR_BASE = queueUpdateBase({
  ...QUEUE,
  jobQueueName: 'shared',
  state: 'ENABLED',
  schedulingPolicyArn: `${HERE}:scheduling-policy/fair`,
});

let shapes: OperationShapes;
let sim: Simulator;

beforeAll(async () => {
  shapes = await loadOperationShapes();
  sim = world();
});

type Rules = (document: JsonObject) => Problem[];
const RULES: Record<string, Rules> = {
  CreateComputeEnvironment: (document) => createComputeEnvironmentProblems(shapes, document),
  UpdateComputeEnvironment: (document) => {
    const base = document.computeEnvironment === 'fargate' ? FARGATE : EC2;
    return updateComputeEnvironmentProblems(shapes, document, environmentUpdateBase(base));
  },
  CreateJobQueue: (document) => createJobQueueProblems(shapes, document, AROUND),
  UpdateJobQueue: (document) => {
    const base = document.jobQueue === 'shared' ? FAIR_BASE : QUEUE_BASE;
    return updateJobQueueProblems(shapes, document, base, AROUND);
  },
  CreateConsumableResource: (document) => createConsumableResourceProblems(shapes, document),
  CreateSchedulingPolicy: (document) => createSchedulingPolicyProblems(shapes, document),
  UpdateSchedulingPolicy: (document) =>
    updateSchedulingPolicyProblems(shapes, document, policyUpdateBase({ arn: '', fairsharePolicy: {} })),
  RegisterJobDefinition: (document) => registerJobDefinitionProblems(shapes, document),
};

/** The member that breaks it, its value, and what AWS says. */
export type Row = [document: JsonObject, path: string, value: JsonValue | undefined, says: string];
export const many = <Item extends JsonValue>(count: number, of: (at: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => of(at));
const tags = (count: number): JsonObject => Object.fromEntries(many(count, (at) => `k${at}`).map((key) => [key, 'v']));
const BAD_NAMES = ['', 'two words', 'x'.repeat(129), '<b>', 'a/b', 'ä', '\u202egnp', 'a\nb', `${HERE}:x`];
export const named = (document: JsonObject, member: string, says: string): Row[] =>
  BAD_NAMES.map((name) => [document, member, name, says]);
export const tagged = (document: JsonObject): Row[] => [
  [document, 'tags', tags(51), 'maximum of 50'],
  [document, 'tags', { ['k'.repeat(129)]: '' }, 'between 1 and 128'],
  [document, 'tags', { '': 'x' }, 'between 1 and 128'],
  [document, 'tags', { k: 'v'.repeat(257) }, 'at most 256'],
  [document, 'tags', { 'AWS:x': '' }, 'reserved for AWS use'],
  [document, 'tags', { k: 1 }, 'must be a string'],
];

/** Each row is taken before it is broken, then refused by the form's rules, and by AWS in its words, without a trace. */
export function refuses(operation: string, rows: readonly Row[]): void {
  describe(`${operation} is refused, by the form and by AWS,`, () => {
    it.each(rows.map(([document, path, value, says]) => ({ says, path, value, document })))(
      'for $path: $says',
      ({ document, path, value, says }) => {
        const broken = set(document, path, value);
        expect(RULES[operation]?.(document), 'is right before').toEqual([]);
        expect(RULES[operation]?.(broken)).not.toEqual([]);
        const before = sim.stateHash();
        const read = readInput(operation, broken);
        const answer = read.ok ? sim.call(operation, read.input, WHO) : null;
        const message = read.ok ? (answer?.ok === false ? answer.error.message : 'taken') : read.message;
        expect(message).toContain(says);
        expect(sim.stateHash()).toBe(before);
      },
    );
  });
}
