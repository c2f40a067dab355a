/** Most signatures kept; over it the oldest seconds go, and what was signed in or before them is refused. */
const MOST = 200_000;
/**
 * How long after the first a request with the same signature may come, if its SDK says that it is another call. A date
 * has whole seconds and botocore signs little more than that, so two equal calls in one second are signed alike.
 */
const SAME_SECOND_MS = 5000;
const SECOND_MS = 1000;

interface Seen {
  firstAt: number;
  calls: Set<string>;
}

/**
 * Remembers the signatures of writes for as long as their date is good, so that one that was captured can't be sent
 * again. Memory is bounded: by the second they were signed in, the oldest are forgotten first.
 */
export class SentBefore {
  private readonly bySecond = new Map<number, Map<string, Seen>>();
  private count = 0;
  private sweptAt = 0;
  /** What was signed before this moment may have been seen and forgotten, or sent to the process before this one. */
  private floor: number;

  constructor(
    startedAt: number,
    private readonly keptMs: number,
    private readonly most = MOST,
  ) {
    this.floor = Math.floor(startedAt / SECOND_MS) * SECOND_MS;
  }

  /**
   * Takes note of a write; false where it was sent before. `call` is what the SDK calls this call
   * (`amz-sdk-invocation-id`), '' where it says nothing. Times in wall ms.
   */
  isNew(signature: string, call: string, signedAt: number, now: number): boolean {
    if (signedAt < this.floor) return false;
    const known = this.bySecond.get(signedAt)?.get(signature);
    if (known !== undefined) {
      if (call === '' || known.calls.has(call) || now - known.firstAt > SAME_SECOND_MS) return false;
      known.calls.add(call);
    } else this.second(signedAt).set(signature, { firstAt: now, calls: new Set([call]) });
    this.count++;
    if (now - this.sweptAt >= SECOND_MS) this.sweep(now);
    while (this.count > this.most && this.bySecond.size > 1) this.dropOldest();
    return true;
  }

  private second(signedAt: number): Map<string, Seen> {
    const known = this.bySecond.get(signedAt) ?? new Map<string, Seen>();
    this.bySecond.set(signedAt, known);
    return known;
  }

  private sweep(now: number): void {
    this.sweptAt = now;
    for (const signedAt of [...this.bySecond.keys()]) if (signedAt + this.keptMs < now) this.drop(signedAt);
  }

  private dropOldest(): void {
    const oldest = Math.min(...this.bySecond.keys());
    this.drop(oldest);
    this.floor = Math.max(this.floor, oldest + SECOND_MS);
  }

  private drop(signedAt: number): void {
    for (const { calls } of this.bySecond.get(signedAt)?.values() ?? []) this.count -= calls.size;
    this.bySecond.delete(signedAt);
  }
}
