import { z } from 'zod';
import { OPERATIONS_OF_API } from '@/lib/protocol';
import { withCheckedCalls } from './checked-calls';
import { parseDuration, parseTime } from './iso-time';
import { ScenarioError } from './scenario-error';

const duration = z.string().refine((text) => parseDuration(text) !== null, {
  error: 'must be an ISO 8601 duration, such as PT2H or P1DT30M',
});
const time = z.string().refine((text) => parseTime(text) !== null, {
  error: 'must be an ISO 8601 time with its zone, such as 2026-01-01T00:00:00Z',
});
const moment = z.string().refine((text) => parseDuration(text) !== null || parseTime(text) !== null, {
  error: 'must be a duration since startAt, such as PT2H, or a time, such as 2026-01-01T02:00:00Z',
});
const input = z.record(z.string(), z.unknown());
const name = z.string().min(1).max(255);
const types = z.array(z.string().min(1)).min(1);
const fraction = z.number().min(0).max(1);
const span = { at: moment, duration: duration.optional() };

const calls = {
  operations: z
    .array(z.enum([...OPERATIONS_OF_API.keys()]))
    .min(1)
    .optional(),
};

/** Faults that this machine carries out; the others of the format are refused by name. */
const FAULT_KINDS = [
  'spot-storm',
  'zone-lost',
  'capacity-out',
  'price-spike',
  'image-pull-failure',
  'instance-lost',
  'role-missing',
  'subnet-missing',
  'security-group-missing',
  'instance-profile-missing',
  'agent-not-joining',
  'api-throttled',
  'api-failing',
  'api-slow',
] as const;

const fault = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...span,
      kind: z.literal('spot-storm'),
      types: types.optional(),
      zones: types.optional(),
      fraction,
    }),
    z.strictObject({ ...span, kind: z.literal('zone-lost'), zone: name }),
    z.strictObject({
      ...span,
      kind: z.literal('capacity-out'),
      types: types.optional(),
      zones: types.optional(),
      purchase: z.enum(['ON_DEMAND', 'SPOT']).optional(),
    }),
    z.strictObject({ ...span, kind: z.literal('price-spike'), types: types.optional(), factor: z.number().positive() }),
    z.strictObject({
      ...span,
      kind: z.literal('image-pull-failure'),
      image: name.optional(),
      definition: name.optional(),
      reason: name.optional(),
    }),
    z.strictObject({ ...span, kind: z.literal('instance-lost'), instance: name.optional() }),
    z.strictObject({ ...span, kind: z.literal('role-missing'), role: name }),
    z.strictObject({ ...span, kind: z.literal('subnet-missing'), subnet: name }),
    z.strictObject({ ...span, kind: z.literal('security-group-missing'), securityGroup: name }),
    z.strictObject({ ...span, kind: z.literal('instance-profile-missing'), instanceProfile: name }),
    z.strictObject({ ...span, kind: z.literal('agent-not-joining'), environment: name.optional() }),
    z.strictObject({
      ...span,
      ...calls,
      kind: z.literal('api-throttled'),
      perSecond: z.number().positive().optional(),
    }),
    z.strictObject({ ...span, ...calls, kind: z.literal('api-failing'), fraction, status: z.int().min(400).max(599) }),
    z.strictObject({ ...span, ...calls, kind: z.literal('api-slow'), milliseconds: z.int().min(0).max(60_000) }),
  ],
  { error: `must be one of the kinds of fault that the simulator knows: ${FAULT_KINDS.join(', ')}` },
);

const timing = z.union(
  [z.literal('aws'), z.literal('ideal'), z.strictObject({ profile: z.literal('aws'), scale: z.number().positive() })],
  { error: 'must be "aws", "ideal", or { "profile": "aws", "scale": NUMBER }' },
);

const workload = z.strictObject({
  /** Name of the file; its rows are found by `hash` where one is given. */
  file: name,
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex')
    .optional(),
  queue: name,
  at: moment.optional(),
  limit: z.int().positive().optional(),
  timeScale: z.number().positive().optional(),
  memoryMibPerProcessor: z.int().positive().optional(),
  memory: z.literal('file').optional(),
  jobDefinition: name.optional(),
  retryStrategy: input.optional(),
});

const RATES = 'must be a number above 0, or 24 of them, one for each UTC hour of the day';
const perHour = z.union([z.number().positive(), z.array(z.number().min(0)).length(24, RATES)], {
  error: RATES,
});

/** Jobs that keep coming: groups of SubmitJob calls at seeded random moments. */
const arrivals = z.strictObject({
  name: name.optional(),
  from: moment.optional(),
  until: moment,
  perHour,
  /** SubmitJob inputs of one group, in order. `{n}` in a jobName is the group's number; a dependsOn jobId of `$0` is the group's first job. */
  jobs: z.array(input).min(1).max(50),
});

const call = z.strictObject({ at: moment, operation: name, input });

const faults = z.array(fault).max(10_000);

/** A scenario as its file holds it (DESIGN.md "A scenario"). */
const scenarioFile = z.strictObject({
  name: name.optional(),
  description: z.string().max(2000).optional(),
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1),
  timing: timing.default('aws'),
  startAt: time.optional(),
  prerun: duration.optional(),
  resources: z
    .array(z.strictObject({ operation: name, input }))
    .max(10_000)
    .default([]),
  workloads: z.array(workload).max(100).default([]),
  faults: faults.default([]),
  /** Calls of the API at given moments. */
  calls: z.array(call).max(100_000).default([]),
  arrivals: z.array(arrivals).max(1000).default([]),
});

export type ScenarioFile = z.infer<typeof scenarioFile>;
export type ScenarioWorkload = z.infer<typeof workload>;

export type ScenarioFault = z.infer<typeof fault>;

/** Parses what stands for a scenario's `faults`. Throws a ScenarioError that names the first member that is wrong, and why. */
export function parseFaults(value: unknown): ScenarioFault[] {
  const parsed = faults.safeParse(value);
  if (parsed.success) return parsed.data;
  throw refusal(parsed.error, 'The faults', ['faults']);
}

/** Parses what a scenario's JSON says. Throws a ScenarioError that names the first member that is wrong, and why. */
export function parseScenario(value: unknown): ScenarioFile {
  const parsed = scenarioFile.safeParse(value);
  if (parsed.success) return withCheckedCalls(parsed.data);
  throw refusal(parsed.error, 'The scenario', []);
}

function refusal(error: z.ZodError, whole: string, at: readonly PropertyKey[]): ScenarioError {
  const issue = error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : pathText([...at, ...issue.path]);
  const what = issue === undefined ? 'is not valid' : issueText(issue);
  return new ScenarioError(`${where === '' ? whole : `The scenario's ${where}`} ${what}.`);
}

/** Parses the text of a scenario's file. */
export function parseScenarioText(text: string): ScenarioFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(
      `The scenario is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  return parseScenario(value);
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `has no member ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  return issue.message.startsWith('must') ? issue.message : `is wrong: ${issue.message}`;
}
