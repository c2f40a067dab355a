'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import type { EnvironmentRow, JobRow, QueueRow } from '@/lib/history';
import { useAccess } from '../access/access';
import { refusalFor } from '../access/refusal';
import { useConnection } from '../data/connection';
import { environmentsQuery, facetsQuery, jobsQuery, queuesQuery } from '../data/queries';
import { formatNumber, formatVcpus, shortenId } from '../format/number';
import { placesOf } from '../shell/places';
import { STATE_WORD } from '../ui/status';
import { matching, type PaletteEntry, type PaletteGroup, type PaletteQuery } from './entries';
import { pageActions } from './page-actions';

const MOST = 6;

/** What the palette shows for a query; jobs come from the server, all else is at hand. */
export function usePaletteGroups({ mode, text }: PaletteQuery): { groups: PaletteGroup[]; isSearching: boolean } {
  const by = mode === 'id' ? 'id' : mode === 'actions' ? null : 'name';
  const jobs = useJobs(useDeferredValue(text), by);
  // As the page was when the palette opened: the focus told which row is meant.
  const [onPage] = useState(pageActions);
  const actions = useActions();
  const places = usePlaces();
  const groups = useMemo(() => {
    const found: PaletteGroup[] = [];
    const add = (label: string, items: PaletteEntry[]) => items.length > 0 && found.push({ label, items });
    if (mode === 'all' || mode === 'actions') {
      add('Do, on this page', matching(onPage, text, MOST));
      add('Do', matching(actions, text, mode === 'actions' || text !== '' ? MOST : 3));
    }
    if (mode === 'all') add('Go to', matching(places, text, text === '' ? 9 : MOST));
    add(jobs.label, jobs.entries);
    return found;
  }, [mode, text, onPage, actions, places, jobs]);
  return { groups, isSearching: jobs.isSearching };
}

const CREATE = [
  { id: 'submit', label: 'Submit a job', path: '/jobs/new', permission: 'jobs.submit' },
  { id: 'new-environment', label: 'New environment', path: '/environments/new', permission: 'resources.write' },
  { id: 'new-queue', label: 'New queue', path: '/queues/new', permission: 'resources.write' },
  { id: 'new-definition', label: 'New definition', path: '/definitions/new', permission: 'resources.write' },
  { id: 'new-policy', label: 'New scheduling policy', path: '/queues/policies/new', permission: 'resources.write' },
] as const;

function useActions(): PaletteEntry[] {
  const { slug } = useConnection();
  const access = useAccess();
  return useMemo(
    () =>
      CREATE.map(({ id, label, path, permission }): PaletteEntry => {
        const why = refusalFor(access, permission);
        const note = why ?? 'Opens the form. Nothing is sent before you confirm there.';
        return { id, label, note, ...(why === null && { href: `/${slug}${path}` }) };
      }),
    [slug, access],
  );
}

function usePlaces(): PaletteEntry[] {
  const connection = useConnection();
  const { slug, kind } = connection;
  const queues = useQuery(queuesQuery(connection)).data;
  const environments = useQuery(environmentsQuery(connection)).data;
  return useMemo(
    () => [
      ...placesOf(kind).map(
        ({ name, path }): PaletteEntry => ({ id: `place ${name}`, label: name, href: `/${slug}${path}` }),
      ),
      { id: 'settings', label: 'Settings', also: 'people sessions connections password', href: '/settings' },
      { id: 'display', label: 'Theme, contrast, density, keys', hint: 'settings', href: '/settings/display' },
      ...(queues ?? []).map((queue) => queueEntry(slug, queue)),
      ...(environments ?? []).map((environment) => environmentEntry(slug, environment)),
    ],
    [slug, kind, queues, environments],
  );
}

function queueEntry(slug: string, queue: QueueRow): PaletteEntry {
  return {
    id: `queue ${queue.name}`,
    label: queue.name,
    hint: 'queue',
    href: `/${slug}/queues/${encodeURIComponent(queue.name)}`,
    facts: [
      { label: 'State', value: `${queue.state}, ${queue.status}` },
      { label: 'Priority', value: formatNumber(queue.priority) },
      { label: 'Waiting', value: formatNumber(queue.waiting) },
      { label: 'Running', value: formatNumber(queue.running) },
      { label: 'Environments', value: queue.environments.join(', ') },
    ],
  };
}

function environmentEntry(slug: string, environment: EnvironmentRow): PaletteEntry {
  const used = `${formatVcpus(environment.usedMilliVcpus)} of ${formatNumber(environment.maximumVcpus)} vCPU`;
  return {
    id: `environment ${environment.name}`,
    label: environment.name,
    hint: 'environment',
    href: `/${slug}/environments/${encodeURIComponent(environment.name)}`,
    facts: [
      { label: 'Kind', value: environment.type },
      { label: 'State', value: `${environment.state}, ${environment.status}` },
      { label: 'Used', value: used },
      { label: 'Queues', value: environment.queues.join(', ') || 'none' },
    ],
  };
}

function jobEntry(slug: string, job: JobRow): PaletteEntry {
  const status = job.array?.shown ?? job.status;
  return {
    id: `job ${job.id}`,
    label: job.name,
    hint: `${job.queue}, ${shortenId(job.id)}`,
    status,
    href: `/${slug}/jobs/${encodeURIComponent(job.id)}`,
    facts: [
      { label: 'State', value: STATE_WORD[status] },
      { label: 'Queue', value: job.queue },
      { label: 'Definition', value: job.definition },
      { label: 'Id', value: job.id },
    ],
  };
}

/** Jobs by a part of their name, or by the whole id. */
function useJobs(text: string, by: 'name' | 'id' | null) {
  const connection = useConnection();
  const isAsked = by !== null && text !== '';
  const query = by === 'id' ? { ids: [text], limit: 5 } : { name: text, limit: 5 };
  const page = useInfiniteQuery({ ...jobsQuery(connection, query), enabled: isAsked });
  const counts = useQuery({ ...facetsQuery(connection, { name: text }), enabled: isAsked && by === 'name' });
  const rows = page.data?.pages[0]?.rows;
  const total = counts.data?.total;
  return useMemo(() => {
    const found = isAsked ? (rows ?? []) : [];
    const entries = found.map((job) => jobEntry(connection.slug, job));
    if (by !== 'name' || total === undefined || total <= found.length || found.length === 0) {
      return { entries, label: 'Jobs', isSearching: isAsked && page.isFetching };
    }
    const href = `/${connection.slug}/jobs?name=${encodeURIComponent(text)}`;
    entries.push({ id: 'jobs all', label: `All ${formatNumber(total)} jobs with “${text}” in their name`, href });
    const label = `Jobs, ${found.length} of ${formatNumber(total)}`;
    return { entries, label, isSearching: page.isFetching };
  }, [isAsked, by, rows, total, text, connection.slug, page.isFetching]);
}
