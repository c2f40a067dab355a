import type { may } from '@/lib/access';
import { batchArn } from '@/lib/batch';
import type { Incoming, ServedConnection } from '../contract';

type Permission = Parameters<typeof may>[1];

const SUBMITS = new Set(['SubmitJob', 'SubmitServiceJob']);
const ENDS = /^(Cancel|Terminate)(Service)?Jobs?$/;

/** What a key's role must include for an operation; the same as the portal asks for the same act. */
export function permissionOf(operation: string): Permission {
  if (/^(Describe|List|Get)/.test(operation)) return 'read';
  if (SUBMITS.has(operation)) return 'jobs.submit';
  return ENDS.test(operation) ? 'jobs.end' : 'resources.write';
}

/** Members that name what a write is about, and the kind of resource in its ARN. */
const NAMED = [
  ['jobDefinition', 'job-definition'],
  ['jobDefinitionName', 'job-definition'],
  ['jobQueue', 'job-queue'],
  ['jobQueueName', 'job-queue'],
  ['computeEnvironment', 'compute-environment'],
  ['computeEnvironmentName', 'compute-environment'],
  ['jobId', 'job'],
] as const;

/** The ARN that a refusal names: of the first resource that the request names, else `*`. */
export function resourceOf({ body, path }: Incoming, place: ServedConnection): string {
  if (path.startsWith('/v1/tags/')) return readable(path.slice('/v1/tags/'.length));
  const input = parsed(body);
  for (const [member, kind] of NAMED) {
    const value = input[member];
    if (typeof value === 'string') return value.startsWith('arn:') ? value : batchArn(place, kind, value);
  }
  return '*';
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '*';
  }
}

function parsed(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
