import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulator, type Principal, type Simulator } from '@/lib/simulator';
import { handle } from './handle';
import { OPERATIONS_OF_API, type Operation } from './routes';
import type { Member, Shape, StructureShape } from './shapes';

const principal: Principal = { actor: 'property', source: 'endpoint' };
const bytes = new TextEncoder();
const text = new TextDecoder();
/** A fixed sample; longer ones through the environment. */
const RUNS = Number(process.env.BATCHDECK_TEST_RUNS ?? 50);
const SEED = Number(process.env.BATCHDECK_TEST_SEED ?? 20260101);
const START = Date.UTC(2026, 0, 1);

const KNOWN_TEXTS = [
  'fleet',
  'tasks',
  'main',
  'quick',
  'quick:1',
  'RUNNING',
  'a',
  'b',
  'JOB_NAME',
  'sh',
  'sleep',
  '1',
  '2',
  '256',
  '512',
  '0.25',
  'Ref::x',
  'c5.large',
  'optimal',
  'arn:aws:batch:us-east-1:123456789012:job-queue/main',
  'AWS_BATCH_X',
  '*',
  '',
];
const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...KNOWN_TEXTS) },
  fc.string({ unit: 'binary', maxLength: 140 }),
);
const anyNumber = fc.oneof(
  fc.integer({ min: -2, max: 70 }),
  fc.integer(),
  fc.constantFrom(1000, 10_001, 2 ** 31, 2 ** 53 - 1),
);

function arbitraryOf(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'string':
      return anyText;
    case 'number':
      return anyNumber;
    case 'boolean':
      return fc.boolean();
    case 'list':
      return depth > 5 ? fc.constant([]) : fc.array(arbitraryOf(shape.of, depth + 1), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.oneof(anyText, fc.constant('__proto__')), arbitraryOf(shape.value, depth + 1), {
        maxKeys: 3,
      });
    case 'structure':
      return structure(shape, depth);
  }
}

function memberOf(member: Member, depth: number): fc.Arbitrary<unknown> {
  if (member.enumeration === undefined) return arbitraryOf(member.shape, depth + 1);
  const value = fc.constantFrom(...member.enumeration.values);
  return member.shape.kind === 'list' ? fc.array(value, { maxLength: 2 }) : value;
}

function structure(shape: StructureShape, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const kept = shape.members.filter((member) => member.required || depth < 4);
  return fc.record(Object.fromEntries(kept.map((member) => [member.name, memberOf(member, depth)])), {
    requiredKeys: kept.filter((member) => member.required).map((member) => member.name),
  });
}

const container = {
  image: 'i',
  command: ['sleep', '5'],
  resourceRequirements: [
    { type: 'VCPU', value: '1' },
    { type: 'MEMORY', value: '64' },
  ],
};
const network = { subnets: ['s'], securityGroupIds: ['g'] };

const QUEUE = 'arn:aws:batch:us-east-1:123456789012:job-queue/main';
const POLICY = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair';

/** Calls that are good in the world below: random members are laid over them, so that many get past the first check. */
const GOOD: Readonly<Record<string, object>> = {
  CreateComputeEnvironment: {
    computeEnvironmentName: 'b',
    type: 'MANAGED',
    computeResources: { type: 'FARGATE', maxvCpus: 4, ...network },
  },
  CreateJobQueue: {
    jobQueueName: 'b',
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
  },
  RegisterJobDefinition: { jobDefinitionName: 'b', type: 'container', containerProperties: container },
  SubmitJob: { jobName: 'j', jobQueue: 'main', jobDefinition: 'quick' },
  ListJobs: { jobQueue: 'main' },
  UpdateComputeEnvironment: { computeEnvironment: 'fleet' },
  UpdateJobQueue: { jobQueue: 'main' },
  DeleteComputeEnvironment: { computeEnvironment: 'spare' },
  DeleteJobQueue: { jobQueue: 'closed' },
  DeregisterJobDefinition: { jobDefinition: 'quick:1' },
  CreateSchedulingPolicy: { name: 'b', fairsharePolicy: { shareDistribution: [{ shareIdentifier: 'a*' }] } },
  UpdateSchedulingPolicy: { arn: POLICY, fairsharePolicy: { computeReservation: 10 } },
  DeleteSchedulingPolicy: { arn: POLICY },
  DescribeSchedulingPolicies: { arns: [POLICY] },
  ListSchedulingPolicies: {},
  CancelJobs: { jobs: ['a', 'b c'], reason: 'r' },
  TerminateJobs: { jobs: ['a'], reason: 'r' },
  GetJobQueueSnapshot: { jobQueue: 'main' },
  TagResource: { tags: { a: 'b' } },
  UntagResource: {},
  ListTagsForResource: {},
};

const ENVIRONMENT = {
  computeEnvironmentName: 'fleet',
  type: 'MANAGED',
  computeResources: {
    type: 'EC2',
    minvCpus: 0,
    maxvCpus: 16,
    instanceTypes: ['c5.large'],
    instanceRole: 'r',
    ...network,
  },
};

