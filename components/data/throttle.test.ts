import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gathered } from './throttle';

describe('gathered', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs the first at once and the rest together at the end of the pause', () => {
    const runs: string[][] = [];
    const news = gathered<string>(700, (items) => runs.push([...items]));
    news.add(['jobs']);
    news.add(['jobs', 'queues']);
    news.add(['waiting']);
    expect(runs).toEqual([['jobs']]);
    vi.advanceTimersByTime(700);
    expect(runs).toEqual([['jobs'], ['jobs', 'queues', 'waiting']]);
    vi.advanceTimersByTime(5000);
    expect(runs).toHaveLength(2);
    news.add(['jobs']);
    expect(runs).toHaveLength(3);
  });

  it('says nothing after it was stopped', () => {
    const runs: string[][] = [];
    const news = gathered<string>(700, (items) => runs.push([...items]));
    news.add(['jobs']);
    news.add(['queues']);
    news.stop();
    vi.advanceTimersByTime(5000);
    expect(runs).toEqual([['jobs']]);
  });
});
