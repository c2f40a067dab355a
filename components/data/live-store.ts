import type { SimulatedClock } from '@/lib/driver';
import type { LiveMessage } from '@/lib/live';

/** Where the stream stands: `lost` since a wall moment (ms) until it is back, `ended` for good with the session. */
type StreamState = { kind: 'connecting' } | { kind: 'live' } | { kind: 'lost'; since: number } | { kind: 'ended' };

/** What an open page knows of its connection's time. */
export interface LiveState {
  stream: StreamState;
  /** Simulated connections only. */
  clock: SimulatedClock | null;
  /** How far history has come, ms of the connection's time. */
  recordedTo: number | null;
}

/** How many ms of the connection's time history is behind its clock; null where either is unknown. */
export function recorderLag(state: LiveState): number | null {
  if (state.clock === null || state.recordedTo === null) return null;
  return Math.max(0, state.clock.now - state.recordedTo);
}

/** The next state after a message or the loss of the stream at `wallNow`. */
export function liveReducer(state: LiveState, message: LiveMessage | { event: 'lost' }, wallNow: number): LiveState {
  switch (message.event) {
    case 'hello':
      return { stream: { kind: 'live' }, clock: message.data.clock, recordedTo: message.data.upTo };
    case 'moved':
      return { ...state, recordedTo: Math.max(state.recordedTo ?? 0, message.data.upTo) };
    case 'clock':
      return { ...state, clock: message.data };
    case 'resync':
      return state;
    case 'ended':
      // A portal that stops is expected back: to the page it is a lost stream.
      if (message.data.reason === 'stopped') return liveReducer(state, { event: 'lost' }, wallNow);
      return { ...state, stream: { kind: 'ended' } };
    case 'lost':
      return state.stream.kind === 'lost' || state.stream.kind === 'ended'
        ? state
        : { ...state, stream: { kind: 'lost', since: wallNow } };
  }
}

/** A store that components subscribe to by part, so that a clock's tick draws the clock only. */
export function createLiveStore(initial: LiveState) {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    apply(message: LiveMessage | { event: 'lost' }, wallNow: number) {
      const next = liveReducer(state, message, wallNow);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    /** A clock that an action gave back, ahead of the stream. */
    setClock(clock: SimulatedClock) {
      this.apply({ event: 'clock', data: clock }, 0);
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export type LiveStore = ReturnType<typeof createLiveStore>;
