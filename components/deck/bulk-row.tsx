'use client';

import { useQuery } from '@tanstack/react-query';
import type { BulkView } from '@/lib/bulk';
import { BulkControls } from '../bulk/bulk-controls';
import { BulkProgress } from '../bulk/bulk-progress';
import { bulkQuery, type DirectBulk } from '../bulk/bulk-queries';
import { bulkShort, callsWords, leftOf } from '../bulk/bulk-words';
import { useConnection } from '../data/connection';
import { formatNumber, formatPercent } from '../format/number';
import { Link } from '../ui/link';

/** The operations on many jobs that run or pause. */
export function useRunningBulk(): BulkView[] {
  const { data = [] } = useQuery(bulkQuery(useConnection()));
  return data.filter(({ endedAt, jobs }) => endedAt === null && jobs > 1);
}

/** The operation on many jobs that runs, at the deck's right end: how far, and the way to stop it. */
export function BulkRow({ action }: { action: DirectBulk }) {
  const connection = useConnection();
  const running = useRunningBulk();
  const [bulk] = running;
  if (bulk === undefined) return null;
  const { done, failed, jobs, throttled, state } = bulk;
  const words = `${formatNumber(done)} done, ${formatNumber(failed)} refused, ${formatNumber(leftOf(bulk))} left; ${callsWords(bulk)}`;
  return (
    <section aria-label="Bulk operation" className="flex items-center gap-2 text-12 max-md:hidden">
      <Link
        href={`/${connection.slug}/activity?bulk=${bulk.id}`}
        title={words}
        className="flex items-center gap-2 rounded-tag text-tx0 hover:underline"
      >
        <span className="font-semibold">{bulkShort(bulk)}</span>
        <BulkProgress bulk={bulk} className="h-1.5 w-16" />
        <span className="num text-tx1">{state === 'paused' ? 'paused' : formatPercent(done + failed, jobs)}</span>
      </Link>
      <span className="num text-tx2 max-[1600px]:hidden">
        {formatNumber(leftOf(bulk))} left
        {failed > 0 && <span className="text-badt">, {formatNumber(failed)} refused</span>}
        {throttled > 0 && <span className="text-warn">, {formatNumber(throttled)} × 429</span>}
      </span>
      {running.length > 1 && <span className="num text-tx2">and {formatNumber(running.length - 1)} more</span>}
      <BulkControls bulk={bulk} action={action} isSmall />
    </section>
  );
}
