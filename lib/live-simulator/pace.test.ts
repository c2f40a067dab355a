import { describe, expect, it } from 'vitest';
import { Pacer, Stretch } from './pace';

describe('pace', () => {
  it('credits wall time times speed, whole ms, and keeps the rest', () => {
    const pacer = new Pacer(0);
    const pace = { speed: 0.3, paused: false };
    let ran = 0;
    for (let wall = 1; wall <= 1000; wall++) {
      const allowed = pacer.tick(wall, pace);
      ran += allowed;
      pacer.spend(allowed);
    }
    expect(Math.abs(ran - 300)).toBeLessThanOrEqual(1);
  });

  it('skips what it missed: a tick is a second at most', () => {
    const pacer = new Pacer(0);
    expect(pacer.tick(3_600_000, { speed: 60, paused: false })).toBe(60_000);
  });

  it('does not pile up what could not be run', () => {
    const pacer = new Pacer(0);
    for (let wall = 0; wall <= 10_000; wall += 100) pacer.tick(wall, { speed: 2, paused: false });
    expect(pacer.tick(10_000, { speed: 2, paused: false })).toBe(2000);
  });

  it('owes nothing after a pause, nor when the clock goes back', () => {
    const pacer = new Pacer(0);
    pacer.tick(500, { speed: 10, paused: false });
    expect(pacer.tick(600, { speed: 10, paused: true })).toBe(0);
    expect(pacer.tick(700, { speed: 10, paused: false })).toBe(1000);
    pacer.spend(1000);
    expect(pacer.tick(100, { speed: 10, paused: false })).toBe(0);
  });
});

describe('how far to ask for', () => {
  it('is two seconds ahead at a given speed, asked for when one is left', () => {
    const stretch = new Stretch();
    const pace = { speed: 60, paused: false };
    expect(stretch.wants(pace, false, 0, 0, 0)).toBe(120_000);
    expect(stretch.wants(pace, false, 30_000, 120_000, 500)).toBeNull();
    expect(stretch.wants(pace, false, 60_000, 120_000, 1000)).toBe(180_000);
    expect(stretch.wants({ speed: 60, paused: true }, false, 60_000, 60_000, 1000)).toBeNull();
  });

  it('grows flat out until a grant lasts half a second', () => {
    const stretch = new Stretch();
    const pace = { speed: 'max' as const, paused: false };
    let granted = 0;
    let now = 0;
    const speed = 1_000_000;
    let asks = 0;
    for (let wall = 0; wall < 60_000; wall += 10) {
      now = Math.min(granted, now + speed * 10);
      const wanted = stretch.wants(pace, true, now, granted, wall);
      if (wanted === null) continue;
      granted = wanted;
      if (wall > 10_000) asks++;
    }
    expect(now).toBeGreaterThan(0.9 * speed * 60_000);
    expect(asks).toBeLessThan(110);
  });
});
