import { useQuery } from '@tanstack/react-query';
import type { DependentJobs } from '@/lib/history';
import type { Consequence } from '../consequence/consequence';
import { useConnection } from '../data/connection';
import { readJson } from '../data/read';
import { formatNumber } from '../format/number';
import { jobHref } from './job-outcome';

/** Ids one read takes, and how many are looked at in all. */
const IDS_A_READ = 200;
const MOST_IDS = 1000;

async function read(slug: string, epoch: number, ids: readonly string[], signal: AbortSignal) {
  const known = new Map<string, string>();
  const first: DependentJobs['first'] = [];
  for (let from = 0; from < Math.min(ids.length, MOST_IDS); from += IDS_A_READ) {
    const some = ids.slice(from, from + IDS_A_READ);
    const found = await readJson<DependentJobs>(slug, 'dependents', { epoch, ids: some }, signal);
    first.push(...found.first.filter(({ id }) => !known.has(id)));
    for (const id of found.ids) known.set(id, id);
  }
  const own = new Set(ids);
  return {
    count: [...known.keys()].filter((id) => !own.has(id)).length,
    first: first.filter(({ id }) => !own.has(id)),
  };
}

/** What would fail with these jobs, as the dialog says it; nothing while `isAsked` is false. */
export function useDependents(ids: readonly string[], isAsked: boolean): Pick<Consequence, 'facts' | 'dependents'> {
  const { slug, epoch } = useConnection();
  const { data, error } = useQuery({
    queryKey: ['dependents', slug, epoch, ids],
    queryFn: ({ signal }) => read(slug, epoch, ids, signal),
    enabled: isAsked && ids.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!isAsked || ids.length === 0) return {};
  const label =
    ids.length > MOST_IDS
      ? `Jobs that depend on the first ${formatNumber(MOST_IDS)} and would fail`
      : 'Jobs that depend on these and would fail';
  const value = error !== null ? 'not known' : data === undefined ? 'counting…' : formatNumber(data.count);
  if (data === undefined || data.count === 0) return { facts: [{ label, value }] };
  const items = data.first.slice(0, 5).map(({ id, name }) => ({ label: name, href: jobHref(slug, id) }));
  return {
    facts: [{ label, value }],
    dependents: [{ title: 'They would fail with these', items, more: data.count - items.length }],
  };
}
