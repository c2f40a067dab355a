import type { JobDetail } from '@aws-sdk/client-batch';
import { z } from 'zod';
import { maskSecrets } from '@/lib/batch';

/** Facts of a definition that jobs are compared with and priced by. */
export interface DefinitionFacts {
  arm64: boolean;
  /** As history stores it: masked. */
  document: Record<string, unknown>;
}

const record = z.record(z.string(), z.unknown());
const onArm = z.object({
  containerProperties: z.object({ runtimePlatform: z.object({ cpuArchitecture: z.literal('ARM64') }) }),
});

export function definitionFacts(document: unknown): DefinitionFacts {
  return { arm64: onArm.safeParse(document).success, document: record.catch({}).parse(document) };
}

const containerVariables = z.object({ container: z.object({ environment: z.array(z.object({ name: z.string() })) }) });

/** Members that have columns or rows of their own. */
const TOLD_ELSEWHERE = new Set([
  'jobArn',
  'jobId',
  'jobName',
  'jobQueue',
  'jobDefinition',
  'status',
  'statusReason',
  'createdAt',
  'startedAt',
  'stoppedAt',
  'attempts',
  'isCancelled',
  'isTerminated',
  'shareIdentifier',
]);
const CONTAINER_TOLD_ELSEWHERE = new Set([
  'taskArn',
  'containerInstanceArn',
  'logStreamName',
  'exitCode',
  'reason',
  'networkInterfaces',
  'resourceRequirements',
  'vcpus',
  'memory',
]);

const MOST_KNOWN = 1000;
const NO_DEFINITION: DefinitionFacts = { arm64: false, document: {} };
/** What was stored for what jobs of a definition say: most of them say the same. */
const knownDetails = new WeakMap<DefinitionFacts, Map<string, object | null>>();

/**
 * What JobDetail says of a job beyond its columns and its definition, secrets masked; null where that is nothing. Equal
 * jobs share one object: do not change it.
 */
export function storedDetail(detail: JobDetail, definition: DefinitionFacts = NO_DEFINITION): object | null {
  const told: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(detail)) if (!TOLD_ELSEWHERE.has(name)) told[name] = value;
  const key = JSON.stringify(told);
  let known = knownDetails.get(definition);
  if (known === undefined) {
    known = new Map();
    knownDetails.set(definition, known);
  }
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const stored = detailBeyond(told, definition);
  known.set(key, stored);
  return stored;
}

function detailBeyond(told: object, definition: DefinitionFacts): object | null {
  const { document, masked } = maskSecrets(told);
  const known = definition.document;
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    if (isEmpty(value) || isSame(value, known[name])) continue;
    const rest = name === 'container' ? containerBeyond(value, known.containerProperties) : memberBeyond(name, value);
    if (!isEmpty(rest)) kept[name] = rest;
  }
  const hidden = masked.filter((path) => isKept(path, kept));
  if (hidden.length > 0) kept.masked = hidden;
  return Object.keys(kept).length === 0 ? null : kept;
}

function memberBeyond(name: string, value: unknown): unknown {
  if (name === 'retryStrategy' && isSame(value, { attempts: 1 })) return null;
  if (name === 'propagateTags' && value === false) return null;
  if (name !== 'arrayProperties') return value;
  const { size } = record.catch({}).parse(value);
  return size === undefined ? null : { size };
}

/** Whether what was masked is still there: variables that the definition has too are not. */
function isKept(path: string, kept: Record<string, unknown>): boolean {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (!path.startsWith('container.environment.')) return true;
  return containerVariables.safeParse(kept).data?.container.environment.some((one) => one.name === name) ?? false;
}

function containerBeyond(container: unknown, properties: unknown): Record<string, unknown> {
  const known = record.catch({}).parse(properties);
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record.catch({}).parse(container))) {
    if (CONTAINER_TOLD_ELSEWHERE.has(name) || isEmpty(value) || isSame(value, known[name])) continue;
    kept[name] = name === 'environment' ? variablesBeyond(value, known[name]) : value;
  }
  return kept;
}

function variablesBeyond(variables: unknown, known: unknown): unknown {
  if (!Array.isArray(variables) || !Array.isArray(known)) return variables;
  return variables.filter((variable: unknown) => !known.some((one: unknown) => isSame(one, variable)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** Deep equality of JSON, in which an absent member is like an empty one. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const right = new Map<string, unknown>(Object.entries(b));
  for (const [name, value] of Object.entries(a)) {
    if (!isSame(value, right.get(name))) return false;
    right.delete(name);
  }
  return [...right.values()].every(isEmpty);
}
