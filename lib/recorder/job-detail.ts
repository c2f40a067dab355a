import type { DescribeServiceJobResponse, JobDetail } from '@aws-sdk/client-batch';
import { z } from 'zod';
import { isEmptyJson, isSameJson, maskSecrets, memberOf, recordOf } from '@/lib/batch';
import { runsOnArm } from '@/lib/history';

/** Facts of a definition that jobs are compared with and priced by. */
export interface DefinitionFacts {
  arm64: boolean;
  /** As history stores it: masked. */
  document: Record<string, unknown>;
}

export function definitionFacts(document: unknown): DefinitionFacts {
  return { arm64: runsOnArm(document), document: recordOf(document) };
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
  'eksAttempts',
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

const NO_DEFINITION: DefinitionFacts = { arm64: false, document: {} };

/** What JobDetail says of a job beyond its columns and its definition, secrets masked; null where that is nothing. */
export function storedDetail(detail: JobDetail, definition: DefinitionFacts = NO_DEFINITION): object | null {
  const known = definition.document;
  const other = membersBeyond(recordOf(detail), known, TOLD_ELSEWHERE);
  if (other.container !== undefined) {
    const properties = recordOf(known.containerProperties);
    other.container = membersBeyond(recordOf(detail.container), properties, CONTAINER_TOLD_ELSEWHERE);
  }
  return Object.keys(other).length === 0 ? null : detailBeyond(other, definition);
}

/** Members of a service job's document that move, or that both kinds of job have in columns or beside it. */
const SERVICE_TOLD_ELSEWHERE = new Set([...TOLD_ELSEWHERE, 'latestAttempt', 'scheduledAt', 'tags']);

/** What DescribeServiceJob says of a job beyond its columns, secrets masked, as a member of its own. */
export function storedService(service: DescribeServiceJobResponse): object {
  const kept = membersBeyond(recordOf(service), {}, SERVICE_TOLD_ELSEWHERE);
  const { document, masked } = maskSecrets(kept);
  const tags = isEmptyJson(service.tags) ? {} : { tags: service.tags };
  return {
    service: document,
    ...tags,
    ...(masked.length > 0 ? { masked: masked.map((path) => `service.${path}`) } : {}),
  };
}

/** Members that are not what is known: most jobs say little of their own, and only that is masked and looked at closely. */
function membersBeyond(
  told: Record<string, unknown>,
  known: Record<string, unknown>,
  elsewhere: ReadonlySet<string>,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(told)) {
    const value = told[name];
    if (!elsewhere.has(name) && !isEmptyJson(value) && !isSameJson(value, memberOf(known, name))) kept[name] = value;
  }
  return kept;
}

function detailBeyond(told: object, definition: DefinitionFacts): object | null {
  const { document, masked } = maskSecrets(told);
  const known = definition.document;
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    if (isEmptyJson(value) || isSameJson(value, memberOf(known, name))) continue;
    const rest = name === 'container' ? containerBeyond(value, known.containerProperties) : memberBeyond(name, value);
    if (!isEmptyJson(rest)) kept[name] = rest;
  }
  const hidden = masked.filter((path) => isKept(path, kept));
  if (hidden.length > 0) kept.masked = hidden;
  return Object.keys(kept).length === 0 ? null : kept;
}

function memberBeyond(name: string, value: unknown): unknown {
  if (name === 'retryStrategy' && isSameJson(value, { attempts: 1 })) return null;
  if (name === 'propagateTags' && value === false) return null;
  if (name !== 'arrayProperties') return value;
  const { size } = recordOf(value);
  return size === undefined ? null : { size };
}

/** Whether what was masked is still there: variables that the definition has too are not. */
function isKept(path: string, kept: Record<string, unknown>): boolean {
  const name = path.slice(path.lastIndexOf('.') + 1);
  if (!path.startsWith('container.environment.')) return true;
  return containerVariables.safeParse(kept).data?.container.environment.some((one) => one.name === name) ?? false;
}

function containerBeyond(container: unknown, properties: unknown): Record<string, unknown> {
  const known = recordOf(properties);
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(recordOf(container))) {
    if (CONTAINER_TOLD_ELSEWHERE.has(name) || isEmptyJson(value) || isSameJson(value, memberOf(known, name))) continue;
    kept[name] = name === 'environment' ? variablesBeyond(value, known.environment) : value;
  }
  return kept;
}

function variablesBeyond(variables: unknown, known: unknown): unknown {
  if (!Array.isArray(variables) || !Array.isArray(known)) return variables;
  return variables.filter((variable: unknown) => !known.some((one: unknown) => isSameJson(one, variable)));
}
