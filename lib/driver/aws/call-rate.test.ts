import { describe, expect, it } from 'vitest';
import { createCallRate } from './call-rate';

/** Makes calls as fast as the rate lets them until `until`; gives the moments at which they were made. */
function callsUntil(rate: ReturnType<typeof createCallRate>, from: number, until: number): number[] {
  const made: number[] = [];
  for (let now = from; now < until; ) {
    now += rate.take(now);
    made.push(now);
  }
  return made;
}

describe('the rate of calls', () => {
  it('lets a short burst through, and keeps to its cap from then on', () => {
    const made = callsUntil(createCallRate(2), 0, 60_000);
    expect(made.length).toBeGreaterThan(115);
    expect(made.length).toBeLessThanOrEqual(2 * 60 + 6 + 1);
    expect(made.filter((at) => at === 0)).toHaveLength(6);
  });

  it('halves itself at each 429, pauses longer each time, and comes back with what AWS answers', () => {
    const rate = createCallRate(8);
    expect(rate.take(0)).toBe(0);
    rate.throttled(0);
    expect(rate.state(0)).toEqual({ perSecond: 4, throttledAt: 0 });
    expect(rate.take(0)).toBeGreaterThanOrEqual(300);
    rate.throttled(1000);
    expect(rate.state(1000).perSecond).toBe(2);
    expect(rate.take(1000)).toBeGreaterThanOrEqual(450);
    for (let n = 0; n < 8; n++) rate.answered();
    expect(rate.state(120_000).perSecond).toBe(8);
  });

  it('never stops for good, however often AWS says 429', () => {
    const rate = createCallRate(2);
    for (let n = 0; n < 50; n++) rate.throttled(n);
    expect(rate.state(50).perSecond).toBe(2 / 16);
    expect(rate.take(50)).toBeLessThanOrEqual(5_000 + 16_000);
  });
});
