/** Calls that may follow one another at once after a pause, as seconds of the rate. */
const BURST_SECONDS = 3;
/** A throttled caller halves its rate, down to this part of its cap, and wins a tenth of the cap back with each answer. */
const LOWEST_PART = 1 / 16;
const RECOVER_PART = 0.1;
/** Nothing is asked for so long after a 429, longer after each that follows it: the halved rate does the rest. */
const FIRST_PAUSE_MS = 300;
const PAUSE_GROWS = 1.5;
const LONGEST_PAUSE_MS = 5_000;

/** Everything a caller must know of its own pace. Times in wall ms, rates in calls a second. */
export interface CallRate {
  /** How long to wait before the next call, ms; the call counts as made. */
  take(now: number): number;
  /** AWS answered 429: slower from now on, and nothing for a while. */
  throttled(now: number): void;
  /** AWS answered: a little faster again. */
  answered(): void;
  /** The rate now, and when AWS last said 429. */
  state(now: number): { perSecond: number; throttledAt: number | null };
}

/**
 * A token bucket of our own, so that the portal never takes the account's whole share: `cap` calls a second, with a short
 * burst after a pause. It backs off on the first 429. Pure: the caller brings the time.
 */
export function createCallRate(cap: number): CallRate {
  let rate = cap;
  let tokens = cap * BURST_SECONDS;
  let at = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let pause = FIRST_PAUSE_MS;
  let throttledAt: number | null = null;

  const pass = (now: number) => {
    if (at > Number.NEGATIVE_INFINITY) {
      tokens = Math.min(Math.max(1, rate * BURST_SECONDS), tokens + (Math.max(0, now - at) * rate) / 1000);
    }
    at = Math.max(at, now);
  };

  return {
    take(now) {
      pass(now);
      tokens -= 1;
      const forToken = tokens >= 0 ? 0 : (-tokens * 1000) / rate;
      return Math.max(0, Math.ceil(Math.max(forToken, pausedUntil - now)));
    },
    throttled(now) {
      pass(now);
      rate = Math.max(cap * LOWEST_PART, rate / 2);
      tokens = Math.min(tokens, 0);
      pausedUntil = now + pause;
      pause = Math.min(LONGEST_PAUSE_MS, pause * PAUSE_GROWS);
      throttledAt = now;
    },
    answered() {
      rate = Math.min(cap, rate + cap * RECOVER_PART);
      pause = FIRST_PAUSE_MS;
    },
    state(now) {
      pass(now);
      return { perSecond: rate, throttledAt };
    },
  };
}
