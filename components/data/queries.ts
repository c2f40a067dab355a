import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { GuideKind, GuideView, OpenGuide } from '@/lib/guides';
import type {
  ConsumablePage,
  ConsumableRow,
  EnvironmentPage,
  EnvironmentRow,
  JobPage,
  JobsFacets,
  JobsPage,
  JobsQuery,
  Overview,
  PolicyRow,
  QueueFront,
  QueuePage,
  QueueRow,
  ServiceEnvironmentRow,
} from '@/lib/history';
import type { MetricSubject, SeriesResult } from '@/lib/metrics';
import { readJson } from './read';

/** Whose history a read is about. */
export interface ReadTarget {
  slug: string;
  epoch: number;
}

const keyOf = (target: ReadTarget, name: string, ...rest: readonly unknown[]) =>
  ['read', target.slug, target.epoch, name, ...rest] as const;

/** Everything on the Overview but its series. */
export function overviewQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: keyOf(target, 'overview'),
    queryFn: ({ signal }) => readJson<Overview>(target.slug, 'overview', { epoch: target.epoch }, signal),
    meta: { topics: ['jobs', 'resources', 'instances', 'waiting', 'charges'], followsClock: true },
  });
}

/** All queues with their counts and reasons. */
export function queuesQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: keyOf(target, 'queues'),
    queryFn: ({ signal }) => readJson<QueueRow[]>(target.slug, 'queues', { epoch: target.epoch }, signal),
    meta: { topics: ['jobs', 'resources', 'waiting'] },
  });
}

/** One queue: its environments and who is next. */
export function queueQuery(target: ReadTarget, name: string) {
  return queryOptions({
    queryKey: keyOf(target, 'queues', name),
    queryFn: ({ signal }) =>
      readJson<QueuePage>(target.slug, `queues/${encodeURIComponent(name)}`, { epoch: target.epoch }, signal),
    meta: { topics: ['jobs', 'resources', 'instances', 'waiting'] },
  });
}

const FRONT_EVERY_MS = 10_000;

/** Who is next in a queue as Batch tells it, asked for every 10 s: for a queue with a policy, in the epoch that runs. */
export function queueFrontQuery(target: ReadTarget, name: string) {
  return queryOptions({
    queryKey: keyOf(target, 'queue-front', name),
    queryFn: ({ signal }) =>
      readJson<QueueFront>(target.slug, `queues/${encodeURIComponent(name)}/front`, { epoch: target.epoch }, signal),
    refetchInterval: FRONT_EVERY_MS,
  });
}

/** All scheduling policies with the queues that use them. */
export function policiesQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: keyOf(target, 'policies'),
    queryFn: ({ signal }) => readJson<PolicyRow[]>(target.slug, 'policies', { epoch: target.epoch }, signal),
    meta: { topics: ['resources'] },
  });
}

const CONSUMABLES_EVERY_MS = 10_000;

/** All consumable resources; what is in use of each as Batch tells it, asked for every 10 s too. */
export function consumablesQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: keyOf(target, 'consumables'),
    queryFn: ({ signal }) => readJson<ConsumableRow[]>(target.slug, 'consumables', { epoch: target.epoch }, signal),
    meta: { topics: ['resources'] },
    refetchInterval: CONSUMABLES_EVERY_MS,
  });
}

/** All service environments. */
export function serviceEnvironmentsQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: keyOf(target, 'service-environments'),
    queryFn: ({ signal }) =>
      readJson<ServiceEnvironmentRow[]>(target.slug, 'service-environments', { epoch: target.epoch }, signal),
    meta: { topics: ['resources', 'jobs'] },
  });
}

/** One consumable resource, and the jobs that hold it and wait for it. */
export function consumableQuery(target: ReadTarget, name: string) {
  return queryOptions({
    queryKey: keyOf(target, 'consumables', name),
    queryFn: ({ signal }) =>
      readJson<ConsumablePage>(target.slug, `consumables/${encodeURIComponent(name)}`, { epoch: target.epoch }, signal),
    meta: { topics: ['jobs', 'resources'] },
    refetchInterval: CONSUMABLES_EVERY_MS,
  });
}

