import { checkRandomCalls } from '@/test/call-properties';

const LISTS_AT_ONCE = 20;

/** What random calls covered, and the first thing that did not hold. */
export interface CallsSoak {
  lists: number;
  calls: number;
  refused: number;
  broken: string | null;
}

/** Lists of random calls of every operation from a seed on, until the clock says stop. */
export function soakCalls(seed: number, until: number, clock: () => number): CallsSoak {
  const done: CallsSoak = { lists: 0, calls: 0, refused: 0, broken: null };
  for (let next = seed; clock() < until || done.lists === 0; next++) {
    try {
      const { calls, refused } = checkRandomCalls(next, LISTS_AT_ONCE);
      done.lists += LISTS_AT_ONCE;
      done.calls += calls;
      done.refused += refused;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return {
        ...done,
        broken: `calls of seed ${next}: ${error.message} ${error.cause instanceof Error ? error.cause.message : ''}`,
      };
    }
  }
  return done;
}
