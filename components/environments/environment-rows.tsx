import { CirclePause } from 'lucide-react';
import type { EnvironmentRow, QueueRow, WaitingReason } from '@/lib/history';
import type { Consequence } from '../consequence/consequence';
import { formatMoney, parseNanoUsd } from '../format/money';
import { formatCount, formatNumber, formatPercent, formatVcpus } from '../format/number';
import { changedColumn, nameColumn } from '../list/columns';
import type { Filterable } from '../list/list-state';
import type { Column } from '../list/resource-table';
import { VerdictTag } from '../queues/verdict-tag';
import { nameOrCount } from '../resource-acts/act';
import { VcpuBar } from '../ui/bars';
import { Money } from '../ui/money-text';
import { environmentVerdict, hasInstances, KIND_WORD, queuesWithout, totalsOf, waitingFor } from './environment-words';

/** An environment as its list has it. */
export type ListedEnvironment = EnvironmentRow & { id: string; filterable: Filterable };

export const environmentHref = (slug: string, name: string) => `/${slug}/environments/${encodeURIComponent(name)}`;

/** What the list needs to filter, choose and act on an environment. */
export function listedEnvironment(environment: EnvironmentRow, reasons: readonly WaitingReason[]): ListedEnvironment {
  const { name, tags, queues, type } = environment;
  return {
    ...environment,
    id: name,
    filterable: {
      name,
      tags,
      state: environmentVerdict(environment, reasons).word,
      kind: KIND_WORD[type],
      words: [...queues, environment.statusReason ?? ''],
    },
  };
}

function Numbers({ used, provisioned, maximum }: { used: number; provisioned: number | null; maximum: number }) {
  return (
    <>
      <span className="text-tx0">{formatVcpus(used)}</span>
      <span className="text-tx2">
        {' '}
        {provisioned !== null && `/ ${formatNumber(provisioned)} `}/ {formatNumber(maximum)}
      </span>
    </>
  );
}

type EnvironmentColumn = Column<ListedEnvironment>;

function capacityColumns(tellsCapacity: boolean): EnvironmentColumn[] {
  return [
    {
      key: 'vcpu',
      label: 'vCPU',
      wide: true,
      className: 'w-32',
      value: ({ usedMilliVcpus, maximumVcpus }) => (maximumVcpus === 0 ? null : usedMilliVcpus / maximumVcpus),
      cell: (row) => (
        <VcpuBar
          used={row.usedMilliVcpus / 1000}
          provisioned={tellsCapacity ? row.provisionedVcpus : row.usedMilliVcpus / 1000}
          asked={tellsCapacity ? (row.desiredVcpus ?? 0) : 0}
          maximum={row.maximumVcpus}
        />
      ),
    },
    {
      key: 'used',
      label: tellsCapacity ? 'Used, up, maximum' : 'Used, maximum',
      isNumber: true,
      value: ({ usedMilliVcpus }) => usedMilliVcpus,
      cell: (row) => (
        <Numbers
          used={row.usedMilliVcpus}
          provisioned={tellsCapacity ? row.provisionedVcpus : null}
          maximum={row.maximumVcpus}
        />
      ),
      total: (rows) => {
        const { used, provisioned, maximum } = totalsOf(rows);
        return <Numbers used={used} provisioned={tellsCapacity ? provisioned : null} maximum={maximum} />;
      },
    },
    {
      key: 'instances',
      label: 'Instances',
      isNumber: true,
      wide: true,
      value: (row) => (hasInstances(row) ? row.instances : null),
      cell: (row) => (hasInstances(row) ? formatNumber(row.instances) : '–'),
      total: (rows) => formatNumber(totalsOf(rows).instances),
    },
  ];
}

/** The columns of the list of environments. */
export function environmentColumns(
  slug: string,
  reasons: readonly WaitingReason[],
  tellsCapacity: boolean,
): EnvironmentColumn[] {
  const columns = allColumns(slug, reasons, tellsCapacity);
  return tellsCapacity ? columns : columns.filter(({ key }) => !OF_CAPACITY.has(key));
}

/** Columns of what is up and what it costs. */
const OF_CAPACITY = new Set(['instances', 'cost', 'idle']);

