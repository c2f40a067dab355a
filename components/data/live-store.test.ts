import { describe, expect, it } from 'vitest';
import type { SimulatedClock } from '@/lib/driver';
import { createLiveStore, type LiveState, liveReducer, recorderLag } from './live-store';

const clock: SimulatedClock = {
  epoch: 1,
  seed: 7,
  startAt: 0,
  now: 10_000,
  speed: 60,
  paused: false,
  heldByHistory: false,
  nextEventAt: null,
};
const start: LiveState = { stream: { kind: 'connecting' }, clock: null, recordedTo: null };
const hello = { event: 'hello', data: { connection: 'simulator', epoch: 1, seq: 3, upTo: 9_000, clock } } as const;

describe('what an open page knows of its stream', () => {
  it('takes clock and recorded time from the greeting', () => {
    const state = liveReducer(start, hello, 0);
    expect(state.stream).toEqual({ kind: 'live' });
    expect(recorderLag(state)).toBe(1000);
  });
  it('keeps the first moment of a loss, and the last good clock', () => {
    const lost = liveReducer(liveReducer(start, hello, 0), { event: 'lost' }, 500);
    const still = liveReducer(lost, { event: 'lost' }, 900);
    expect(still.stream).toEqual({ kind: 'lost', since: 500 });
    expect(still.clock).toEqual(clock);
    expect(liveReducer(still, hello, 1000).stream).toEqual({ kind: 'live' });
  });
  it('never lets recorded time go back, and an end is an end', () => {
    const state = liveReducer(start, hello, 0);
    const older = liveReducer(state, { event: 'moved', data: { epoch: 1, seq: 2, upTo: 8_000, topics: [] } }, 0);
    expect(older.recordedTo).toBe(9_000);
    const ended = liveReducer(state, { event: 'ended', data: { reason: 'signed-out' } }, 0);
    expect(liveReducer(ended, { event: 'lost' }, 5).stream).toEqual({ kind: 'ended' });
    const stopped = liveReducer(state, { event: 'ended', data: { reason: 'stopped' } }, 700);
    expect(stopped.stream).toEqual({ kind: 'lost', since: 700 });
  });
  it('tells subscribers of changes only', () => {
    const store = createLiveStore(start);
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    store.apply(hello, 0);
    store.apply({ event: 'resync', data: { reason: 'x' } }, 0);
    stop();
    store.apply({ event: 'clock', data: clock }, 0);
    expect(told).toBe(1);
  });
});
