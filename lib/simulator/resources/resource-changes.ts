import type { ResourceChange, ResourceKind } from '@/lib/batch';
import { atOf, type Core } from '../core';

/** Tells a new version of a resource, or its end (`document` null). */
export function emitResource(
  core: Core,
  resourceKind: ResourceKind,
  arn: string,
  name: string,
  document: object | null,
  edit: boolean,
): void {
  const seq = ++core.counters.changeSeq;
  if (core.sink === null) return;
  const by = edit ? core.instant.principal : null;
  const change: ResourceChange = {
    kind: 'resource',
    seq,
    at: atOf(core),
    arn,
    resourceKind,
    name,
    document,
    edit,
    ...(by !== null ? { by: { actor: by.actor, source: by.source } } : {}),
  };
  core.sink(change);
}