function allColumns(slug: string, reasons: readonly WaitingReason[], tellsCapacity: boolean): EnvironmentColumn[] {
  return [
    nameColumn('Environment', (name) => environmentHref(slug, name)),
    {
      key: 'kind',
      label: 'Kind',
      className: 'text-tx2 whitespace-nowrap',
      value: ({ type }) => KIND_WORD[type],
      cell: ({ type }) => KIND_WORD[type],
    },
    {
      key: 'state',
      label: 'State, since when',
      value: (row) => environmentVerdict(row, reasons).word,
      cell: (row) => <VerdictTag {...environmentVerdict(row, reasons)} />,
    },
    ...capacityColumns(tellsCapacity),
    {
      key: 'waiting',
      label: 'Wait for it',
      isNumber: true,
      className: 'font-semibold text-tx0',
      value: (row) => waitingFor(row, reasons),
      cell: (row) => (waitingFor(row, reasons) === 0 ? '–' : formatNumber(waitingFor(row, reasons))),
    },
    {
      key: 'cost',
      label: 'Cost',
      isNumber: true,
      value: ({ nanoUsdPerHour }) => (nanoUsdPerHour === null ? null : Number(nanoUsdPerHour)),
      cell: ({ nanoUsdPerHour }) => <Money nanoUsd={nanoUsdPerHour} per="/h" />,
      total: (rows) => {
        const { nanoUsdPerHour } = totalsOf(rows);
        return nanoUsdPerHour === null ? '–' : `${formatMoney(nanoUsdPerHour)}/h`;
      },
    },
    {
      key: 'idle',
      label: 'Idle, unused, 24 h',
      isNumber: true,
      wide: true,
      value: ({ idleNanoUsd }) => (idleNanoUsd === null ? null : Number(idleNanoUsd)),
      cell: (row) => (hasInstances(row) ? <Money nanoUsd={row.idleNanoUsd} /> : '–'),
      total: (rows) => formatMoney(idleSum(rows)),
    },
    changedColumn(),
  ];
}

/** What the environments paid for capacity that no job had; null where one's is not known. */
function idleSum(rows: readonly EnvironmentRow[]): bigint | null {
  return rows.reduce<bigint | null>(
    (sum, { idleNanoUsd }) => (sum === null || idleNanoUsd === null ? null : sum + parseNanoUsd(idleNanoUsd)),
    0n,
  );
}

/** What disabling environments means: what runs goes on, and which queues have no other. */
export function disablingEnvironments(
  slug: string,
  rows: readonly EnvironmentRow[],
  environments: readonly EnvironmentRow[],
  queues: readonly QueueRow[],
): Consequence {
  const what = nameOrCount(rows, 'environment');
  const used = rows.reduce((sum, { usedMilliVcpus }) => sum + usedMilliVcpus, 0);
  const paid = rows.map(({ nanoUsdPerHour }) => parseNanoUsd(nanoUsdPerHour));
  const left = queuesWithout(rows, environments, queues);
  const href = (name: string) => `/${slug}/queues/${encodeURIComponent(name)}`;
  return {
    title: `Disable ${what}?`,
    icon: <CirclePause size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />,
    description: 'No job starts there any more. Jobs that run there go on, and idle instances end down to the minimum.',
    act: `Disable ${what}`,
    isDanger: false,
    facts: [
      { label: 'vCPU in use, which go on', value: formatVcpus(used), glyph: 'RUNNING' },
      {
        label: 'Costs now',
        value: paid.includes(null) ? '–' : `${formatMoney(paid.reduce<bigint>((sum, one) => sum + (one ?? 0n), 0n))}/h`,
      },
    ],
    calls: [{ operation: 'UpdateComputeEnvironment', count: rows.length }],
    dependents: [
      {
        title: 'Queues that have no other environment: their jobs wait',
        items: left.stranded.map(({ name, waiting }) => ({
          label: name,
          href: href(name),
          note: `${formatCount(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'}`,
        })),
      },
      {
        title: 'Queues that go on elsewhere',
        items: left.others.map(({ queue, elsewhere }) => ({
          label: queue.name,
          href: href(queue.name),
          note: `in ${elsewhere.join(', ')}`,
        })),
      },
    ].filter(({ items }) => items.length > 0),
    note: 'It can be undone for 6 s, and enabled again at any time.',
  };
}

/** Texts of an environment that its list's narrow rows show. */
export function narrowEnvironment(environment: ListedEnvironment, reasons: readonly WaitingReason[]) {
  return {
    name: environment.name,
    second: (
      <>
        {KIND_WORD[environment.type]} <VerdictTag {...environmentVerdict(environment, reasons)} />
      </>
    ),
    number: formatPercent(environment.usedMilliVcpus / 1000, environment.maximumVcpus),
  };
}
