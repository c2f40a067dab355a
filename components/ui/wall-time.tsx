'use client';

import { useSyncExternalStore } from 'react';
import { formatAgo } from '../format/duration';
import { formatMoment, isoOf, momentReadings } from '../format/time';

const DAY_MS = 86_400_000;
const EVERY_MS = 10_000;

/** Wall time in steps of 10 s, null on the server and until the page has mounted. */
export function useWallClock(): number | null {
  return useSyncExternalStore(
    (tell) => {
      const timer = setInterval(tell, EVERY_MS);
      return () => clearInterval(timer);
    },
    () => Math.floor(Date.now() / EVERY_MS) * EVERY_MS,
    () => null,
  );
}

/**
 * A moment of wall time (ms), as people act in it, whatever the connection's clock says. `ago` is relative below 24 h. In
 * UTC until the page has mounted, then in the viewer's zone.
 */
export function WallTime({
  at,
  style = 'full',
  className,
}: {
  at: number | null;
  style?: 'full' | 'ago';
  className?: string;
}) {
  const now = useWallClock();
  if (at === null) return <span className={className}>–</span>;
  const zone = now === null ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const frame = { kind: 'aws', zone } as const;
  const isRecent = style === 'ago' && now !== null && now - at < DAY_MS;
  return (
    <time
      dateTime={isoOf(at)}
      title={momentReadings(at, frame)
        .map(({ label, text }) => `${label} ${text}`)
        .join('\n')}
      className={className === undefined ? 'num' : `num ${className}`}
    >
      {isRecent ? formatAgo(Math.min(at, now), now) : formatMoment(at, frame)}
    </time>
  );
}
