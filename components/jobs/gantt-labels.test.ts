import { describe, expect, it } from 'vitest';
import { placeBarLabel, placeTicks } from './gantt-labels';

describe('the words of the attempts’ axis', () => {
  const ticks = [0, 20, 40, 60, 80, 88].map((at) => ({ at, text: `Day 1, 0${at % 10}:00` }));
  const share = (at: number) => at / 100;
  const halfOf = (text: string) => (text.length * 6.4) / 2;
  it.each([160, 240, 390, 900])('never meet one another, the edge or now on %i px', (width) => {
    const placed = placeTicks(ticks, 90, share, width);
    expect(placed.length).toBeGreaterThan(0);
    const spans = placed.map(({ at, text, dx }) => {
      const x = share(at) * width + dx;
      return [x - halfOf(text), x + halfOf(text)] as const;
    });
    expect(spans[0]?.[0]).toBeGreaterThanOrEqual(0);
    for (const [index, [from, to]] of spans.entries()) {
      expect(from).toBeGreaterThanOrEqual(spans[index - 1]?.[1] ?? 0);
      expect(to <= 0.9 * width - 15 || from >= 0.9 * width + 15).toBe(true);
      expect(to).toBeLessThanOrEqual(width);
    }
  });
  it('all stand where there is room', () => {
    expect(placeTicks(ticks.slice(1, 5), null, share, 1200).map(({ dx }) => dx)).toEqual([0, 0, 0, 0]);
  });
});

describe('the words of a bar', () => {
  const texts = ['12 min, all lost: interrupted in us-east-1a', '12 min, lost'];
  it('stand after it, else before it, else in it', () => {
    expect(placeBarLabel(texts, 10, 100, 900)).toEqual({ text: texts[0], place: 'after' });
    expect(placeBarLabel(texts, 600, 880, 900)).toEqual({ text: texts[0], place: 'before' });
    expect(placeBarLabel(texts, 100, 880, 900)).toEqual({ text: texts[0], place: 'inside' });
  });
  it('are shortened on a narrow axis, and left out where nothing fits', () => {
    expect(placeBarLabel(texts, 10, 120, 240)).toEqual({ text: '12 min, lost', place: 'after' });
    expect(placeBarLabel(texts, 30, 90, 120)).toBeNull();
  });
});
