import type { Fault } from '@/lib/simulator';
import { type ApiResponse, errorResponse } from './handle';
import type { ErrorName } from './request-error';

type WireFault = Extract<Fault, { kind: `api-${string}` }>;

/** What a fault does to one request: an answer in place of the machine's, or a delay of it (wall ms). */
export interface WireVerdict {
  refusal: ApiResponse | null;
  delayMs: number;
}

interface Bucket {
  left: number;
  at: number;
}

/** AWS publishes a rate for submits only; the others are assumed. A bucket holds two seconds' worth. */
const RATES: Readonly<Record<string, number>> = { SubmitJob: 50, SubmitServiceJob: 5 };
const OTHER_RATE = 20;
const BURST_SECONDS = 2;

const NAMES: Readonly<Record<number, [ErrorName, string]>> = {
  400: ['ClientException', 'The request failed.'],
  429: ['TooManyRequestsException', 'Too Many Requests'],
};
const FAILURE: [ErrorName, string] = ['ServerException', 'Internal service error.'];

function isWireFault(fault: Fault): fault is WireFault {
  return fault.kind.startsWith('api-');
}

function isInForce(fault: WireFault, operation: string, at: number): boolean {
  if (at < fault.at || (fault.end !== undefined && at >= fault.end)) return false;
  return fault.operations === undefined || fault.operations.includes(operation);
}

/**
 * Faults on the wire (throttling, failures, slow answers): in the machine's log as inputs, but carried out here, before it
 * is asked, with a generator of their own. `clock` gives wall ms: a client's rate is a matter of its own seconds.
 */
export class WireFaults {
  private readonly buckets = new Map<string, Bucket>();
  private state: number;

  constructor(
    seed: number,
    private readonly clock: () => number,
  ) {
    this.state = seed | 0;
  }

  /** What becomes of a request of `operation` at `at` of the machine's time. */
  judge(faults: readonly Fault[], operation: string, at: number, requestId: string): WireVerdict {
    let delayMs = 0;
    for (const fault of faults) {
      if (!isWireFault(fault) || !isInForce(fault, operation, at)) continue;
      if (fault.kind === 'api-slow') delayMs += fault.milliseconds;
      else if (fault.kind === 'api-failing' && this.draw() < fault.fraction) {
        return { refusal: failure(fault.status, requestId), delayMs };
      } else if (fault.kind === 'api-throttled' && !this.take(operation, fault.perSecond)) {
        return { refusal: failure(429, requestId), delayMs };
      }
    }
    return { refusal: null, delayMs };
  }

  private take(operation: string, perSecond: number | undefined): boolean {
    const rate = perSecond ?? RATES[operation] ?? OTHER_RATE;
    const most = Math.max(1, rate * BURST_SECONDS);
    const now = this.clock();
    const bucket = this.buckets.get(operation) ?? { left: most, at: now };
    bucket.left = Math.min(most, bucket.left + ((now - bucket.at) * rate) / 1000);
    bucket.at = now;
    this.buckets.set(operation, bucket);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  /** mulberry32. */
  private draw(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}

function failure(status: number, requestId: string): ApiResponse {
  const [name, message] = NAMES[status] ?? FAILURE;
  return { ...errorResponse(name, message, requestId), status };
}
