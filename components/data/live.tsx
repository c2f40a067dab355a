'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { SimulatedClock } from '@/lib/driver';
import type { LiveMessage } from '@/lib/live';
import type { TimeFrame } from '../format/time';
import { useConnection } from './connection';
import { createLiveStore, type LiveState, type LiveStore } from './live-store';
import { invalidateReads, invalidateSliding, type ReadTopic } from './read';
import { gathered } from './throttle';

/** Reads are asked again at most this often, those that slide with the clock alone less so. Wall ms. */
const READ_EVERY_MS = 700;
const SLIDE_EVERY_MS = 2000;
const REOPEN_AFTER_MS = 2000;
/** What moves while the connection's clock and history stand: between the page and its stream it may have moved unseen. */
const OF_WALL_TIME: ReadonlySet<string> = new Set<ReadTopic>(['bulk', 'guides']);
const EVENTS = ['hello', 'moved', 'clock', 'resync', 'ended'] as const satisfies readonly LiveMessage['event'][];

const LiveContext = createContext<LiveStore | null>(null);

/** The stream is made by lib/live from this very type, so its data is trusted once it parses. */
function messageOf(event: LiveMessage['event'], text: string): LiveMessage {
  return { event, data: JSON.parse(text) } as LiveMessage;
}

function follow(
  slug: string,
  epoch: number,
  read: number,
  store: LiveStore,
  client: QueryClient,
  onNewEpoch: () => void,
): () => void {
  const moved = gathered<string>(READ_EVERY_MS, (topics) => invalidateReads(client, slug, topics));
  const slides = gathered<string>(SLIDE_EVERY_MS, () => invalidateSliding(client, slug));
  let source: EventSource | null = null;
  let reopen: ReturnType<typeof setTimeout> | null = null;
  let wasOpen = false;

  const onMessage = (message: LiveMessage) => {
    const before = store.get().clock?.now;
    const { recordedTo } = store.get();
    store.apply(message, Date.now());
    if (message.event === 'hello') {
      if (message.data.epoch !== epoch) onNewEpoch();
      else {
        const isBehind = wasOpen || message.data.upTo > (recordedTo ?? 0) || message.data.seq > read;
        invalidateReads(client, slug, isBehind ? null : OF_WALL_TIME);
      }
      wasOpen = true;
    }
    if (message.event === 'moved') moved.add(message.data.topics);
    if (message.event === 'clock' && message.data.now !== before) slides.add(['clock']);
    if (message.event === 'resync') invalidateReads(client, slug, null);
    if (message.event === 'ended') {
      source?.close();
      if (message.data.reason === 'signed-out') window.location.assign(signInAddress());
      else reopen = setTimeout(open, REOPEN_AFTER_MS);
    }
  };
  const open = () => {
    reopen = null;
    const opened = new EventSource(`/api/live?connection=${encodeURIComponent(slug)}`);
    source = opened;
    for (const event of EVENTS) {
      opened.addEventListener(event, ({ data }: MessageEvent<string>) => onMessage(messageOf(event, data)));
    }
    opened.addEventListener('error', () => {
      store.apply({ event: 'lost' }, Date.now());
      if (opened.readyState !== EventSource.CLOSED || reopen !== null) return;
      reopen = setTimeout(open, REOPEN_AFTER_MS);
    });
  };
  open();
  return () => {
    source?.close();
    if (reopen !== null) clearTimeout(reopen);
    moved.stop();
    slides.stop();
  };
}

function signInAddress(): string {
  return `/sign-in?ended=1&to=${encodeURIComponent(window.location.pathname + window.location.search)}`;
}

/** Opens the one stream of the page's connection, keeps its clock and tells the reads what moved. */
export function LiveProvider({
  clock,
  recordedTo,
  recordedSeq,
  children,
}: Pick<LiveState, 'clock' | 'recordedTo'> & {
  /** The last change that the page's own reads are sure to hold. */
  recordedSeq: number;
  children: ReactNode;
}) {
  const { slug, epoch, currentEpoch } = useConnection();
  const isPast = epoch !== currentEpoch;
  const client = useQueryClient();
  const router = useRouter();
  const [store] = useState(() =>
    createLiveStore({ stream: { kind: isPast ? 'live' : 'connecting' }, clock, recordedTo }),
  );
  const firstSeq = useRef(recordedSeq);
  // Of an epoch that is over nothing moves: there is no stream to follow.
  useEffect(
    () => (isPast ? undefined : follow(slug, epoch, firstSeq.current, store, client, () => router.refresh())),
    [isPast, slug, epoch, store, client, router],
  );
  return <LiveContext value={store}>{children}</LiveContext>;
}

/** The store of the page's stream. Throws outside of LiveProvider. */
export function useLiveStore(): LiveStore {
  const store = use(LiveContext);
  if (store === null) throw new Error('useLive outside of LiveProvider: the page belongs under /<connection>/.');
  return store;
}

/** One part of what the stream told; redraws only when that part changed. */
export function useLive<Part>(pick: (state: LiveState) => Part): Part {
  const store = useLiveStore();
  const read = () => pick(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}

/** The clock of a simulated connection, a few times a second while it moves; null on AWS. */
export function useClock(): SimulatedClock | null {
  return useLive((state) => state.clock);
}

/**
 * Now, in ms of the connection's time, in whole steps of `stepMs` so that a page redraws no oftener. Where the connection is
 * not simulated it is wall time, and null until the page has mounted.
 */
export function useNow(stepMs = 1000): number | null {
  const simulated = useLive((state) => (state.clock === null ? null : Math.floor(state.clock.now / stepMs) * stepMs));
  const [wall, setWall] = useState<number | null>(null);
  const needsWall = simulated === null;
  useEffect(() => {
    if (!needsWall) return;
    const tick = () => setWall(Math.floor(Date.now() / stepMs) * stepMs);
    tick();
    const timer = setInterval(tick, stepMs);
    return () => clearInterval(timer);
  }, [needsWall, stepMs]);
  return simulated ?? wall;
}

/** How this connection's times are shown. On AWS it is UTC until the page has mounted, then the viewer's zone. */
export function useTimeFrame(): TimeFrame {
  const { startAt } = useConnection();
  const [zone, setZone] = useState('UTC');
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return useMemo(() => (startAt === null ? { kind: 'aws', zone } : { kind: 'simulated', startAt }), [startAt, zone]);
}
