import type { Change } from '@/lib/batch';
import { BATCH_CHANGES } from './outbox';

/** What a reader gets: a driver's ChangeBatch. */
export interface FeedBatch {
  changes: Change[];
  /** Sequence of the last change in it. */
  seq: number;
  /** Virtual ms up to which this batch tells everything. */
  upTo: number;
  /** To be called once it is committed. */
  acknowledge(): void;
}

/** Changes between the machine and whoever records them: kept until acknowledged, given out in order, to one reader. */
export class ChangeFeed {
  private queue: Change[] = [];
  private upTo = 0;
  private givenUpTo = 0;
  private acked: number;
  private told: number;
  private error: Error | null = null;
  private isClosed = false;
  private readers = 0;
  private wake: (() => void)[] = [];
  private waiting: { seq: number; resolve: () => void; reject: (error: Error) => void }[] = [];

  constructor(
    recordedSeq: number,
    private readonly onAcknowledged: (seq: number) => void,
  ) {
    this.acked = recordedSeq;
    this.told = recordedSeq;
  }

  /** Sequence up to which everything is recorded. */
  get acknowledgedSeq(): number {
    return this.acked;
  }

  /** Sequence of the last change that the machine let go. */
  get toldSeq(): number {
    return this.told;
  }

  /** True while somebody reads, who may acknowledge. */
  get hasReader(): boolean {
    return this.readers > 0;
  }

  push(changes: Change[], upTo: number): void {
    for (const change of changes) this.queue.push(change);
    this.told = changes.at(-1)?.seq ?? this.told;
    this.upTo = upTo;
    this.stir();
  }

  /** Ends every reader after what is there; with an error, the readers throw it. */
  close(error: Error | null): void {
    this.isClosed = true;
    this.error ??= error;
    for (const { reject } of this.waiting) reject(error ?? new Error('The simulator was stopped.'));
    this.waiting = [];
    this.stir();
  }

  /** Resolves when everything up to `seq` is acknowledged. */
  recorded(seq: number): Promise<void> {
    if (seq <= this.acked) return Promise.resolve();
    if (this.isClosed) return Promise.reject(this.error ?? new Error('The simulator was stopped.'));
    return new Promise((resolve, reject) => this.waiting.push({ seq, resolve, reject }));
  }

  async *read(cursor: number, signal: AbortSignal): AsyncGenerator<FeedBatch> {
    if (cursor < this.acked) {
      throw new RangeError(
        `Changes up to ${this.acked} were acknowledged and are not kept; they can't be read again from ${cursor}. Reopen the simulator to regenerate them.`,
      );
    }
    let position = cursor;
    const onAbort = () => this.stir();
    signal.addEventListener('abort', onAbort);
    this.readers++;
    try {
      while (!signal.aborted) {
        const batch = this.take(position);
        if (batch !== null) {
          position = batch.seq;
          yield batch;
        } else {
          if (this.error !== null) throw this.error;
          if (this.isClosed) return;
          await new Promise<void>((resolve) => this.wake.push(resolve));
        }
      }
    } finally {
      this.readers--;
      signal.removeEventListener('abort', onAbort);
    }
  }

  private take(position: number): FeedBatch | null {
    const from = this.countUpTo(position);
    const changes = this.queue.slice(from, from + BATCH_CHANGES);
    const last = changes.at(-1);
    if (last === undefined) return this.takeTime(position);
    const isNewest = from + changes.length === this.queue.length;
    const upTo = isNewest ? this.upTo : (lastAt(changes) ?? this.upTo);
    this.givenUpTo = upTo;
    return { changes, seq: last.seq, upTo, acknowledge: () => this.acknowledge(last.seq) };
  }

  /** Time passed and nothing changed: a batch without changes says so. */
  private takeTime(position: number): FeedBatch | null {
    if (this.upTo <= this.givenUpTo) return null;
    this.givenUpTo = this.upTo;
    return { changes: [], seq: position, upTo: this.upTo, acknowledge: () => {} };
  }

  private acknowledge(seq: number): void {
    if (seq <= this.acked) return;
    this.acked = seq;
    this.queue = this.queue.slice(this.countUpTo(seq));
    this.onAcknowledged(seq);
    const ready = this.waiting.filter((asker) => asker.seq <= seq);
    this.waiting = this.waiting.filter((asker) => asker.seq > seq);
    for (const { resolve } of ready) resolve();
  }

  /** How many queued changes have a sequence of at most `seq`. */
  private countUpTo(seq: number): number {
    let low = 0;
    let high = this.queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.queue[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private stir(): void {
    const woken = this.wake;
    this.wake = [];
    for (const resolve of woken) resolve();
  }
}

function lastAt(changes: Change[]): number | null {
  return changes.findLast((change) => change.at !== null)?.at ?? null;
}
