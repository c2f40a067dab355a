'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, Clock, Download, Minus, RotateCw, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { BulkItemsPage, BulkView, ItemState } from '@/lib/bulk';
import { Refused } from '../access/permitted';
import { useConnection } from '../data/connection';
import { formatNumber, shortenId } from '../format/number';
import { Button } from '../ui/button';
import { downloadCsv } from '../ui/download';
import { Link } from '../ui/link';
import { SegmentedControl } from '../ui/segmented-control';
import { showToast } from '../ui/toast';
import { allBulkItems, bulkItemsQuery, type DirectBulk } from './bulk-queries';
import { itemsCsv, itemWord } from './bulk-words';
import { useBulkActs } from './use-bulk-acts';

const ROW_PX = 32;
const ALL: readonly ItemState[] = [];
const REFUSED: readonly ItemState[] = ['failed'];
const ICON = { left: Clock, sent: Clock, done: Check, failed: X, skipped: Minus } as const;

function ResultRow({ item, slug }: { item: BulkItemsPage['items'][number]; slug: string }) {
  const { jobId, name, queue, state, message, newJobId } = item;
  const Icon = ICON[state];
  const ink = state === 'done' ? 'text-okt' : state === 'failed' ? 'text-badt' : 'text-tx3t';
  const href = (id: string) => `/${slug}/jobs/${encodeURIComponent(id)}`;
  return (
    <div className="grid h-8 grid-cols-[104px_minmax(0,1fr)_minmax(0,0.6fr)_minmax(0,1.6fr)] items-center gap-x-3 px-3.5 text-13 max-md:grid-cols-[96px_minmax(0,1fr)]">
      <span className={`inline-flex items-center gap-1.5 ${ink}`}>
        <Icon size={13} strokeWidth={1.75} aria-hidden />
        {itemWord(state)}
      </span>
      {name === null ? (
        <code className="truncate text-tx2">{jobId}</code>
      ) : (
        <Link className="link truncate" href={href(jobId)} title={jobId}>
          {name}
        </Link>
      )}
      <span className="truncate text-tx2 max-md:hidden">{queue ?? '–'}</span>
      <span className="truncate text-tx2 max-md:hidden" title={message ?? undefined}>
        {newJobId === null ? (
          (message ?? '')
        ) : (
          <>
            again as{' '}
            <Link className="link font-mono" href={href(newJobId)}>
              {shortenId(newJobId)}
            </Link>
          </>
        )}
      </span>
    </div>
  );
}

function ResultRows({ bulk, states }: { bulk: BulkView; states: readonly ItemState[] }) {
  const connection = useConnection();
  const query = useInfiniteQuery(bulkItemsQuery(connection, bulk.id, states));
  const items = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items), [query.data]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    initialRect: { width: 800, height: 320 },
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? -1;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (last >= items.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, items.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (query.data === undefined) {
    return (
      <p className="px-3.5 py-3 text-13 text-tx2" role={query.error === null ? 'status' : 'alert'}>
        {query.error === null ? 'Reading…' : query.error.message}
      </p>
    );
  }
  if (items.length === 0) return <p className="px-3.5 py-3 text-13 text-tx2">None was refused.</p>;
  return (
    <div ref={scroller} className="quiet-scroll max-h-80 overflow-y-auto">
      <ul aria-label="Result of each job" className="relative" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <li
              key={item.n}
              className="absolute inset-x-0 top-0 border-b border-ln2"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <ResultRow item={item} slug={connection.slug} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Gives what came of every job as a file. */
function CsvButton({ bulk }: { bulk: BulkView }) {
  const connection = useConnection();
  const [isReading, setIsReading] = useState(false);
  const save = async () => {
    setIsReading(true);
    try {
      downloadCsv(`bulk-${bulk.id.slice(0, 8)}.csv`, itemsCsv(await allBulkItems(connection, bulk.id)));
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'The portal does not answer.';
      showToast({ kind: 'refused', title: 'The results could not be read.', detail });
    } finally {
      setIsReading(false);
    }
  };
  return (
    <Button disabled={isReading} onClick={() => void save()}>
      <Download size={14} strokeWidth={1.75} aria-hidden />
      {bulk.endedAt === null ? 'CSV so far' : 'CSV'}
    </Button>
  );
}

function RetryButton({ bulk, action }: { bulk: BulkView; action: DirectBulk }) {
  const { direct, isBusy, why } = useBulkActs(bulk, action);
  const button = (
    <Button disabled={isBusy} onClick={() => void direct('retry')}>
      <RotateCw size={14} strokeWidth={1.75} aria-hidden />
      Retry the {formatNumber(bulk.retryable)} that failed
    </Button>
  );
  return why === null ? button : <Refused why={why}>{button}</Refused>;
}

/** What came of each job of an operation: a list, a file, and the way to try again what failed. */
export function BulkResults({ bulk, action }: { bulk: BulkView; action: DirectBulk }) {
  const [shown, setShown] = useState<'all' | 'refused'>('all');
  return (
    <div className="border-t border-ln2">
      <div className="flex flex-wrap items-center gap-2 px-3.5 py-2">
        <SegmentedControl
          label="Results shown"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: `All ${formatNumber(bulk.jobs)}` },
            { value: 'refused', label: `Refused ${formatNumber(bulk.failed)}` },
          ]}
        />
        <span className="ml-auto flex flex-wrap gap-2">
          {bulk.endedAt !== null && bulk.retryable > 0 && <RetryButton bulk={bulk} action={action} />}
          <CsvButton bulk={bulk} />
        </span>
      </div>
      <ResultRows bulk={bulk} states={shown === 'all' ? ALL : REFUSED} />
    </div>
  );
}
