import { formatDuration } from '../format/duration';
import { formatNumber } from '../format/number';
import type { UploadedWorkload } from './upload';
import { arrivalBars, spanOf } from './workload-draft';

const HEIGHT = 64;
const MOST_BARS = 120;

/** Jobs by time of arrival; what would be loaded lies on the accent's ground. */
export function ArrivalsChart({ workload, limit }: { workload: UploadedWorkload; limit: number }) {
  const { arrivals } = workload.summary;
  const { bars, bucketMs } = arrivalBars(arrivals, MOST_BARS);
  const most = Math.max(1, ...bars);
  const length = bars.length * bucketMs;
  const chosen = limit < workload.jobs ? spanOf(arrivals, limit) : length;
  const columns = bars.map((count, index) => ({ at: index * bucketMs, count }));
  const width = 100 / Math.max(1, bars.length);
  return (
    <figure className="flex flex-col gap-1">
      <div className="flex gap-2">
        <div className="num flex flex-col justify-between text-right text-11 text-tx3t" aria-hidden>
          <span>{formatNumber(most)}</span>
          <span>0</span>
        </div>
        <svg
          role="img"
          aria-label={`Arrivals over ${formatDuration(length)}: at most ${formatNumber(most)} jobs in ${formatDuration(bucketMs)}`}
          width="100%"
          height={HEIGHT}
          className="block border-b border-ln2"
        >
          <rect width={`${(chosen / length) * 100}%`} height={HEIGHT} className="fill-acs" />
          {columns.map(({ at, count }) => (
            <rect
              key={at}
              x={`${(at / length) * 100}%`}
              width={`${width * 0.86}%`}
              y={HEIGHT - (count / most) * (HEIGHT - 4)}
              height={(count / most) * (HEIGHT - 4)}
              className={at < chosen ? 'fill-runnable' : 'fill-tx3'}
            />
          ))}
        </svg>
      </div>
      <figcaption className="num flex justify-between gap-3 text-11 text-tx3t">
        <span>jobs by {formatDuration(bucketMs)}</span>
        {limit < workload.jobs && (
          <span className="text-acx">
            the first {formatNumber(limit)} jobs, {formatDuration(chosen)}
          </span>
        )}
        <span>{formatDuration(length)}</span>
      </figcaption>
    </figure>
  );
}
