import { visibleText } from '@/lib/batch';
import { formatCount } from '../format/number';
import { type Filterable, type ListFilters, NO_LIST_FILTERS, passes } from './list-state';

const WORDS: Readonly<Record<keyof ListFilters, string>> = { q: 'text', state: 'state', kind: 'kind', tag: 'tag' };

/** No row passes the filters: what they are, and which one taken away brings how many rows. */
export function NoRowPasses({
  noun,
  all,
  filters,
  onChange,
}: {
  noun: string;
  all: readonly { filterable: Filterable }[];
  filters: ListFilters;
  onChange: (filters: ListFilters) => void;
}) {
  const set = (['q', 'state', 'kind', 'tag'] as const).filter((key) => filters[key] !== '');
  const ways = set.map((key) => {
    const without = { ...filters, [key]: '' };
    return { key, without, count: all.filter(({ filterable }) => passes(filterable, without)).length };
  });
  const best = [...ways].sort((a, b) => b.count - a.count);
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center text-13 text-tx2">
      <p className="text-15 font-semibold text-tx0">No {noun} matches.</p>
      {best.map(({ key, without, count }) => (
        <p key={key}>
          Without the {WORDS[key]} <code className="break-all text-12">{visibleText(filters[key])}</code>{' '}
          <button type="button" className="link min-h-6" onClick={() => onChange(without)}>
            {formatCount(count, noun)} match{count === 1 ? 'es' : ''}
          </button>
          .
        </p>
      ))}
      {best.length > 1 && (
        <button type="button" className="link min-h-6" onClick={() => onChange(NO_LIST_FILTERS)}>
          Clear filters
        </button>
      )}
    </div>
  );
}
