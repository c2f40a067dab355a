import type { Change } from '@/lib/batch';
import type { Answer, FromWorker } from './messages';

/** Changes in one message at most. */
export const BATCH_CHANGES = 5000;
const COALESCE_MS = 20;
/** How often time that passed without a change is told, so that history knows how far it reaches. */
const NOTHING_NEW_MS = 1000;

/** Keeps answers and changes back until the inputs they follow from are durable (DECISIONS 13), then posts them in order. */
export class Outbox {
  private changes: Change[] = [];
  private needs: number[] = [];
  private answers: { need: number; id: number; answer: Answer }[] = [];
  private durableSeq = Number.NEGATIVE_INFINITY;
  private flushedAt = Number.NEGATIVE_INFINITY;
  private toldTo = Number.NEGATIVE_INFINITY;
  private timeToldAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly post: (message: FromWorker) => void) {}

  /** Changes that have not left yet. */
  get pending(): number {
    return this.changes.length;
  }

  change(change: Change, need: number): void {
    this.changes.push(change);
    this.needs.push(need);
  }

  /** What was put in from position `from` on turns out to follow from input `need`. */
  raise(from: number, need: number): void {
    this.needs.fill(need, from);
  }

  answer(id: number, answer: Answer, need: number): void {
    if (need <= this.durableSeq) this.post({ type: 'answer', id, answer });
    else this.answers.push({ need, id, answer });
  }

  /** The log is durable up to `seq`. Changes leave before the answers that follow from the same inputs. */
  durable(seq: number, now: number, wall: number): void {
    this.durableSeq = Math.max(this.durableSeq, seq);
    const ready = this.answers.filter((held) => held.need <= this.durableSeq);
    if (ready.length === 0) return;
    this.answers = this.answers.filter((held) => held.need > this.durableSeq);
    this.flush(now, wall, true);
    for (const { id, answer } of ready) this.post({ type: 'answer', id, answer });
  }

  /** Posts changes that may leave: full batches at once, the rest when the last post is 20 ms past or `force` is set. */
  flush(now: number, wall: number, force: boolean): void {
    const free = this.free();
    if (free === 0) {
      if (this.changes.length === 0) this.tellTime(now, wall, force);
      return;
    }
    if (!force && free < BATCH_CHANGES && wall - this.flushedAt < COALESCE_MS) return;
    this.flushedAt = wall;
    this.timeToldAt = wall;
    for (let from = 0; from < free; from += BATCH_CHANGES) {
      const batch = this.changes.slice(from, Math.min(from + BATCH_CHANGES, free));
      const isLast = from + BATCH_CHANGES >= free && free === this.changes.length;
      this.toldTo = isLast ? now : lastAt(batch, now);
      this.post({ type: 'changes', changes: batch, upTo: this.toldTo });
    }
    this.changes = this.changes.slice(free);
    this.needs = this.needs.slice(free);
  }

  private tellTime(now: number, wall: number, force: boolean): void {
    if (now <= this.toldTo || (!force && wall - this.timeToldAt < NOTHING_NEW_MS)) return;
    this.timeToldAt = wall;
    this.toldTo = now;
    this.post({ type: 'changes', changes: [], upTo: now });
  }

  private free(): number {
    let low = 0;
    let high = this.needs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.needs[middle] ?? 0) <= this.durableSeq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lastAt(batch: Change[], fallback: number): number {
  for (let index = batch.length - 1; index >= 0; index--) {
    const at = batch[index]?.at;
    if (at !== null && at !== undefined) return at;
  }
  return fallback;
}
