import type { Input, Simulator } from '@/lib/simulator';
import type { Pace, TakenSnapshot } from './messages';
import type { Outbox } from './outbox';
import { Pacer, Stretch } from './pace';
import type { Script } from './script';

export interface DriveLimits {
  /** Wall ms of one turn. */
  sliceMs: number;
  /** Changes the machine may be ahead of the recorder (DECISIONS 7). */
  aheadChanges: number;
  /** A snapshot is due after so many inputs, changes or wall ms. */
  snapshotInputs: number;
  snapshotChanges: number;
  snapshotMs: number;
}

export const DRIVE_LIMITS: DriveLimits = {
  sliceMs: 1,
  aheadChanges: 100_000,
  snapshotInputs: 20_000,
  snapshotChanges: 300_000,
  snapshotMs: 300_000,
};

const HOUR_MS = 3_600_000;
const LARGEST_BUDGET = 1 << 20;

/** Moves one machine: how far it may go now, in slices, never past what is durable or too far ahead of history. */
export class Drive {
  pace: Pace;
  mayRunTo = Number.NEGATIVE_INFINITY;
  acked: number;
  /** Moments asked for by advanceTo, with who asks. */
  advancing: { id: number; to: number }[] = [];

  private readonly pacer: Pacer;
  private readonly stretch = new Stretch();
  private asked = Number.NEGATIVE_INFINITY;
  private budget = 256;
  private quietSince: number | null = null;
  private snapshotBase: { inputSeq: number; changeSeq: number; wall: number };

  constructor(
    readonly machine: Simulator,
    readonly script: Script,
    private readonly outbox: Outbox,
    private readonly log: (entries: Input[]) => void,
    private readonly clock: () => number,
    private readonly limits: DriveLimits,
    start: { pace: Pace; recordedSeq: number; catchUpTo: number },
  ) {
    this.pace = start.pace;
    this.acked = start.recordedSeq;
    this.catchUpTo = start.catchUpTo;
    this.pacer = new Pacer(clock());
    this.snapshotBase = { inputSeq: machine.inputSeq(), changeSeq: machine.changeSeq(), wall: clock() };
  }

  private readonly catchUpTo: number;

  /** False until the log is replayed and everything that may have been seen before has happened again. */
  isLive(): boolean {
    return !this.script.isReplaying() && this.machine.now() >= this.catchUpTo;
  }

  isHeld(): boolean {
    return this.room() <= 0;
  }

  /** Virtual ms of the next thing that happens by itself. */
  nextEventAt(): number | null {
    const own = this.machine.nextEventAt();
    const scripted = this.script.nextAt();
    if (own === null || scripted === null) return own ?? scripted;
    return Math.min(own, scripted);
  }

  /** After a pause, a jump or a change of speed nothing is owed. */
  repace(pace: Partial<Pace>): void {
    this.pace = { ...this.pace, ...pace };
    this.quietSince = null;
    this.pacer.reset(this.clock());
  }

  /** A call or fault came in: a quiet machine goes on. */
  stirred(): void {
    this.quietSince = null;
  }

  /** Runs for at most one slice. Gives the wall ms until there is more to do; 0 where there is now. */
  turn(): number {
    const began = this.clock();
    const allowed = this.pacer.tick(began, this.pace);
    const limit = this.limit(allowed);
    do {
      this.step(limit);
    } while (this.machine.now() < limit && !this.isHeld() && this.clock() - began < this.limits.sliceMs);
    if (this.machine.now() < limit && !this.isHeld()) return 0;
    return this.restFor();
  }

  /** How far the machine asks to be allowed to run, once per need. */
  wants(): number | null {
    if (!this.isLive() || this.asked > this.mayRunTo || this.mayRunTo === Number.NEGATIVE_INFINITY) return null;
    const goal = this.goal(Number.POSITIVE_INFINITY);
    const now = this.machine.now();
    if (this.isFlatOut() && goal <= this.mayRunTo) return null;
    const wanted = this.stretch.wants(this.pace, this.isFlatOut(), now, this.mayRunTo, this.clock());
    if (wanted === null || this.isHeld()) return null;
    this.asked = Math.min(wanted, this.isFlatOut() ? goal : wanted);
    return this.asked;
  }

