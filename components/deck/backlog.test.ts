import { describe, expect, it } from 'vitest';
import { backlogBars, backlogSentence, lossMarks } from './backlog';

const times = [0, 60_000, 120_000];

describe('the backlog strip', () => {
  it('sums waiting states over queues and keeps gaps', () => {
    const bars = backlogBars({
      step: 60,
      times,
      unfinished: false,
      series: [
        { name: 'a', measure: 'RUNNABLE', values: [1, null, 5] },
        { name: 'b', measure: 'PENDING', values: [2, null, null] },
        { name: 'a', measure: 'RUNNING', values: [100, 100, 100] },
      ],
    });
    expect(bars.map((bar) => bar.waiting)).toEqual([3, null, 5]);
    expect(backlogSentence(bars)).toBe('Waiting jobs, last 24 h: from 3 to 5, at most 5');
    expect(backlogSentence([])).toBe('Waiting jobs: nothing recorded yet');
  });
  it('marks the buckets in which lost money grew', () => {
    const series = [{ name: 'e', measure: 'lost', values: [0, 2, 2] }];
    expect(lossMarks({ step: 60, times, unfinished: false, series })).toEqual([60_000]);
  });
});
