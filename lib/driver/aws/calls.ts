import { createCallRate } from './call-rate';
import { awsFailure } from './failure-words';

/** How the poller stands; shown in Settings and in the deck. Times in wall ms. */
export interface PollingState {
  /** What keeps it from asking AWS, since when; null while it can. */
  error: { message: string; since: number } | null;
  /** Calls made since the start, and how many of them AWS answered with 429. */
  calls: number;
  throttled: number;
  /** Calls a second that it allows itself now. */
  perSecond: number;
  /** Jobs that AWS still had when the portal came: how many were read, and whether that is all. */
  backfill: { jobs: number; done: boolean };
}

export interface CallsOptions {
  /** Calls a second, at most. */
  cap: number;
  /** Wall ms. */
  clock: () => number;
  /** Resolves after so many ms, or when the signal aborts. */
  rest: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const TRIES = 4;
const FIRST_RETRY_MS = 500;

/** Whether the same call may well succeed a moment later: AWS's own failure, or none of its answers came. */
function isPassing(error: unknown): boolean {
  const { kind } = awsFailure(error);
  return kind === 'failed' || kind === 'unreachable';
}

/** Makes calls to AWS one after the other, under a cap of our own. */
export class Calls {
  private readonly rate;
  private made = 0;
  private throttledCalls = 0;

  constructor(private readonly options: CallsOptions) {
    this.rate = createCallRate(options.cap);
  }

  state(): Pick<PollingState, 'calls' | 'throttled' | 'perSecond'> {
    const { perSecond } = this.rate.state(this.options.clock());
    return { calls: this.made, throttled: this.throttledCalls, perSecond };
  }

  /**
   * Waits for its turn and makes the call. A 429 slows all further calls down and is tried again for as long as it takes;
   * what is AWS's own failure is tried four times. Rejects with the SDK's error, or with the signal's reason.
   */
  async run<Output>(signal: AbortSignal, send: (signal: AbortSignal) => Promise<Output>): Promise<Output> {
    const { clock, rest } = this.options;
    for (let failures = 0; ; ) {
      const wait = this.rate.take(clock());
      if (wait > 0) await rest(wait, signal);
      signal.throwIfAborted();
      this.made += 1;
      try {
        const answer = await send(signal);
        this.rate.answered();
        return answer;
      } catch (error) {
        signal.throwIfAborted();
        if (awsFailure(error).kind === 'throttled') {
          this.throttledCalls += 1;
          this.rate.throttled(clock());
          continue;
        }
        failures += 1;
        if (!isPassing(error) || failures >= TRIES) throw error;
        await rest(FIRST_RETRY_MS * 2 ** (failures - 1), signal);
      }
    }
  }
}