  /** The state, when `force` or one is due; null otherwise. */
  takeSnapshot(force: boolean): TakenSnapshot | null {
    const { machine, snapshotBase: base, limits } = this;
    if (!this.isLive()) return null;
    const inputSeq = machine.inputSeq();
    const changeSeq = machine.changeSeq();
    const wall = this.clock();
    const isDue =
      inputSeq - base.inputSeq >= limits.snapshotInputs ||
      changeSeq - base.changeSeq >= limits.snapshotChanges ||
      (wall - base.wall >= limits.snapshotMs && changeSeq > base.changeSeq);
    if (!isDue && !force) return null;
    this.snapshotBase = { inputSeq, changeSeq, wall };
    return { state: machine.snapshot(), inputSeq, changeSeq, at: machine.now() };
  }

  private room(): number {
    return this.limits.aheadChanges - (this.machine.changeSeq() - this.acked);
  }

  private isFlatOut(): boolean {
    return this.advancing.length > 0 || (this.pace.speed === 'max' && !this.pace.paused);
  }

  /** Where the machine would go if it were allowed to. */
  private goal(allowed: number): number {
    if (this.script.isReplaying()) return Math.max(this.catchUpTo, (this.script.nextAt() ?? 0) - 1);
    const now = this.machine.now();
    if (now < this.catchUpTo) return this.catchUpTo;
    if (this.advancing.length > 0) return Math.max(...this.advancing.map(({ to }) => to));
    if (this.pace.paused) return now;
    if (this.pace.speed !== 'max') return now + allowed;
    return this.goalAtMax(now);
  }

  /** Flat out, a machine in which nothing can change a job runs one more hour, so that idle instances leave, and stands. */
  private goalAtMax(now: number): number {
    if (this.script.nextAt() !== null || !this.machine.isQuiet()) {
      this.quietSince = null;
      return Number.POSITIVE_INFINITY;
    }
    this.quietSince ??= now;
    return this.machine.nextEventAt() === null ? now : this.quietSince + HOUR_MS;
  }

  private limit(allowed: number): number {
    const goal = this.goal(allowed);
    return this.script.isReplaying() ? goal : Math.min(goal, this.mayRunTo);
  }

  private step(limit: number): void {
    const { machine, script } = this;
    this.runDue();
    const before = machine.now();
    const scripted = script.nextAt();
    let until = scripted === null ? limit : Math.min(limit, scripted - 1);
    if (this.isFlatOut()) until = Math.min(until, Math.max(before + HOUR_MS, machine.nextEventAt() ?? 0));
    if (until <= before || this.isHeld()) return;
    const began = this.clock();
    const isWhole = machine.advance(until, Math.max(1, Math.min(this.budget, this.room() >> 2)));
    if (!isWhole) this.adapt(this.clock() - began);
    this.pacer.spend(machine.now() - before);
    this.runDue();
  }

  private runDue(): void {
    const from = this.outbox.pending;
    const fresh = this.script.runDue(this.machine);
    const last = fresh.at(-1);
    if (last === undefined) return;
    this.outbox.raise(from, last.seq);
    this.log(fresh);
  }

  private adapt(elapsed: number): void {
    if (elapsed < this.limits.sliceMs / 4) this.budget = Math.min(this.budget * 2, LARGEST_BUDGET);
    else if (elapsed > this.limits.sliceMs) this.budget = Math.max(this.budget >> 1, 16);
  }

  private restFor(): number {
    if (this.pace.paused || this.pace.speed === 'max' || this.isHeld()) return 100;
    const next = this.nextEventAt();
    if (next === null) return 50;
    return Math.min(50, Math.max(1, (next - this.machine.now()) / this.pace.speed));
  }
}
