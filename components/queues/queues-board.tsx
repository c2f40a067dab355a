'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { QueueRow } from '@/lib/history';
import { useConnection } from '../data/connection';
import { useNow } from '../data/live';
import { queuesQuery } from '../data/queries';
import { formatDuration } from '../format/duration';
import { formatNumber } from '../format/number';
import { readFailure } from '../jobs/read-failure';
import { Cell, HeadCell, LastChange } from '../list/cells';
import { useRowKeys } from '../list/use-row-keys';
import { PageSentence } from '../shell/page-frame';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { SkeletonRows } from '../ui/skeleton';
import { StatusGlyph } from '../ui/status';
import { TimeText } from '../ui/time-text';
import { mainReason, queuesSentence, queueVerdict, rankQueues } from './queue-words';
import { VerdictTag } from './verdict-tag';

const hrefOf = (slug: string, name: string) => `/${slug}/queues/${encodeURIComponent(name)}`;

function Environments({ names }: { names: readonly string[] }) {
  const [first] = names;
  if (first === undefined) return <span className="text-tx3t">none</span>;
  return <span title={names.join(', ')}>{names.length > 1 ? `${first} +${names.length - 1}` : first}</span>;
}

function QueueLine({
  queue,
  slug,
  since,
  rowProps,
}: {
  queue: QueueRow;
  slug: string;
  since: (at: number | null) => string;
  rowProps: ReturnType<ReturnType<typeof useRowKeys>>;
}) {
  return (
    <tr {...rowProps} className="h-9 border-t border-ln2 hover:bg-bg2 focus-visible:-outline-offset-2">
      <Cell className="max-w-64 truncate">
        <Link href={hrefOf(slug, queue.name)} className="font-semibold text-tx0 hover:underline" title={queue.name}>
          {queue.name}
        </Link>
      </Cell>
      <Cell isNumber wide>
        {formatNumber(queue.priority)}
      </Cell>
      <Cell wide className="max-w-52 truncate text-tx1">
        <Environments names={queue.environments} />
      </Cell>
      <Cell>
        <VerdictTag {...queueVerdict(queue)} />
      </Cell>
      <Cell isNumber className="font-semibold text-tx0">
        {formatNumber(queue.waiting)}
      </Cell>
      <Cell isNumber>{formatNumber(queue.running)}</Cell>
      <Cell isNumber>{since(queue.oldestWaitingAt)}</Cell>
      <Cell className="max-w-64 truncate">{mainReason(queue) ?? '–'}</Cell>
      <Cell wide className="max-w-48 truncate">
        <LastChange change={queue.lastChange} />
      </Cell>
    </tr>
  );
}

function QueuesTable({ queues, now }: { queues: readonly QueueRow[]; now: number | null }) {
  const { slug } = useConnection();
  const router = useRouter();
  const rowProps = useRowKeys(queues.length, (index) => {
    const queue = queues[index];
    if (queue !== undefined) router.push(hrefOf(slug, queue.name));
  });
  const oldest = queues.reduce<number | null>(
    (least, { oldestWaitingAt: at }) => (at === null ? least : least === null ? at : Math.min(least, at)),
    null,
  );
  const since = (at: number | null) => (at === null || now === null ? '–' : formatDuration(now - at));
  return (
    <table className="w-full text-13 max-md:hidden" aria-label="Queues">
      <thead>
        <tr className="h-9 text-12 text-tx3t">
          <HeadCell>Queue</HeadCell>
          <HeadCell isNumber wide>
            Priority
          </HeadCell>
          <HeadCell wide>Environments in order</HeadCell>
          <HeadCell>State, since when</HeadCell>
          <HeadCell isNumber>
            <span className="inline-flex items-center gap-1.5">
              <StatusGlyph state="RUNNABLE" /> Waiting
            </span>
          </HeadCell>
          <HeadCell isNumber>
            <span className="inline-flex items-center gap-1.5">
              <StatusGlyph state="RUNNING" /> Running
            </span>
          </HeadCell>
          <HeadCell isNumber>Oldest</HeadCell>
          <HeadCell>Main reason</HeadCell>
          <HeadCell wide>Last change</HeadCell>
        </tr>
      </thead>
      <tbody>
        {queues.map((queue, index) => (
          <QueueLine key={queue.name} queue={queue} slug={slug} since={since} rowProps={rowProps(index)} />
        ))}
        <tr className="h-9 border-t border-ln2 bg-bg2 font-semibold text-tx0">
          <Cell>All {queues.length}</Cell>
          <Cell isNumber wide>
            {''}
          </Cell>
          <Cell wide>{''}</Cell>
          <Cell>{''}</Cell>
          <Cell isNumber>{formatNumber(queues.reduce((sum, queue) => sum + queue.waiting, 0))}</Cell>
          <Cell isNumber>{formatNumber(queues.reduce((sum, queue) => sum + queue.running, 0))}</Cell>
          <Cell isNumber>{since(oldest)}</Cell>
          <Cell>{''}</Cell>
          <Cell wide>{''}</Cell>
        </tr>
      </tbody>
    </table>
  );
}

