import type { BulkView } from '@/lib/bulk';
import { formatNumber } from '../format/number';
import { classNames } from '../ui/class-names';
import { leftOf } from './bulk-words';

/** How much is done, refused and left, drawn to scale; the words beside it say the same. */
export function BulkProgress({ bulk, className }: { bulk: BulkView; className?: string }) {
  const { jobs, done, failed } = bulk;
  const share = (count: number) => `${(count / Math.max(1, jobs)) * 100}%`;
  return (
    <span
      role="progressbar"
      aria-label="Jobs that are through"
      aria-valuemin={0}
      aria-valuemax={jobs}
      aria-valuenow={done + failed}
      aria-valuetext={`${formatNumber(done)} done, ${formatNumber(failed)} refused, ${formatNumber(leftOf(bulk))} left`}
      className={classNames('flex overflow-hidden rounded-tag bg-bg3', className)}
    >
      <span className="h-full bg-tx1" style={{ width: share(done) }} />
      {failed > 0 && <span className="ml-px h-full min-w-0.5 bg-failed" style={{ width: share(failed) }} />}
    </span>
  );
}
