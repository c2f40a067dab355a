import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_LEVELS } from './contract';
import { fill, levelFor, stepFor } from './read-series';
import { createSampler, type SampleRow } from './sampler';

const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 60,
});

function recount(steps: readonly { at: number; value: number }[], level: number): SampleRow[] {
  const width = level * 1000;
  const starts = [...new Set(steps.map(({ at }) => Math.floor(at / width) * width))].sort((a, b) => a - b);
  return starts.map((bucketAt) => {
    const inside = steps.filter(({ at }) => at >= bucketAt && at < bucketAt + width);
    const before = steps.findLast(({ at }) => at < bucketAt)?.value;
    const seen = inside.map(({ value }) => value);
    if (before !== undefined && inside[0]?.at !== bucketAt) seen.push(before);
    return {
      subject: 'queue-jobs',
      name: 'main',
      measure: 'RUNNABLE',
      level,
      bucketAt,
      last: inside.at(-1)?.value ?? 0,
      low: Math.min(...seen),
      high: Math.max(...seen),
    };
  });
}

describe('createSampler', () => {
  it('keeps last, low and high of each bucket, whenever its rows are taken and however often it is restored', () => {
    fc.assert(
      fc.property(moves, fc.integer({ min: 1, max: 9 }), (list, every) => {
        let sampler = createSampler();
        const stored = new Map<string, SampleRow>();
        const steps: { at: number; value: number }[] = [];
        let at = 86_400_000;
        let value = 0;
        list.forEach(([gap, change], index) => {
          at += gap;
          value += change;
          if (index === 0 || change !== 0) steps.push({ at, value });
          sampler.set('queue-jobs', 'main', 'RUNNABLE', at, value);
          if (index % every !== 0) return;
          for (const row of sampler.take()) stored.set(`${row.level}/${row.bucketAt}`, row);
          sampler = createSampler();
          const rows = [...stored.values()];
          sampler.restore(SAMPLE_LEVELS.flatMap((level) => rows.filter((row) => row.level === level).slice(-1)));
        });
        for (const row of sampler.take()) stored.set(`${row.level}/${row.bucketAt}`, row);
        for (const level of SAMPLE_LEVELS) {
          expect([...stored.values()].filter((row) => row.level === level)).toEqual(recount(steps, level));
        }
      }),
    );
  });

  it('has no row where nothing moved', () => {
    const sampler = createSampler();
    sampler.add('queue-jobs', 'main', 'RUNNING', 0, 1);
    sampler.take();
    sampler.set('queue-jobs', 'main', 'RUNNING', 50_000, 1);
    expect(sampler.take()).toEqual([]);
    expect(sampler.value('queue-jobs', 'main', 'RUNNING')).toBe(1);
  });
});

describe('series', () => {
  it('picks the finest level that fits', () => {
    const hour = 3_600_000;
    expect(stepFor(0, 4 * hour, 1500)).toBe(10);
    expect(stepFor(0, 24 * hour, 1500)).toBe(60);
    expect(stepFor(0, 24 * hour, 300)).toBe(300);
    expect(stepFor(0, 6 * hour, 120)).toBe(300);
    expect(stepFor(0, 60 * 24 * hour, 1500)).toBe(3600);
    expect(stepFor(0, 400 * 24 * hour, 1500)).toBe(43_200);
    expect(stepFor(0, 3000 * 24 * hour, 1500)).toBe(172_800);
    expect([10, 30, 300, 1800, 10_800, 172_800].map(levelFor)).toEqual([10, 10, 60, 60, 3600, 86_400]);
  });

  it('holds the last value and leaves a gap before the first', () => {
    const points = [
      { at: 20_000, last: 5 },
      { at: 40_000, last: 2 },
    ];
    expect(fill(points, [10_000, 20_000, 30_000, 40_000, 50_000], 10)).toEqual([null, 5, 5, 2, 2]);
    expect(fill(points, [30_000, 40_000], 10)).toEqual([5, 2]);
  });
});
