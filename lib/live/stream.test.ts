import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeScope, type Scope } from '@/lib/access';
import type { SimulatedClock, SimulatedControls } from '@/lib/driver';
import type { LiveEvent } from './contract';
import type { Live } from './live';
import { liveStream } from './stream';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const simClock: SimulatedClock = {
  epoch: 1,
  seed: 1,
  startAt: 0,
  now: 5000,
  speed: 60,
  paused: false,
  heldByHistory: false,
  nextEventAt: null,
};

function world(options: { current?: () => Promise<Scope | null>; simulated?: boolean; scope?: Scope } = {}) {
  const news = new Set<(event: LiveEvent) => void>();
  const ends = new Set<() => void>();
  const closes = new Set<() => void>();
  const ticks = new Set<(clock: SimulatedClock) => void>();
  const join = <Listener>(set: Set<Listener>, listener: Listener) => {
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  };
  const live: Live = {
    subscribe: (_, __, listener) => join(news, listener),
    onSessionEnd: (_, listener) => join(ends, listener),
    onClose: (listener) => join(closes, listener),
    isListening: () => true,
    close: async () => {},
  };
  const simulated: SimulatedControls = {
    clock: () => simClock,
    onClock: (listener) => join(ticks, listener),
    setPace: async () => simClock,
    advanceTo: async () => simClock,
    loadWorkload: async () => {},
    injectFault: async () => {},
    readLog: async () => [],
    sights: {
      instances: async () => [],
      tasks: async () => [],
      logStreams: async () => ({ streams: [], more: false }),
      spotPrices: async () => ({ prices: [], more: false }),
    },
    call: async () => ({ status: 200, headers: {}, body: new Uint8Array() }),
  };
  const abort = new AbortController();
  const body = liveStream({
    live,
    scope: options.scope ?? makeScope('all'),
    sessionId: 's',
    connection: { id: 1, slug: 'simulator', epoch: 1 },
    recorded: () => ({ seq: 3, upTo: 4000 }),
    simulated: options.simulated === false ? undefined : simulated,
    currentScope: options.current ?? (async () => makeScope('all')),
    clock: () => Date.now(),
    signal: abort.signal,
  });
  const reader = body.getReader();
  const text: string[] = [];
  const done = (async () => {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      text.push(new TextDecoder().decode(next.value));
    }
  })();
  const move = (seq: number, ...topics: string[]) => {
    for (const listener of news)
      listener({ kind: 'moved', news: { connectionId: 1, epoch: 1, seq, upTo: seq * 10, topics } });
  };
  const listeners = () => news.size + ends.size + closes.size + ticks.size;
  return { text, done, move, abort, reader, news, ends, closes, ticks, listeners };
}

const events = (text: string[], name: string) => text.filter((one) => one.startsWith(`event: ${name}\n`));

