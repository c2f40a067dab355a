import { CirclePause } from 'lucide-react';
import type { QueueRow } from '@/lib/history';
import type { Consequence } from '../consequence/consequence';
import { formatDuration } from '../format/duration';
import { formatCount, formatNumber } from '../format/number';
import { changedColumn, nameColumn } from '../list/columns';
import { type Filterable, tagsOf } from '../list/list-state';
import type { Column } from '../list/resource-table';
import { nameOrCount } from '../resource-acts/act';
import { mainReason, queueVerdict } from './queue-words';
import { VerdictTag } from './verdict-tag';

/** A queue as its list has it. */
export type ListedQueue = QueueRow & { id: string; filterable: Filterable };

export const queueHref = (slug: string, name: string) => `/${slug}/queues/${encodeURIComponent(name)}`;

/** The kind of a queue, in words. */
export function policyWord(queue: Pick<QueueRow, 'policy' | 'hasQuotaShares'>): string {
  if (queue.policy === null) return 'FIFO';
  return queue.hasQuotaShares ? 'quota shares' : 'fair share';
}

/** What the list needs to filter, choose and act on a queue. */
export function listed(queue: QueueRow): ListedQueue {
  const { name, tags, environments } = queue;
  return {
    ...queue,
    id: name,
    filterable: {
      name,
      tags,
      state: queueVerdict(queue).word,
      kind: policyWord(queue),
      words: [mainReason(queue) ?? '', queue.policy ?? '', queue.serviceEnvironment ?? '', ...environments],
    },
  };
}

/** Where a queue's jobs run: its environments in order, or its service environment. */
const environmentNames = ({ environments, serviceEnvironment }: QueueRow): string[] =>
  serviceEnvironment === null ? environments : [serviceEnvironment];

function EnvironmentNames({ names }: { names: readonly string[] }) {
  const [first] = names;
  if (first === undefined) return <span className="text-tx3t">none</span>;
  return <span title={names.join(', ')}>{names.length > 1 ? `${first} +${names.length - 1}` : first}</span>;
}

const total = (rows: readonly QueueRow[], of: (row: QueueRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);

/** How many wait and run, and since when the oldest waits. */
function countColumns(now: number | null): Column<ListedQueue>[] {
  const age = (at: number | null) => (at === null || now === null ? '–' : formatDuration(now - at));
  const first = (rows: readonly QueueRow[]) =>
    rows.reduce<number | null>(
      (least, { oldestWaitingAt: at }) => (at === null ? least : Math.min(least ?? at, at)),
      null,
    );
  return [
    {
      key: 'waiting',
      label: 'Waiting',
      glyph: 'RUNNABLE',
      isNumber: true,
      className: 'font-semibold text-tx0',
      value: ({ waiting }) => waiting,
      cell: ({ waiting }) => formatNumber(waiting),
      total: (rows) => formatNumber(total(rows, ({ waiting }) => waiting)),
    },
    {
      key: 'running',
      label: 'Running',
      glyph: 'RUNNING',
      isNumber: true,
      value: ({ running }) => running,
      cell: ({ running }) => formatNumber(running),
      total: (rows) => formatNumber(total(rows, ({ running }) => running)),
    },
    {
      key: 'oldest',
      label: 'Oldest',
      isNumber: true,
      value: ({ oldestWaitingAt: at }) => (at === null ? null : -at),
      cell: ({ oldestWaitingAt: at }) => age(at),
      total: (rows) => age(first(rows)),
    },
  ];
}

/** The columns of the list of queues; `now` is the connection's, for ages. */
export function queueColumns(slug: string, now: number | null): Column<ListedQueue>[] {
  return [
    nameColumn('Queue', (name) => queueHref(slug, name)),
    {
      key: 'priority',
      label: 'Priority',
      isNumber: true,
      wide: true,
      value: (row) => row.priority,
      cell: (row) => formatNumber(row.priority),
    },
    {
      key: 'policy',
      label: 'Policy',
      wide: true,
      className: 'text-tx1',
      value: policyWord,
      cell: (row) => <span title={row.policy ?? undefined}>{policyWord(row)}</span>,
    },
    {
      key: 'environments',
      label: 'Environments in order',
      wide: true,
      className: 'max-w-52 truncate text-tx1',
      value: (row) => environmentNames(row).join(', '),
      cell: (row) => <EnvironmentNames names={environmentNames(row)} />,
    },
    {
      key: 'state',
      label: 'State, since when',
      value: (row) => queueVerdict(row).word,
      cell: (row) => <VerdictTag {...queueVerdict(row)} />,
    },
    ...countColumns(now),
    {
      key: 'reason',
      label: 'Main reason',
      className: 'max-w-64 truncate',
      value: mainReason,
      cell: (row) => mainReason(row) ?? '–',
    },
    changedColumn(),
  ];
}

const NAMED = 20;

/** What disabling queues means: nothing can be submitted, what waits or runs goes on. */
export function disablingQueues(slug: string, rows: readonly QueueRow[]): Consequence {
  const what = nameOrCount(rows, 'queue');
  const busy = rows.filter(({ waiting, running }) => waiting + running > 0);
  return {
    title: `Disable ${what}?`,
    icon: <CirclePause size={18} strokeWidth={1.75} className="text-tx2" aria-hidden />,
    description: 'From then on every submit to it is refused. Jobs that wait or run there go on.',
    act: `Disable ${what}`,
    isDanger: false,
    facts: [
      { label: 'Wait, and still start', value: formatNumber(total(rows, ({ waiting }) => waiting)), glyph: 'RUNNABLE' },
      { label: 'Run, and go on', value: formatNumber(total(rows, ({ running }) => running)), glyph: 'RUNNING' },
    ],
    calls: [{ operation: 'UpdateJobQueue', count: rows.length }],
    ...(rows.length > 1 && {
      dependents: [
        {
          title: 'Queues with jobs',
          items: busy.slice(0, NAMED).map(({ name, waiting, running }) => ({
            label: name,
            href: queueHref(slug, name),
            note: `${formatCount(waiting, 'job')} wait, ${formatNumber(running)} run`,
          })),
          more: Math.max(0, busy.length - NAMED),
        },
      ],
    }),
    note: 'It can be undone for 6 s, and enabled again at any time.',
  };
}

/** Texts of a queue that its list's narrow rows show. */
export function narrowQueue(queue: ListedQueue) {
  const verdict = queueVerdict(queue);
  const [tag] = tagsOf(queue);
  return {
    name: queue.name,
    second:
      verdict.tone === 'ok' ? (
        (mainReason(queue) ?? `${formatNumber(queue.running)} run${tag === undefined ? '' : `, ${tag}`}`)
      ) : (
        <VerdictTag {...verdict} />
      ),
    number: `${formatNumber(queue.waiting)} wait`,
  };
}
