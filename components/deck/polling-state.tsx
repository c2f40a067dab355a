'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import type { PollingState } from '@/lib/driver';
import { useConnection } from '../data/connection';
import { useLive, useNow, useTimeFrame } from '../data/live';
import type { ReadTarget } from '../data/queries';
import { readJson } from '../data/read';
import { formatDuration } from '../format/duration';
import { formatCount } from '../format/number';
import { formatMoment, isoOf } from '../format/time';

const EVERY_MS = 5_000;
/** From here on history is so far behind that it is said in amber. */
const LATE_MS = 60_000;

function pollingQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'polling'] as const,
    queryFn: ({ signal }) => readJson<PollingState>(target.slug, 'polling', {}, signal),
    refetchInterval: EVERY_MS,
  });
}

/** How far what pages show is behind AWS: the moment up to which AWS was asked, and how long ago that is. */
export function PollingLag() {
  const now = useNow(1000);
  const frame = useTimeFrame();
  const upTo = useLive((state) => state.recordedTo);
  if (upTo === null || now === null) return <span className="font-mono text-13 text-tx2">–</span>;
  const lag = Math.max(0, now - upTo);
  return (
    <span className="flex items-baseline gap-2">
      <span className="text-12 text-tx2">as of</span>
      <time dateTime={isoOf(upTo)} title={isoOf(upTo)} className="num font-mono text-13 font-semibold text-tx0">
        {formatMoment(upTo, frame)}
      </time>
      <span className={`num text-12 ${lag > LATE_MS ? 'font-semibold text-warn' : 'text-tx2'}`}>
        {lag < 1000 ? 'level with AWS' : `${formatDuration(Math.floor(lag / 1000) * 1000)} behind AWS`}
      </span>
    </span>
  );
}

/** What keeps the portal from asking AWS, or how far reading the past has come; nothing while all is well. */
export function PollingTrouble() {
  const connection = useConnection();
  const { data } = useQuery(pollingQuery(connection));
  if (data === undefined) return null;
  if (data.error !== null) {
    return (
      <span
        role="status"
        title={data.error.message}
        className="inline-flex min-w-0 items-center gap-1.5 text-12 font-semibold text-warn"
      >
        <CloudOff size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <span className="truncate">AWS can not be asked: {data.error.message}</span>
      </span>
    );
  }
  if (data.backfill.done) return null;
  return <span className="num text-12 text-tx2">reading the past: {formatCount(data.backfill.jobs, 'job')}</span>;
}
