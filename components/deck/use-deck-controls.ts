'use client';

import { useCallback, useMemo, useState } from 'react';
import type { ActionResult } from '@/lib/access';
import type { SimulatedClock } from '@/lib/driver';
import { useConnection } from '../data/connection';
import { useClock, useLiveStore } from '../data/live';
import { showToast } from '../ui/toast';

/** What the deck asks of the server; each answers when it is durable. */
export interface DeckActions {
  setPace: (input: {
    connection: string;
    speed?: number | 'max';
    paused?: boolean;
  }) => Promise<ActionResult<SimulatedClock>>;
  advanceTo: (input: { connection: string; to: number }) => Promise<ActionResult<SimulatedClock>>;
}

export interface DeckControls {
  toggle: () => void;
  step: () => void;
  setSpeed: (speed: number | 'max') => void;
  /** Answers when the moment is reached and recorded. */
  advanceTo: (to: number) => Promise<boolean>;
  /** A call is under way. */
  busy: boolean;
}

/** The controls of a simulated clock. What was asked shows at once and is taken back where it was refused. */
export function useDeckControls(actions: DeckActions): DeckControls {
  const { slug } = useConnection();
  const store = useLiveStore();
  const [busy, setBusy] = useState(false);

  const ask = useCallback(
    async (what: string, call: () => Promise<ActionResult<SimulatedClock>>, expected: Partial<SimulatedClock>) => {
      const before = store.get().clock;
      if (before !== null) store.setClock({ ...before, ...expected });
      setBusy(true);
      const result = await call().catch(() => null);
      setBusy(false);
      if (result?.ok === true) {
        store.setClock(result.value);
        return true;
      }
      if (before !== null) store.setClock(before);
      showToast({ kind: 'refused', title: what, detail: result?.error.message ?? 'The portal does not answer.' });
      return false;
    },
    [store],
  );

  const toggle = useCallback(() => {
    const clock = store.get().clock;
    if (clock === null) return;
    const paused = !clock.paused;
    void ask(
      `The clock was not ${paused ? 'paused' : 'started'}.`,
      () => actions.setPace({ connection: slug, paused }),
      { paused },
    );
  }, [store, ask, actions, slug]);

  const advanceTo = useCallback(
    (to: number) =>
      ask('The clock was not moved.', () => actions.advanceTo({ connection: slug, to }), { advancingTo: to }),
    [ask, actions, slug],
  );

  const step = useCallback(() => {
    const clock = store.get().clock;
    if (clock === null || !clock.paused || clock.advancingTo !== undefined) return;
    if (clock.nextEventAt !== null && clock.nextEventAt > clock.now) void advanceTo(clock.nextEventAt);
  }, [store, advanceTo]);

  const setSpeed = useCallback(
    (speed: number | 'max') => {
      void ask('The speed was not changed.', () => actions.setPace({ connection: slug, speed }), { speed });
    },
    [ask, actions, slug],
  );

  return useMemo(() => ({ toggle, step, setSpeed, advanceTo, busy }), [toggle, step, setSpeed, advanceTo, busy]);
}

/** Whether a step has somewhere to go. */
export function useCanStep(): boolean {
  const clock = useClock();
  return (
    clock?.paused === true &&
    clock.advancingTo === undefined &&
    clock.nextEventAt !== null &&
    clock.nextEventAt > clock.now
  );
}
