'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { JOB_STATUSES, type JobStatus } from '@/lib/batch';
import type { JobsFacets } from '@/lib/history';
import { formatNumber } from '../format/number';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { controlClass } from '../ui/field';
import { Select } from '../ui/select';
import { STATE_WORD, StatusGlyph } from '../ui/status';
import { type JobFilters, NO_FILTERS } from './job-filters';

const ANY = '';
const SEVERAL = '\n';
const MOST_OPTIONS = 200;

/** The states as toggles, each with its count under the other filters. */
export function StateChips({
  counts,
  chosen,
  onChange,
}: {
  counts: Partial<Record<JobStatus, number>>;
  chosen: readonly JobStatus[];
  onChange: (status: JobStatus[]) => void;
}) {
  const shown = JOB_STATUSES.filter(
    (status) => status !== 'SCHEDULED' || (counts[status] ?? 0) > 0 || chosen.includes(status),
  );
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-1.5 max-md:bare-scroll max-md:flex-nowrap max-md:overflow-x-auto">
      <legend className="sr-only">States</legend>
      {shown.map((status) => {
        const isOn = chosen.includes(status);
        const count = counts[status] ?? 0;
        return (
          <button
            key={status}
            type="button"
            aria-pressed={isOn}
            onClick={() => onChange(isOn ? chosen.filter((one) => one !== status) : [...chosen, status])}
            className={classNames(
              'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control border px-2 text-12 transition-colors duration-120 hover:bg-bg2 focus-visible:-outline-offset-1 max-md:h-11 max-md:px-3',
              isOn ? 'border-ac bg-acs text-tx0' : 'border-ln text-tx2',
            )}
          >
            <StatusGlyph state={status} />
            {STATE_WORD[status]}
            <span className={classNames('num', count === 0 ? 'text-tx3t' : 'font-semibold text-tx0')}>
              {formatNumber(count)}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}

function ValueSelect({
  label,
  any,
  values,
  chosen,
  onChange,
}: {
  label: string;
  any: string;
  values: readonly { name: string; count: number }[];
  chosen: readonly string[];
  onChange: (values: string[]) => void;
}) {
  const [only] = chosen;
  const known = values.slice(0, MOST_OPTIONS);
  const missing = chosen.filter((name) => !known.some((value) => value.name === name));
  const options = [
    { value: ANY, label: any },
    ...(chosen.length > 1 ? [{ value: SEVERAL, label: `${chosen.length} ${label.toLowerCase()}s` }] : []),
    ...missing.map((name) => ({ value: name, label: name, note: '0' })),
    ...known.map(({ name, count }) => ({ value: name, label: name, note: formatNumber(count) })),
  ];
  return (
    <Select
      label={label}
      options={options}
      value={chosen.length > 1 ? SEVERAL : (only ?? ANY)}
      onChange={(value) => {
        if (value !== SEVERAL) onChange(value === ANY ? [] : [value]);
      }}
      className="min-w-0 max-w-64 overflow-hidden whitespace-nowrap max-md:basis-[calc(50%-4px)]"
    />
  );
}

function NameSearch({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [known, setKnown] = useState(value);
  // In the same pass as the filter, so that a text that was cleared is not sent again; what is typed since it was sent stays.
  if (known !== value) {
    setKnown(value);
    setSent(value);
    if (value !== sent) setText(value);
  }
  const send = (name: string) => {
    setSent(name);
    onChange(name);
  };
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => latest.current(text), 250);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <div className="relative min-w-40 flex-1 md:max-w-80 max-md:basis-full">
      <Search
        size={14}
        strokeWidth={1.75}
        className="pointer-events-none absolute left-2.5 top-1/2 -translate-y-1/2 text-tx3t"
        aria-hidden
      />
      <input
        type="search"
        aria-label="Name contains"
        placeholder="Name contains…"
        data-page-search
        maxLength={300}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text);
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className={controlClass(false, 'h-7 pl-8')}
      />
    </div>
  );
}

/** Name, queue, definition and states: every filter of the list, as the address has them. */
export function FilterBar({
  filters,
  facets,
  onChange,
}: {
  filters: JobFilters;
  facets: JobsFacets | undefined;
  onChange: (change: Partial<JobFilters>) => void;
}) {
  const isFiltered =
    filters.name !== '' || filters.status.length > 0 || filters.queue.length > 0 || filters.definition.length > 0;
  return (
    <search className="mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <NameSearch value={filters.name} onChange={(name) => onChange({ name })} />
        <ValueSelect
          label="Queue"
          any="Any queue"
          values={facets?.queues ?? []}
          chosen={filters.queue}
          onChange={(queue) => onChange({ queue })}
        />
        <ValueSelect
          label="Definition"
          any="Any definition"
          values={facets?.definitions ?? []}
          chosen={filters.definition}
          onChange={(definition) => onChange({ definition })}
        />
        {isFiltered && (
          <Button variant="quiet" onClick={() => onChange(NO_FILTERS)}>
            <X size={14} strokeWidth={1.75} aria-hidden />
            Clear filters
          </Button>
        )}
      </div>
      <StateChips counts={facets?.byStatus ?? {}} chosen={filters.status} onChange={(status) => onChange({ status })} />
    </search>
  );
}
