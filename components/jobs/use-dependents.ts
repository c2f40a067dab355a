import { useQuery } from '@tanstack/react-query';
import type { DependentJobs, RunningCost } from '@/lib/history';
import type { Consequence, ConsequenceFact } from '../consequence/consequence';
import { portions } from '../consequence/consequence';
import { useConnection } from '../data/connection';
import { readJson } from '../data/read';
import { formatNumber } from '../format/number';
import { lostWords } from './job-act-words';
import { jobHref } from './job-outcome';

/** Ids that one read takes. */
const IDS_A_READ = 200;

async function read(slug: string, epoch: number, ids: readonly string[], signal: AbortSignal) {
  const answers = await Promise.all(
    portions(ids, IDS_A_READ).map((some) =>
      readJson<DependentJobs & { running: RunningCost }>(slug, 'dependents', { epoch, ids: some }, signal),
    ),
  );
  const own = new Set(ids);
  const dependents = new Set(answers.flatMap((answer) => answer.ids).filter((id) => !own.has(id)));
  const first = new Map(answers.flatMap((answer) => answer.first.map((job) => [job.id, job] as const)));
  const sum = (of: (running: RunningCost) => number) => answers.reduce((all, { running }) => all + of(running), 0);
  return {
    count: dependents.size,
    first: [...first.values()].filter(({ id }) => dependents.has(id)),
    running: {
      attempts: sum(({ attempts }) => attempts),
      unknown: sum(({ unknown }) => unknown),
      nanoUsd: answers.reduce((all, { running }) => all + BigInt(running.nanoUsd), 0n),
    },
  };
}

/**
 * What ending these jobs takes with it, as the dialog says it: the jobs that would fail with them, and where what runs is ended
 * (`endsRunning`) what was paid for that so far. Nothing while `isAsked` is false.
 */
export function useDependents(
  ids: readonly string[],
  isAsked: boolean,
  endsRunning: boolean,
): Pick<Consequence, 'facts' | 'dependents'> {
  const { slug, epoch } = useConnection();
  const { data, error } = useQuery({
    queryKey: ['dependents', slug, epoch, ids],
    queryFn: ({ signal }) => read(slug, epoch, ids, signal),
    enabled: isAsked && ids.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!isAsked || ids.length === 0) return {};
  const known = (value: string | undefined) => (error !== null ? 'not known' : (value ?? 'counting…'));
  const facts: ConsequenceFact[] = [
    { label: 'Jobs that depend on these and would fail', value: known(data && formatNumber(data.count)) },
    ...(endsRunning
      ? [{ label: 'Paid so far for what runs, and lost', value: known(data && lostWords(data.running)) }]
      : []),
  ];
  if (data === undefined || data.count === 0) return { facts };
  const items = data.first.slice(0, 5).map(({ id, name }) => ({ label: name, href: jobHref(slug, id) }));
  return { facts, dependents: [{ title: 'They would fail with these', items, more: data.count - items.length }] };
}