function QueuesNarrow({ queues }: { queues: readonly QueueRow[] }) {
  const { slug } = useConnection();
  return (
    <ul className="md:hidden" aria-label="Queues">
      {queues.map((queue) => (
        <li key={queue.name} className="border-b border-ln2 last:border-b-0">
          <Link href={hrefOf(slug, queue.name)} className="flex h-15 items-center gap-3 px-3.5">
            <span className="min-w-0 flex-1">
              <span className="block truncate text-15 text-tx0">{queue.name}</span>
              <span className="block truncate text-12 text-tx2">
                {queueVerdict(queue).tone === 'ok' ? (
                  (mainReason(queue) ?? `${formatNumber(queue.running)} run`)
                ) : (
                  <VerdictTag {...queueVerdict(queue)} />
                )}
              </span>
            </span>
            <span className="num text-13 text-tx0">{formatNumber(queue.waiting)} wait</span>
            <ChevronRight size={16} strokeWidth={1.75} className="shrink-0 text-tx3" aria-hidden />
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** All queues: which one needs a person, how many wait in each, and why. */
export function QueuesBoard() {
  const connection = useConnection();
  const query = useQuery(queuesQuery(connection));
  const now = useNow(1000);
  const failed = readFailure('The list of queues', query);
  const queues = query.data === undefined ? undefined : rankQueues(query.data);
  const answer = query.data === undefined || query.data.length === 0 ? null : queuesSentence(query.data);
  const trouble = answer?.trouble ?? null;
  return (
    <>
      {answer !== null && (
        <PageSentence>
          {answer.first}
          {trouble === null ? (
            '.'
          ) : (
            <>
              ;{' '}
              <span className="text-warn">
                {trouble.name} is{' '}
                {queueVerdict(trouble).word === 'no capacity' ? 'without capacity' : queueVerdict(trouble).word}
                {queueVerdict(trouble).since !== null && (
                  <>
                    {' since '}
                    <TimeText at={queueVerdict(trouble).since} style="short" />
                  </>
                )}
                .
              </span>
            </>
          )}
        </PageSentence>
      )}
      <Panel title="Queues" flush error={failed} {...(queues !== undefined && { unit: String(queues.length) })}>
        {queues === undefined ? (
          <SkeletonRows rows={6} columns={6} label="Reading queues" />
        ) : queues.length === 0 ? (
          <EmptyState
            title="No job queue yet"
            command="aws batch create-job-queue --job-queue-name main --priority 1 --compute-environment-order …"
          >
            A queue holds jobs until an environment can run them. It needs one environment first.
          </EmptyState>
        ) : (
          <>
            <QueuesTable queues={queues} now={now} />
            <QueuesNarrow queues={queues} />
          </>
        )}
      </Panel>
    </>
  );
}
