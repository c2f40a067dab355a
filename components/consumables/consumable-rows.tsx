import type { ConsumableRow } from '@/lib/history';
import { formatNumber } from '../format/number';
import { changedColumn, nameColumn } from '../list/columns';
import type { Filterable } from '../list/list-state';
import type { Column } from '../list/resource-table';
import { consumableHref } from './consumable-href';

/** A consumable resource as its list has it. */
export type ListedConsumable = ConsumableRow & { id: string; filterable: Filterable };

/** What becomes of its units, in a word or two. */
export const kindWord = ({ isReplenishable }: Pick<ConsumableRow, 'isReplenishable'>): string =>
  isReplenishable ? 'comes back' : 'is used up';

export function listedConsumable(consumable: ConsumableRow): ListedConsumable {
  const { name, tags, definitions } = consumable;
  return {
    ...consumable,
    id: name,
    filterable: { name, tags, state: '', kind: kindWord(consumable), words: definitions },
  };
}

const unit = (value: number | null): string => (value === null ? '–' : formatNumber(value));

/** The columns of the list of consumable resources. */
export function consumableColumns(slug: string): Column<ListedConsumable>[] {
  return [
    nameColumn('Consumable resource', (name) => consumableHref(slug, name)),
    { key: 'kind', label: 'After a job', value: kindWord, cell: kindWord },
    {
      key: 'free',
      label: 'Free',
      isNumber: true,
      value: ({ availableQuantity }) => availableQuantity,
      cell: ({ availableQuantity }) => (
        <span className={availableQuantity === 0 ? 'text-warn' : undefined}>{unit(availableQuantity)}</span>
      ),
    },
    {
      key: 'used',
      label: 'In use',
      isNumber: true,
      value: ({ inUseQuantity }) => inUseQuantity,
      cell: ({ inUseQuantity }) => unit(inUseQuantity),
    },
    {
      key: 'total',
      label: 'Total',
      isNumber: true,
      value: ({ totalQuantity }) => totalQuantity,
      cell: ({ totalQuantity }) => formatNumber(totalQuantity),
    },
    {
      key: 'definitions',
      label: 'Definitions that need it',
      className: 'max-w-72 truncate',
      wide: true,
      value: ({ definitions }) => definitions.length,
      cell: ({ definitions }) =>
        definitions.length === 0 ? (
          <span className="text-tx3t">none</span>
        ) : (
          <span title={definitions.join(', ')}>{definitions.join(', ')}</span>
        ),
    },
    changedColumn(),
  ];
}

/** Texts of a consumable resource that its list's narrow rows show. */
export function narrowConsumable(row: ListedConsumable) {
  const free = row.availableQuantity === null ? 'not known' : formatNumber(row.availableQuantity);
  return { name: row.name, second: kindWord(row), number: `${free} of ${formatNumber(row.totalQuantity)} free` };
}