test('it says hello with the clock, then what moved, several commits as one, at most five a second', async () => {
  const { text, move } = world();
  await vi.advanceTimersByTimeAsync(0);
  expect(JSON.parse(text[1]?.split('data: ')[1] ?? '')).toMatchObject({
    connection: 'simulator',
    seq: 3,
    clock: { now: 5000 },
  });
  for (let n = 0; n < 100; n++) {
    move(10 + n, n % 2 ? 'jobs' : 'queues');
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(300);
  const moved = events(text, 'moved');
  expect(moved.length).toBeLessThanOrEqual(7);
  expect(JSON.parse(moved.at(-1)?.split('data: ')[1] ?? '')).toMatchObject({ seq: 109, upTo: 1090 });
  expect(JSON.parse(moved[1]?.split('data: ')[1] ?? '').topics.sort()).toEqual(['jobs', 'queues']);
});

test('the simulated clock comes about four times a second, and a comment keeps the line open', async () => {
  const { text, ticks } = world();
  for (let n = 0; n < 200; n++) {
    for (const tick of ticks) tick(simClock);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(events(text, 'clock').length).toBeGreaterThanOrEqual(7);
  expect(events(text, 'clock').length).toBeLessThanOrEqual(9);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(text.some((one) => one.startsWith(': '))).toBe(true);
});

test('a scope by queue hears of its own queues only, and of its new ones once it is changed', async () => {
  let scope = makeScope([1], new Map([[1, ['mine']]]));
  const { text, move } = world({ scope, current: async () => scope });
  const topics = () => JSON.parse(events(text, 'moved').at(-1)?.split('data: ')[1] ?? '').topics;
  move(11, 'jobs', 'queue:mine', 'queue:theirs');
  await vi.advanceTimersByTimeAsync(250);
  expect(topics()).toEqual(['jobs', 'queue:mine']);
  scope = makeScope([1], new Map([[1, ['theirs']]]));
  await vi.advanceTimersByTimeAsync(5000);
  move(12, 'queue:mine', 'queue:theirs');
  await vi.advanceTimersByTimeAsync(250);
  expect(topics()).toEqual(['queue:theirs']);
  scope = makeScope([2]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(events(text, 'ended')).toHaveLength(1);
});

test('lost news are told as resync', async () => {
  const { text, news } = world({ simulated: false });
  for (const listener of news) listener({ kind: 'resync' });
  await vi.advanceTimersByTimeAsync(250);
  expect(events(text, 'resync')).toHaveLength(1);
  expect(events(text, 'moved')).toHaveLength(0);
});

test.each(['session', 'close', 'abort', 'cancel', 'expiry'] as const)(
  'it ends by %s and lets go of everything',
  async (how) => {
    let alive = true;
    const one = world({ current: async () => (alive ? makeScope('all') : null) });
    await vi.advanceTimersByTimeAsync(0);
    expect(one.listeners()).toBe(4);
    if (how === 'session') for (const end of one.ends) end();
    if (how === 'close') for (const close of one.closes) close();
    if (how === 'abort') one.abort.abort();
    if (how === 'cancel') await one.reader.cancel();
    if (how === 'expiry') alive = false;
    await vi.advanceTimersByTimeAsync(how === 'expiry' ? 5001 : 0);
    await one.done;
    expect(one.listeners()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    const reason = how === 'close' ? 'stopped' : 'signed-out';
    expect(events(one.text, 'ended').length).toBe(how === 'abort' || how === 'cancel' ? 0 : 1);
    if (how !== 'abort' && how !== 'cancel') expect(one.text.at(-1)).toContain(reason);
  },
);

test('a database that does not answer signs nobody out', async () => {
  const { text } = world({ current: () => Promise.reject(new Error('no database')) });
  await vi.advanceTimersByTimeAsync(11_000);
  expect(events(text, 'ended')).toHaveLength(0);
});

test('a slow reader gets the sum of what it missed, not a queue of it', async () => {
  const one = world();
  await one.reader.cancel();
  const news = new Set<(event: LiveEvent) => void>();
  const live: Live = {
    subscribe: (_, __, listener) => {
      news.add(listener);
      return () => {};
    },
    onSessionEnd: () => () => {},
    onClose: () => () => {},
    isListening: () => true,
    close: async () => {},
  };
  const body = liveStream({
    live,
    scope: makeScope('all'),
    sessionId: 's',
    connection: { id: 1, slug: 'simulator', epoch: 1 },
    recorded: () => ({ seq: 0, upTo: 0 }),
    currentScope: async () => makeScope('all'),
    clock: () => Date.now(),
    signal: new AbortController().signal,
  });
  const reader = body.getReader();
  for (let seq = 1; seq <= 400; seq++) {
    for (const listener of news)
      listener({ kind: 'moved', news: { connectionId: 1, epoch: 1, seq, upTo: seq, topics: ['jobs'] } });
    await vi.advanceTimersByTimeAsync(200);
  }
  const waiting: string[] = [];
  for (let n = 0; n < 60; n++) {
    const next = await Promise.race([reader.read(), vi.advanceTimersByTimeAsync(250).then(() => null)]);
    if (next === null) break;
    waiting.push(new TextDecoder().decode(next.value));
  }
  const moved = events(waiting, 'moved');
  expect(moved.length).toBeLessThan(40);
  expect(moved.at(-1)).toContain('"seq":400');
  await reader.cancel();
});
