import type { ResourceKind } from '@/lib/batch';

const KINDS: readonly ResourceKind[] = [
  'compute-environment',
  'job-queue',
  'job-definition',
  'scheduling-policy',
  'consumable-resource',
];

/** The kind that a segment of an address names, or null. */
export function resourceKind(segment: string | undefined): ResourceKind | null {
  return KINDS.find((kind) => kind === segment) ?? null;
}
