import { isSameJson, maskSecrets, type ResourceChange, type ResourceKind, recordOf, storedJson } from '@/lib/batch';
import type { KnownResource } from './known-job';
import type { SeenKind } from './poll-resources';

/** A change that has no sequence yet. */
export type ResourceStep = Omit<ResourceChange, 'seq'>;

/** Members that AWS moves by itself, at the top of a document and within `computeResources`. */
const MOVED_BY_AWS = new Set(['status', 'statusReason']);
const MOVED_WITHIN = new Set(['desiredvCpus']);
const BETWEEN = new Set(['CREATING', 'UPDATING', 'DELETING']);

interface Held {
  kind: string;
  name: string;
  /** Masked as history has it. */
  document: Record<string, unknown>;
}

function asStored(document: object): Record<string, unknown> {
  const parsed: unknown = JSON.parse(storedJson(maskSecrets(document).document));
  return recordOf(parsed);
}

function without(record: Record<string, unknown>, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)));
}

/** What a person set of a document. */
function edited(document: Record<string, unknown>): Record<string, unknown> {
  const top = without(document, MOVED_BY_AWS);
  if (top.computeResources === undefined) return top;
  return { ...top, computeResources: without(recordOf(top.computeResources), MOVED_WITHIN) };
}

/** The resources as they were last seen. From a whole listing of a kind it tells what is new, changed and gone. No I/O. */
export class ResourceBook {
  private readonly held = new Map<string, Held>();

  restore(resources: readonly KnownResource[]): void {
    for (const { arn, kind, name, document } of resources) {
      this.held.set(arn, { kind, name, document: recordOf(document) });
    }
  }

  /** Names of the container queues that jobs can be in. */
  queues(): string[] {
    return [...this.held.values()]
      .filter(({ kind, document }) => kind === 'job-queue' && document.jobQueueType !== 'SAGEMAKER_TRAINING')
      .map(({ name }) => name);
  }

  /** Whether something is on its way from one state to another, and should be looked at again soon. */
  isMoving(): boolean {
    return [...this.held.values()].some(
      ({ kind, document }) => kind !== 'job-definition' && BETWEEN.has(String(document.status)),
    );
  }

  count(kind: ResourceKind): number {
    return [...this.held.values()].filter((one) => one.kind === kind).length;
  }

  totalOf(arn: string): number | null {
    const total = this.held.get(arn)?.document.totalQuantity;
    return typeof total === 'number' ? total : null;
  }

  /** ARNs of definitions in force that a listing of those in force does not have any more. */
  deregistered(seen: SeenKind): string[] {
    const there = new Set(seen.resources.map(({ arn }) => arn));
    return [...this.held]
      .filter(([arn, { kind, document }]) => kind === seen.kind && document.status === 'ACTIVE' && !there.has(arn))
      .map(([arn]) => arn);
  }

  /** Takes what a listing shows. `isWhole`: what it leaves out is gone. `isFirst`: nothing of it is an edit that was seen. */
  take(seen: SeenKind, { isWhole, isFirst }: { isWhole: boolean; isFirst: boolean }): ResourceStep[] {
    const steps: ResourceStep[] = [];
    const there = new Set<string>();
    for (const { kind, arn, name, document } of seen.resources) {
      there.add(arn);
      if (document === null) continue;
      const now = asStored(document);
      const before = this.held.get(arn)?.document;
      if (before !== undefined && isSameJson(before, now)) continue;
      this.held.set(arn, { kind, name, document: now });
      const edit = before === undefined ? !isFirst : !isSameJson(edited(before), edited(now));
      steps.push({ kind: 'resource', at: seen.seenAt, arn, resourceKind: kind, name, document, edit });
    }
    if (!isWhole) return steps;
    for (const [arn, { kind, name }] of [...this.held]) {
      if (kind !== seen.kind || there.has(arn)) continue;
      this.held.delete(arn);
      steps.push({ kind: 'resource', at: seen.seenAt, arn, resourceKind: seen.kind, name, document: null, edit: true });
    }
    return steps;
  }
}