/** Guided deletes that are not over. */
export function openGuidesQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: keyOf(target, 'guides'),
    queryFn: ({ signal }) => readJson<OpenGuide[]>(target.slug, 'guides', { epoch: target.epoch }, signal),
    meta: { topics: ['guides'] },
  });
}

/** The newest guided delete of a queue or environment; `guide` is null where none was begun. */
export function guideQuery(target: ReadTarget, kind: GuideKind, name: string) {
  return queryOptions({
    queryKey: keyOf(target, 'guides', kind, name),
    queryFn: ({ signal }) =>
      readJson<{ guide: GuideView | null }>(
        target.slug,
        `guides/${kind}/${encodeURIComponent(name)}`,
        { epoch: target.epoch },
        signal,
      ),
    meta: { topics: ['guides', 'jobs', 'resources'] },
  });
}

/** All environments with vCPUs and prices. */
export function environmentsQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: keyOf(target, 'environments'),
    queryFn: ({ signal }) => readJson<EnvironmentRow[]>(target.slug, 'environments', { epoch: target.epoch }, signal),
    meta: { topics: ['jobs', 'resources', 'instances', 'charges'] },
  });
}

/** One environment: its instances and what happened to it. */
export function environmentQuery(target: ReadTarget, name: string) {
  return queryOptions({
    queryKey: keyOf(target, 'environments', name),
    queryFn: ({ signal }) =>
      readJson<EnvironmentPage>(
        target.slug,
        `environments/${encodeURIComponent(name)}`,
        { epoch: target.epoch },
        signal,
      ),
    meta: { topics: ['jobs', 'resources', 'instances'] },
  });
}

const filtersOf = (target: ReadTarget, query: JobsQuery) => ({
  epoch: target.epoch,
  status: query.status,
  queue: query.queue,
  definition: query.definition,
  name: query.name === '' ? undefined : query.name,
  parent: query.parent,
});

/** Pages of jobs, newest first, by keyset; `fetchNextPage` reads on. */
export function jobsQuery(target: ReadTarget, query: JobsQuery) {
  return infiniteQueryOptions({
    queryKey: keyOf(target, 'jobs', query),
    queryFn: ({ signal, pageParam }) =>
      readJson<JobsPage>(
        target.slug,
        'jobs',
        { ...filtersOf(target, query), limit: query.limit, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: JobsPage) => page.nextCursor,
    meta: { topics: ['jobs'] },
    placeholderData: keepPreviousData,
  });
}

/** Counts by state for the same filters, and the values each filter could take. */
export function facetsQuery(target: ReadTarget, query: JobsQuery) {
  const filters = filtersOf(target, { ...query, status: [] });
  return queryOptions({
    queryKey: keyOf(target, 'facets', filters),
    queryFn: ({ signal }) => readJson<JobsFacets>(target.slug, 'facets', filters, signal),
    meta: { topics: ['jobs'] },
    placeholderData: keepPreviousData,
  });
}

/** One job with its transitions, attempts, charges and why it waits. */
export function jobQuery(target: ReadTarget, id: string) {
  return queryOptions({
    queryKey: keyOf(target, 'job', id),
    queryFn: ({ signal }) =>
      readJson<JobPage>(target.slug, `jobs/${encodeURIComponent(id)}`, { epoch: target.epoch }, signal),
    meta: { topics: ['jobs', 'waiting', 'charges'] },
  });
}

/** What a chart asks for: the last `spanMs` of a subject. */
export interface SeriesWindow {
  subject: MetricSubject;
  names?: readonly string[];
  spanMs: number;
  /** Points a series. */
  points: number;
}

/** The series of a chart. `now` gives the end of the window, in ms of the connection's time, at each read. */
export function seriesQuery(target: ReadTarget, window: SeriesWindow, now: () => number) {
  return queryOptions({
    queryKey: keyOf(target, 'series', window),
    queryFn: ({ signal }) => {
      const to = now();
      return readJson<SeriesResult>(
        target.slug,
        'series',
        {
          epoch: target.epoch,
          subject: window.subject,
          names: window.names,
          from: to - window.spanMs,
          to,
          points: window.points,
        },
        signal,
      );
    },
    meta: { topics: ['samples'], followsClock: true },
    placeholderData: keepPreviousData,
  });
}
