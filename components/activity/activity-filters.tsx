'use client';

import { X } from 'lucide-react';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { visibleText } from '@/lib/batch';
import type { ActivityFacets, ActivityQuery } from '@/lib/history';
import { Select } from '../ui/select';
import { actionWords } from './activity-words';

const RESULTS = ['succeeded', 'failed', 'unfinished'] as const;
const RANGES = ['1h', '24h', '7d', '30d'] as const;
const RANGE_MS: Readonly<Record<(typeof RANGES)[number], number>> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '7d': 7 * 86_400_000,
  '30d': 30 * 86_400_000,
};
const MINUTE_MS = 60_000;

/** The filters, as the URL holds them. */
export function useActivityFilters() {
  const [filters, set] = useQueryStates({
    actor: parseAsString,
    action: parseAsString,
    subject: parseAsString,
    result: parseAsStringLiteral(RESULTS),
    range: parseAsStringLiteral(RANGES),
  });
  return { filters, set };
}

export type ActivityFilters = ReturnType<typeof useActivityFilters>['filters'];

/** The query of the filters. A range begins at a whole minute, so that the same page is the same read for a while. */
export function queryOf({ actor, action, subject, result, range }: ActivityFilters, now: number): ActivityQuery {
  return {
    ...(actor !== null && { actor: [actor] }),
    ...(action !== null && { action: [action] }),
    ...(subject !== null && { subject }),
    ...(result !== null && { result: [result] }),
    ...(range !== null && { from: Math.floor((now - RANGE_MS[range]) / MINUTE_MS) * MINUTE_MS }),
  };
}

const ANY = '';
const RESULT_OPTIONS = [
  { value: ANY, label: 'Any result' },
  { value: 'succeeded', label: 'Done' },
  { value: 'failed', label: 'Refused or failed' },
  { value: 'unfinished', label: 'No end known' },
];
const RANGE_OPTIONS = [
  { value: ANY, label: 'All time' },
  { value: '1h', label: 'Last 1 h' },
  { value: '24h', label: 'Last 24 h' },
  { value: '7d', label: 'Last 7 d' },
  { value: '30d', label: 'Last 30 d' },
];

function optionsOf(any: string, chosen: string | null, known: readonly { value: string; label: string }[]) {
  const missing = chosen !== null && !known.some(({ value }) => value === chosen);
  return [{ value: ANY, label: any }, ...(missing ? [{ value: chosen, label: chosen }] : []), ...known];
}

const SELECT = 'min-w-0 max-w-64 overflow-hidden whitespace-nowrap';

/** Who, what, how it came out, since when; and the one thing it is about, where a page led here. */
export function ActivityFilterBar({
  facets,
  filters,
  onChange,
}: {
  facets: ActivityFacets | undefined;
  filters: ActivityFilters;
  onChange: (change: Partial<ActivityFilters>) => void;
}) {
  return (
    <search aria-label="Filters" className="flex min-w-0 flex-wrap items-center gap-2">
      {filters.subject !== null && (
        <span className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-control border border-ac bg-acs pl-2 text-12 text-tx1 max-md:h-11">
          about <strong className="min-w-0 truncate font-semibold text-tx0">{visibleText(filters.subject)}</strong>
          <button
            type="button"
            aria-label={`Not only ${visibleText(filters.subject)}`}
            onClick={() => onChange({ subject: null })}
            className="flex h-full min-w-6 items-center justify-center px-1 text-tx2 hover:text-tx0"
          >
            <X size={13} strokeWidth={1.75} aria-hidden />
          </button>
        </span>
      )}
      <Select
        label="Who"
        className={SELECT}
        options={optionsOf(
          'Anybody',
          filters.actor,
          (facets?.actors ?? []).map((value) => ({ value, label: value })),
        )}
        value={filters.actor ?? ANY}
        onChange={(value) => onChange({ actor: value === ANY ? null : value })}
      />
      <Select
        label="Did"
        className={SELECT}
        options={optionsOf(
          'Anything',
          filters.action,
          (facets?.actions ?? []).map((value) => ({ value, label: actionWords(value) })),
        )}
        value={filters.action ?? ANY}
        onChange={(value) => onChange({ action: value === ANY ? null : value })}
      />
      <Select
        label="Result"
        className={SELECT}
        options={RESULT_OPTIONS}
        value={filters.result ?? ANY}
        onChange={(value) => onChange({ result: RESULTS.find((one) => one === value) ?? null })}
      />
      <Select
        label="Since"
        className={SELECT}
        options={RANGE_OPTIONS}
        value={filters.range ?? ANY}
        onChange={(value) => onChange({ range: RANGES.find((one) => one === value) ?? null })}
      />
    </search>
  );
}
