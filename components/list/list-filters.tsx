'use client';

import { ListFilter, X } from 'lucide-react';
import { formatNumber } from '../format/number';
import { Button } from '../ui/button';
import { controlClass } from '../ui/field';
import { Select } from '../ui/select';
import { choicesOf, type Filterable, type ListFilters, NO_LIST_FILTERS, tagsOf } from './list-state';

const MOST_OPTIONS = 200;

function Choice({
  label,
  choices,
  value,
  onChange,
}: {
  label: string;
  choices: readonly { name: string; count: number }[];
  value: string;
  onChange: (value: string) => void;
}) {
  if (choices.length === 0 && value === '') return null;
  const isMissing = value !== '' && !choices.some(({ name }) => name === value);
  return (
    <Select
      label={label}
      className="min-w-0 max-w-56 overflow-hidden whitespace-nowrap max-md:flex-1"
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: `Any ${label.toLowerCase()}` },
        ...(isMissing ? [{ value, label: value, note: '0' }] : []),
        ...choices.slice(0, MOST_OPTIONS).map(({ name, count }) => ({
          value: name,
          label: name,
          note: formatNumber(count),
        })),
      ]}
    />
  );
}

/** The filter box and the selects of a list. `rows` are all of them: they give the values. */
export function ListFilterBar({
  rows,
  filters,
  hints,
  hasKinds = true,
  onChange,
}: {
  rows: readonly Filterable[];
  filters: ListFilters;
  /** What the box finds, beside names: `state, kind, tag`. */
  hints: string;
  hasKinds?: boolean;
  onChange: (change: Partial<ListFilters>) => void;
}) {
  const isFiltered = Object.values(filters).some((value) => value !== '');
  return (
    <search className="flex flex-wrap items-center gap-2 max-md:w-full">
      <div className="relative w-72 max-md:w-full">
        <ListFilter
          size={14}
          strokeWidth={1.75}
          className="pointer-events-none absolute left-2.5 top-1/2 -translate-y-1/2 text-tx3t"
          aria-hidden
        />
        <input
          type="search"
          aria-label="Filter"
          placeholder={`Name, ${hints}…`}
          data-page-search
          maxLength={300}
          value={filters.q}
          onChange={(event) => onChange({ q: event.target.value })}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className={controlClass(false, 'h-7 pl-8')}
        />
      </div>
      <Choice
        label="State"
        choices={choicesOf(rows, ({ state }) => (state === '' ? [] : [state]))}
        value={filters.state}
        onChange={(state) => onChange({ state })}
      />
      {hasKinds && (
        <Choice
          label="Kind"
          choices={choicesOf(rows, ({ kind }) => [kind])}
          value={filters.kind}
          onChange={(kind) => onChange({ kind })}
        />
      )}
      <Choice label="Tag" choices={choicesOf(rows, tagsOf)} value={filters.tag} onChange={(tag) => onChange({ tag })} />
      {isFiltered && (
        <Button variant="quiet" onClick={() => onChange(NO_LIST_FILTERS)}>
          <X size={14} strokeWidth={1.75} aria-hidden />
          Clear filters
        </Button>
      )}
    </search>
  );
}
