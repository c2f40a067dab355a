import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ResourceKind } from '@/lib/batch';
import type { ChangeEffect, VersionMoves, VersionsPage } from '@/lib/history';
import type { ReadTarget } from '../data/queries';
import { readJson } from '../data/read';

/** Which resource's changes are shown. */
export interface ChangedResource {
  kind: ResourceKind;
  name: string;
}

const pathOf = ({ kind, name }: ChangedResource, rest = '') => `versions/${kind}/${encodeURIComponent(name)}${rest}`;

/** The edits of a resource, newest first. */
export function versionsQuery(target: ReadTarget, resource: ChangedResource) {
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'versions', resource.kind, resource.name] as const,
    queryFn: ({ signal }) => readJson<VersionsPage>(target.slug, pathOf(resource), { epoch: target.epoch }, signal),
    meta: { topics: ['resources'] },
  });
}

/** What AWS moved after an edit. */
export function movesQuery(target: ReadTarget, resource: ChangedResource, after: string) {
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'moves', resource.kind, resource.name, after] as const,
    queryFn: ({ signal }) =>
      readJson<VersionMoves>(target.slug, pathOf(resource, '/moves'), { epoch: target.epoch, after }, signal),
    meta: { topics: ['resources'] },
  });
}

/** The numbers since an edit, and before it. */
export function effectQuery(target: ReadTarget, resource: ChangedResource, version: string) {
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'effect', resource.kind, resource.name, version] as const,
    queryFn: ({ signal }) =>
      readJson<ChangeEffect>(target.slug, pathOf(resource, '/effect'), { epoch: target.epoch, version }, signal),
    meta: { topics: ['jobs', 'charges'], followsClock: true },
    placeholderData: keepPreviousData,
  });
}
