import type { LastChange as ResourceChange } from '@/lib/history';
import { Link } from '../ui/link';
import { LastChange } from './cells';
import type { Column } from './resource-table';

/** The name of a resource, which leads to its page. */
export function nameColumn<Row extends { name: string }>(label: string, hrefOf: (name: string) => string): Column<Row> {
  return {
    key: 'name',
    label,
    className: 'max-w-64 truncate',
    value: ({ name }) => name,
    cell: ({ name }) => (
      <Link href={hrefOf(name)} className="font-semibold text-tx0 hover:underline" title={name}>
        {name}
      </Link>
    ),
  };
}

/** The last change of a resource, and who made it. */
export function changedColumn<Row extends { lastChange: ResourceChange | null }>(): Column<Row> {
  return {
    key: 'changed',
    label: 'Last change',
    wide: true,
    className: 'max-w-56 truncate',
    value: ({ lastChange }) => lastChange?.at ?? null,
    cell: ({ lastChange }) => <LastChange change={lastChange} />,
  };
}
