import type { Pace } from './messages';

/** The most wall time one tick is credited, in ms: downtime and a suspended machine are skipped (DECISIONS 1). */
const TICK_LIMIT_MS = 1000;

/** Turns wall time into virtual time that may be run. Whole virtual ms come out; the rest is kept for the next tick. */
export class Pacer {
  private lastWall: number;
  private credit = 0;

  constructor(wall: number) {
    this.lastWall = wall;
  }

  /** Takes note of the wall time that went by; gives how many virtual ms may be run now, at most a second's worth. */
  tick(wall: number, pace: Pace): number {
    const elapsed = Math.min(Math.max(wall - this.lastWall, 0), TICK_LIMIT_MS);
    this.lastWall = wall;
    if (pace.paused || pace.speed === 'max') {
      this.credit = 0;
      return 0;
    }
    this.credit = Math.min(this.credit + elapsed * pace.speed, TICK_LIMIT_MS * pace.speed);
    return Math.floor(this.credit);
  }

  /** The machine ran this many virtual ms of what `tick` allowed. */
  spend(milliseconds: number): void {
    this.credit = Math.max(0, this.credit - milliseconds);
  }

  /** Forgets what is owed, so that a jump is not followed by a second one. */
  reset(wall: number): void {
    this.lastWall = wall;
    this.credit = 0;
  }
}

const SMALLEST_STRETCH_MS = 60_000;
const LARGEST_STRETCH_MS = 30 * 86_400_000;

/**
 * How far ahead to ask for, so that one grant lasts about a wall second: at a given speed two seconds' worth, flat out a
 * stretch that doubles while grants are used up sooner and halves while they last longer.
 */
export class Stretch {
  private flatOut = 3_600_000;
  private askedAt: number | null = null;

  /** Null while what is granted still lasts. `now` and `granted` virtual, `wall` wall ms. */
  wants(pace: Pace, isFlatOut: boolean, now: number, granted: number, wall: number): number | null {
    if (!isFlatOut) {
      if (pace.paused || pace.speed === 'max') return null;
      const second = Math.ceil(pace.speed * 1000);
      return granted - now > second ? null : now + 2 * second;
    }
    if (granted - now > this.flatOut / 2) return null;
    if (this.askedAt !== null) {
      const lasted = wall - this.askedAt;
      if (lasted < 500) this.flatOut = Math.min(this.flatOut * 2, LARGEST_STRETCH_MS);
      if (lasted > 2000) this.flatOut = Math.max(this.flatOut / 2, SMALLEST_STRETCH_MS);
    }
    this.askedAt = wall;
    return now + this.flatOut;
  }
}
