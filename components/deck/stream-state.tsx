'use client';

import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLive } from '../data/live';
import { recorderLag } from '../data/live-store';
import { formatDuration } from '../format/duration';

/** Wall ms, ticking each second while `active`. */
function useWallClock(active: boolean): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!active) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}

/** `Reconnecting, 12 s old` in amber while the stream is lost; null while it stands. */
export function LostStream() {
  const stream = useLive((state) => state.stream);
  const lost = stream.kind === 'lost';
  const now = useWallClock(lost);
  if (stream.kind === 'ended') return <span className="text-12 font-semibold text-warn">Signed out</span>;
  if (!lost) return null;
  return (
    <span role="status" className="num inline-flex shrink-0 items-center gap-1.5 text-12 font-semibold text-warn">
      <WifiOff size={14} strokeWidth={1.75} aria-hidden />
      Reconnecting, {formatDuration(Math.max(0, now - stream.since))} old
    </span>
  );
}

/** How far history is behind the clock, and whether full speed waits for it. */
export function HistoryState() {
  const held = useLive((state) => state.clock?.heldByHistory === true);
  // Whole seconds, so that the figure does not flicker with every tick.
  const lag = useLive((state) => {
    const ms = recorderLag(state);
    return ms === null ? null : Math.floor(ms / 1000);
  });
  if (held) return <span className="text-12 font-semibold text-warn">held by history</span>;
  if (lag === null) return null;
  return (
    <span
      className="num text-12 text-tx2"
      title="How far what pages show is behind the clock, in the connection's time"
    >
      {lag === 0 ? 'history is level' : `history ${formatDuration(lag * 1000)} behind`}
    </span>
  );
}

/** The green dot and the word, while the stream stands. */
export function LiveBadge() {
  const kind = useLive((state) => state.stream.kind);
  if (kind === 'lost' || kind === 'ended') return <LostStream />;
  return (
    <span className="inline-flex items-center gap-1.5 rounded-control bg-bg3 px-2 py-1 text-12 font-semibold text-tx0">
      <span className={`size-2 rounded-full ${kind === 'live' ? 'bg-succeeded' : 'bg-tx3'}`} aria-hidden />
      {kind === 'live' ? 'Live' : 'Connecting'}
    </span>
  );
}
