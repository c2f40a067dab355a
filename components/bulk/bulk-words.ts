import type { BulkItem, BulkKind, BulkView, ItemState } from '@/lib/bulk';
import { formatCount, formatNumber } from '../format/number';
import { csvOf, type TwinColumn } from '../ui/twin-table';

type Shown = Pick<BulkView, 'kind' | 'jobs' | 'queue'>;

const VERB: Readonly<Record<BulkKind, string>> = {
  cancel: 'Cancel',
  terminate: 'Terminate',
  'submit-again': 'Submit',
  move: 'Cancel and submit',
};
const DONE: Readonly<Record<BulkKind, string>> = {
  cancel: 'cancelled',
  terminate: 'asked to end',
  'submit-again': 'submitted',
  move: 'moved',
};

/** `Terminate 2,414 jobs`, `Submit 12 jobs again in ml-gpu`. */
export function bulkTitle({ kind, jobs, queue }: Shown): string {
  const again = kind === 'submit-again' || kind === 'move' ? ' again' : '';
  return `${VERB[kind]} ${formatCount(jobs, 'job')}${again}${queue === null ? '' : ` in ${queue}`}`;
}

/** The same in a few signs, for the deck: `Terminate 2,414`. */
export function bulkShort({ kind, jobs }: Shown): string {
  return `${VERB[kind]} ${formatNumber(jobs)}`;
}

/** How many are through, in the kind's own word. */
export function doneWord(kind: BulkKind): string {
  return DONE[kind];
}

/** Jobs that were not settled: to come while it runs, never sent where it was aborted. */
export function leftOf({ jobs, done, failed }: Pick<BulkView, 'jobs' | 'done' | 'failed'>): number {
  return Math.max(0, jobs - done - failed);
}

/** How it is sent and how far the calls are: `50 ids a call, at our cap of 2/s, 12 calls, 3 × 429`. */
export function callsWords({ kind, cap, calls, throttled }: BulkView): string {
  const each = kind === 'submit-again' || kind === 'move' ? '1 job a call' : '50 ids a call';
  const pace = cap === null ? 'no cap on a simulator' : `at our cap of ${cap}/s`;
  const sent = `${formatCount(calls, 'call')}${throttled === 0 ? '' : `, ${formatNumber(throttled)} × 429`}`;
  return `${each}, ${pace}, ${sent}`;
}

/** Jobs a second since it began, at `now` (wall ms); null where nothing can be said yet. */
export function rateOf(
  { done, failed, startedAt, endedAt }: Pick<BulkView, 'done' | 'failed' | 'startedAt' | 'endedAt'>,
  now: number,
): number | null {
  const seconds = ((endedAt ?? now) - startedAt) / 1000;
  return seconds < 1 || done + failed === 0 ? null : (done + failed) / seconds;
}

/** When it ends about, wall ms, where our cap decides that; null where nothing can be said. */
export function endsAt(bulk: BulkView, now: number): number | null {
  const { kind, cap, state } = bulk;
  if (cap === null || state !== 'running') return null;
  const perCall = kind === 'submit-again' || kind === 'move' ? 1 : 50;
  return now + (Math.ceil(leftOf(bulk) / perCall) / cap) * 1000;
}

/** How an operation ended, or stands, in one word. */
export function stateWord({ state, failed }: Pick<BulkView, 'state' | 'failed'>): string {
  if (state === 'running') return 'runs';
  if (state === 'paused') return 'paused';
  if (state === 'aborted') return 'stopped';
  return failed === 0 ? 'done' : 'done, some refused';
}

const ITEM: Readonly<Record<ItemState, string>> = {
  left: 'to come',
  sent: 'cancel sent',
  done: 'done',
  failed: 'refused',
  skipped: 'not sent',
};

/** How one job came out. */
export function itemWord(state: ItemState): string {
  return ITEM[state];
}

const COLUMNS: readonly TwinColumn[] = [
  { key: 'job', label: 'job', number: false },
  { key: 'name', label: 'name', number: false },
  { key: 'queue', label: 'queue', number: false },
  { key: 'result', label: 'result', number: false },
  { key: 'message', label: 'message', number: false },
  { key: 'again', label: 'submitted_again_as', number: false },
];

/** What came of each job, as CSV. */
export function itemsCsv(items: readonly Omit<BulkItem, 'intentId'>[]): string {
  const cell = (value: string | null) => ({ text: value ?? '', value });
  return csvOf(
    COLUMNS,
    items.map(({ n, jobId, name, queue, state, message, newJobId }) => ({
      key: String(n),
      cells: {
        ...{ job: cell(jobId), name: cell(name), queue: cell(queue), result: cell(ITEM[state]) },
        ...{ message: cell(message), again: cell(newJobId) },
      },
    })),
  );
}
