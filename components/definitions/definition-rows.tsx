import { visibleText } from '@/lib/batch';
import type { DefinitionRow } from '@/lib/history';
import { formatCount, formatMemory, formatNumber, formatPercent } from '../format/number';
import type { Filterable } from '../list/list-state';
import type { Column } from '../list/resource-table';
import { Link } from '../ui/link';
import { TimeText } from '../ui/time-text';
import { kindWord } from './definition-words';

/** A definition as its list has it. */
export type ListedDefinition = DefinitionRow & { id: string; filterable: Filterable };

export const definitionHref = (slug: string, name: string) => `/${slug}/definitions/${encodeURIComponent(name)}`;

const stateWord = ({ status }: DefinitionRow) => (status === 'ACTIVE' ? 'active' : 'deregistered');

/** What the list needs to filter, choose and act on a definition. */
export function listed(definition: DefinitionRow): ListedDefinition {
  const { name, tags, image } = definition;
  return {
    ...definition,
    id: name,
    filterable: {
      name,
      tags,
      state: stateWord(definition),
      kind: kindWord(definition),
      words: image === null ? [] : [image],
    },
  };
}

/** Where nothing in the address says otherwise: those last used first, then those never used by name. */
export function rankDefinitions(rows: readonly DefinitionRow[]): DefinitionRow[] {
  return [...rows].sort(
    (a, b) => (b.lastUsedAt ?? -1) - (a.lastUsedAt ?? -1) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

const sum = (rows: readonly DefinitionRow[], of: (row: DefinitionRow) => number) =>
  rows.reduce((total, row) => total + of(row), 0);

/** Fewer ended jobs than this give no share of failures to worry about. */
const N_MIN = 10;
const WORRYING = 0.05;

/** The list's answer: which definitions fail most. */
export function definitionsSentence(rows: readonly DefinitionRow[]): { first: string; trouble: string | null } {
  const active = rows.filter((row) => row.status === 'ACTIVE').length;
  const used = rows.filter((row) => row.ended > 0).length;
  const first = `${formatNumber(used)} of ${formatCount(active, 'active definition')} ended ${formatCount(
    sum(rows, (row) => row.ended),
    'job',
  )} in 7 days`;
  const failing = rows
    .filter((row) => row.ended >= N_MIN && row.failed / row.ended >= WORRYING)
    .sort((a, b) => b.failed / b.ended - a.failed / a.ended);
  const [worst] = failing;
  return {
    first,
    trouble:
      worst === undefined
        ? null
        : `${worst.name} failed ${formatPercent(worst.failed, worst.ended)} of its ${formatNumber(worst.ended)}`,
  };
}

function Changed({ change }: { change: DefinitionRow['lastChange'] }) {
  if (change === null) return <span className="text-tx3t">–</span>;
  return (
    <span className="text-tx2" title={change.by ?? undefined}>
      <TimeText at={change.at} style="ago" />
      {change.by !== null && `, ${change.by}`}
    </span>
  );
}

/** The columns of the list of definitions. */
export function definitionColumns(slug: string): Column<ListedDefinition>[] {
  return [...whatColumns(slug), ...HOW_COLUMNS];
}

function whatColumns(slug: string): Column<ListedDefinition>[] {
  return [
    {
      key: 'name',
      label: 'Definition',
      className: 'max-w-72 truncate',
      value: ({ name }) => name,
      cell: ({ name, revision, revisions }) => (
        <Link href={definitionHref(slug, name)} className="hover:underline" title={`${name}:${revision}`}>
          <span className="font-semibold text-tx0">{name}</span>
          <span className="font-mono text-12 text-tx2">:{revision}</span>
          {revisions > 1 && <span className="sr-only">, the newest of {formatCount(revisions, 'revision')}</span>}
        </Link>
      ),
    },
    { key: 'kind', label: 'Kind', className: 'text-tx2', value: kindWord, cell: kindWord },
    {
      key: 'image',
      label: 'Image',
      wide: true,
      className: 'max-w-56 truncate font-mono text-12 text-tx2',
      value: ({ image }) => image,
      cell: ({ image }) => (
        <span title={visibleText(image ?? '')}>
          {image === null ? '–' : visibleText(image.slice(image.lastIndexOf('/') + 1))}
        </span>
      ),
    },
    {
      key: 'vcpus',
      label: 'vCPU',
      isNumber: true,
      value: ({ vcpus }) => vcpus,
      cell: ({ vcpus, gpus }) => (
        <>
          {formatNumber(vcpus, 2)}
          {gpus !== null && gpus > 0 && <span className="text-tx2"> + {formatCount(gpus, 'GPU')}</span>}
        </>
      ),
    },
    {
      key: 'memory',
      label: 'Memory',
      isNumber: true,
      value: ({ memoryMib }) => memoryMib,
      cell: ({ memoryMib }) => formatMemory(memoryMib),
    },
  ];
}

/** How its jobs did, and when it was used and changed. */
const HOW_COLUMNS: readonly Column<ListedDefinition>[] = [
  {
    key: 'jobs',
    label: 'Jobs, 7 d',
    isNumber: true,
    className: 'font-semibold text-tx0',
    value: ({ ended }) => ended,
    cell: ({ ended }) => formatNumber(ended),
    total: (rows) => formatNumber(sum(rows, ({ ended }) => ended)),
  },
  {
    key: 'failed',
    label: 'Failed',
    glyph: 'FAILED',
    isNumber: true,
    value: ({ ended, failed }) => (ended === 0 ? null : failed / ended),
    cell: ({ ended, failed }) => (
      <span className={ended >= N_MIN && failed / ended >= WORRYING ? 'font-semibold text-badt' : ''}>
        {formatPercent(failed, ended)}
      </span>
    ),
    total: (rows) =>
      formatPercent(
        sum(rows, ({ failed }) => failed),
        sum(rows, ({ ended }) => ended),
      ),
  },
  {
    key: 'used',
    label: 'Last used',
    className: 'whitespace-nowrap',
    value: ({ lastUsedAt }) => lastUsedAt,
    cell: ({ lastUsedAt }) =>
      lastUsedAt === null ? <span className="text-tx3t">never</span> : <TimeText at={lastUsedAt} style="ago" />,
  },
  {
    key: 'changed',
    label: 'Last change',
    wide: true,
    className: 'max-w-56 truncate',
    value: ({ lastChange }) => lastChange?.at ?? null,
    cell: ({ lastChange }) => <Changed change={lastChange} />,
  },
];

/** Texts of a definition that its list's narrow rows show. */
export function narrowDefinition(row: ListedDefinition) {
  return {
    name: `${row.name}:${row.revision}`,
    second:
      row.status === 'ACTIVE'
        ? `${kindWord(row)}, ${formatNumber(row.vcpus, 2)} vCPU, ${formatMemory(row.memoryMib)}`
        : 'deregistered',
    number: row.ended === 0 ? '–' : `${formatPercent(row.failed, row.ended)} failed`,
  };
}
