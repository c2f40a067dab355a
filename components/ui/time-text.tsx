'use client';

import { useNow, useTimeFrame } from '../data/live';
import { formatAgo } from '../format/duration';
import { formatMoment, formatShortMoment, isoOf, momentReadings } from '../format/time';
import { classNames } from './class-names';

const DAY_MS = 86_400_000;

/**
 * A moment of the connection's time (ms). `style`: `full` is absolute, `short` leaves the day out where it is today, `ago`
 * is relative below 24 h. Hover gives every reading of it.
 */
export function TimeText({
  at,
  style = 'full',
  className,
}: {
  at: number | null;
  style?: 'full' | 'short' | 'ago';
  className?: string;
}) {
  const frame = useTimeFrame();
  const now = useNow(1000);
  if (at === null) return <span className={className}>–</span>;
  const readings = momentReadings(at, frame)
    .map(({ label, text }) => `${label} ${text}`)
    .join('\n');
  const relative = style === 'ago' && now !== null && now - at < DAY_MS;
  const text = relative
    ? formatAgo(Math.min(at, now), now)
    : style === 'short' && now !== null
      ? formatShortMoment(at, now, frame)
      : formatMoment(at, frame);
  return (
    <time dateTime={isoOf(at)} title={readings} className={classNames('num', className)}>
      {text}
    </time>
  );
}
