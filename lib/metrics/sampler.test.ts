import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAMPLE_LEVELS } from './contract';
import { fill, levelFor, stepFor } from './read-series';
import { createSampler, type SampleRow, type Sampler } from './sampler';

const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -3, max: 3 })), {
  minLength: 1,
  maxLength: 60,
});

type Point = Pick<SampleRow, 'level' | 'bucketAt' | 'last'>;

function recount(steps: readonly { at: number; value: number }[], level: number): Point[] {
  const width = level * 1000;
  const starts = [...new Set(steps.map(({ at }) => Math.floor(at / width) * width))].sort((a, b) => a - b);
  return starts.flatMap((bucketAt) => {
    const last = steps.findLast(({ at }) => at < bucketAt + width)?.value ?? 0;
    const before = steps.findLast(({ at }) => at < bucketAt)?.value;
    return last === before ? [] : [{ level, bucketAt, last }];
  });
}

/** A table of samples: what is taken from a sampler goes in and out of it. */
function table() {
  const stored = new Map<string, Point>();
  const key = ({ level, bucketAt }: Point) => `${level}/${bucketAt}`;
  const ofLevel = (level: number) =>
    [...stored.values()].filter((row) => row.level === level).sort((a, b) => a.bucketAt - b.bucketAt);
  return {
    ofLevel,
    take(sampler: Sampler) {
      const { moved, gone } = sampler.take();
      for (const row of moved) stored.set(key(row), { level: row.level, bucketAt: row.bucketAt, last: row.last });
      for (const row of gone) expect(stored.delete(key(row))).toBe(true);
    },
    newest: () =>
      SAMPLE_LEVELS.flatMap((level) => {
        const rows = ofLevel(level);
        const [row] = rows.slice(-1);
        const before = rows.at(-2)?.last ?? Number.NaN;
        return row === undefined ? [] : [{ ...SERIES, ...row, before }];
      }),
  };
}

const SERIES = { subject: 'queue-jobs', name: 'main', measure: 'RUNNABLE', id: 7 } as const;

describe('createSampler', () => {
  it('keeps where each bucket ended, whenever its rows are taken and however often it is restored', () => {
    fc.assert(
      fc.property(moves, fc.integer({ min: 1, max: 9 }), (list, every) => {
        let sampler = createSampler();
        const samples = table();
        const steps: { at: number; value: number }[] = [];
        let at = 86_400_000;
        let value = 0;
        list.forEach(([gap, change], index) => {
          at += gap;
          value += change;
          steps.push({ at, value });
          sampler.set('queue-jobs', 'main', 'RUNNABLE', at, value);
          if (index % every !== 0) return;
          samples.take(sampler);
          sampler = createSampler();
          sampler.restore(samples.newest());
        });
        samples.take(sampler);
        for (const level of SAMPLE_LEVELS) expect(samples.ofLevel(level)).toEqual(recount(steps, level));
      }),
    );
  });

  it('has no row where nothing moved', () => {
    const sampler = createSampler();
    sampler.add('queue-jobs', 'main', 'RUNNING', 0, 1);
    sampler.take();
    sampler.set('queue-jobs', 'main', 'RUNNING', 50_000, 1);
    expect(sampler.take()).toEqual({ moved: [], gone: [] });
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