function request(operation: Operation, body: string | Uint8Array) {
  return {
    method: operation.method,
    path: operation.path.replace(/\{.*\}/, body.length % 4 === 0 ? 'arn%3Ax' : encodeURIComponent(QUEUE)),
    query: { tagKeys: ['a', 'team'] },
    headers: {},
    body: typeof body === 'string' ? bytes.encode(body) : body,
  };
}

function operationOf(name: string): Operation {
  const operation = OPERATIONS_OF_API.get(name);
  if (operation === undefined) throw new Error(`The API has no ${name}.`);
  return operation;
}

function makeWorld(): Simulator {
  const simulator = createSimulator({
    seed: 7,
    timing: 'aws',
    startAt: START,
    region: 'us-east-1',
    account: '123456789012',
  });
  for (const [name, body] of [
    ['CreateComputeEnvironment', ENVIRONMENT],
    ['CreateJobQueue', { ...GOOD.CreateJobQueue, jobQueueName: 'main' }],
    ['CreateSchedulingPolicy', { name: 'fair' }],
    ['CreateComputeEnvironment', { ...ENVIRONMENT, computeEnvironmentName: 'spare' }],
    ['UpdateComputeEnvironment', { computeEnvironment: 'spare', state: 'DISABLED' }],
    ['CreateJobQueue', { ...GOOD.CreateJobQueue, jobQueueName: 'closed' }],
    ['RegisterJobDefinition', { ...GOOD.RegisterJobDefinition, jobDefinitionName: 'quick' }],
    ['SubmitJob', GOOD.SubmitJob],
    ['SubmitJob', { ...GOOD.SubmitJob, jobQueue: 'closed' }],
    ['UpdateJobQueue', { jobQueue: 'closed', state: 'DISABLED' }],
  ] as const) {
    const { status } = handle(request(operationOf(name), JSON.stringify(body)), simulator, principal, 'r');
    if (status !== 200) throw new Error(`${name} was refused in the world of the test.`);
    simulator.advance(simulator.now() + 60_000);
  }
  return simulator;
}

const world = makeWorld();

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A broken body: a member taken out or put to something random, or no JSON at all. */
function broken(operation: Operation, good: object): fc.Arbitrary<string> {
  const members = operation.input.members.map((member) => member.name);
  const swapped = fc
    .tuple(fc.constantFrom('', ...members), fc.jsonValue({ maxDepth: 3 }))
    .map(([member, value]) => JSON.stringify({ ...good, [member]: value as Json }));
  const cut = fc.nat({ max: 40 }).map((length) => JSON.stringify(good).slice(0, length));
  return fc.oneof(swapped, cut, fc.json({ maxDepth: 4 }), fc.string({ unit: 'binary' }));
}

const call = fc.constantFrom(...OPERATIONS_OF_API.keys(), ...Object.keys(GOOD), ...Object.keys(GOOD)).chain((name) => {
  const operation = operationOf(name);
  const good = GOOD[name] ?? {};
  const memberNames = operation.input.members.map((member) => member.name);
  const laidOver = fc
    .tuple(
      structure(operation.input, 0),
      fc.shuffledSubarray(memberNames, { maxLength: Math.min(2, memberNames.length) }),
    )
    .map(([random, keep]) => ({ ...good, ...Object.fromEntries(keep.map((key) => [key, random[key]])) }));
  const valid = fc.oneof(structure(operation.input, 0), laidOver).map((body) => JSON.stringify(body));
  return fc.record({
    name: fc.constant(name),
    body: fc.oneof({ weight: 3, arbitrary: valid }, broken(operation, good)),
    wait: fc.constantFrom(0, 1000, 600_000),
  });
});

/** A refusal may bring out events that were due in the call's instant anyway; beyond those it leaves nothing. */
function expectUntouched(before: Simulator, after: Simulator): void {
  if (after.stateHash() === before.stateHash()) return;
  const instant = before.now() + 1;
  before.advance(instant);
  after.advance(instant);
  expect(after.stateHash()).toBe(before.stateHash());
}

describe('random requests, made from the SDK’s own schemas', () => {
  const readsOnly = /^(Describe|List|Get)/;
  const accepted = new Set<string>();
  let refused = 0;

  it('are answered in AWS’s shape; what is refused leaves the machine as it was', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 5, maxLength: 25 }), (calls) => {
        const simulator = world.fork();
        for (const { name, body, wait } of calls) {
          const before = simulator.fork();
          const response = handle(request(operationOf(name), body), simulator, principal, 'r');
          const answer: unknown = JSON.parse(text.decode(response.body));
          expect(answer).toBeTypeOf('object');
          if (response.status === 200) {
            accepted.add(name);
            expect(response.input === undefined).toBe(readsOnly.test(name));
          } else {
            refused += 1;
            expect(response.status).toBe(400);
            expect(response.headers['x-amzn-errortype']).toBe('ClientException');
            expect(answer).toEqual({ message: expect.stringMatching(/./) });
          }
          if (response.input === undefined) expectUntouched(before, simulator);
          simulator.advance(simulator.now() + wait);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect([...accepted]).toEqual(expect.arrayContaining(Object.keys(GOOD)));
    expect(refused).toBeGreaterThan(100);
  });
});
