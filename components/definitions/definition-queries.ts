import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DefinitionList, DefinitionPage, RevisionEffect, RevisionSeries } from '@/lib/history';
import type { ReadTarget } from '../data/queries';
import { readJson } from '../data/read';

const keyOf = (target: ReadTarget, ...rest: readonly unknown[]) =>
  ['read', target.slug, target.epoch, ...rest] as const;
const pathOf = (name: string, rest = '') => `definitions/${encodeURIComponent(name)}${rest}`;

/** All definitions by name. */
export function definitionsQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: keyOf(target, 'definitions'),
    queryFn: ({ signal }) => readJson<DefinitionList>(target.slug, 'definitions', { epoch: target.epoch }, signal),
    meta: { topics: ['jobs', 'resources'] },
  });
}

/** One definition with its revisions and who uses it. */
export function definitionQuery(target: ReadTarget, name: string) {
  return queryOptions({
    queryKey: keyOf(target, 'definitions', name),
    queryFn: ({ signal }) => readJson<DefinitionPage>(target.slug, pathOf(name), { epoch: target.epoch }, signal),
    meta: { topics: ['jobs', 'resources'] },
  });
}

/** The documents of a few revisions. */
export function documentsQuery(target: ReadTarget, name: string, revisions: readonly number[]) {
  return queryOptions({
    queryKey: keyOf(target, 'definition-documents', name, revisions),
    queryFn: ({ signal }) =>
      readJson<{ revision: number; document: object }[]>(
        target.slug,
        pathOf(name, '/documents'),
        { epoch: target.epoch, revision: revisions.map(String) },
        signal,
      ),
    meta: { topics: ['resources'] },
  });
}

/** How the jobs of a few revisions did. */
export function effectsQuery(target: ReadTarget, name: string, revisions: readonly number[]) {
  return queryOptions({
    queryKey: keyOf(target, 'definition-effects', name, revisions),
    queryFn: ({ signal }) =>
      readJson<RevisionEffect[]>(
        target.slug,
        pathOf(name, '/effects'),
        { epoch: target.epoch, revision: revisions.map(String) },
        signal,
      ),
    meta: { topics: ['jobs', 'charges'] },
    placeholderData: keepPreviousData,
  });
}

/** Jobs by revision over time. */
export function revisionSeriesQuery(target: ReadTarget, name: string) {
  return queryOptions({
    queryKey: keyOf(target, 'definition-series', name),
    queryFn: ({ signal }) =>
      readJson<RevisionSeries>(target.slug, pathOf(name, '/series'), { epoch: target.epoch }, signal),
    meta: { topics: ['jobs'] },
    placeholderData: keepPreviousData,
  });
}
