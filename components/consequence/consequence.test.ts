import { describe, expect, it } from 'vitest';
import { type ActProgress, actInPortions, isTypedRight, portions } from './consequence';

describe('an act on many things', () => {
  it('is cut into portions', () => {
    expect(portions(['a', 'b', 'c'], 2)).toEqual([['a', 'b'], ['c']]);
    expect(portions([], 2)).toEqual([]);
  });
  it('keeps what was refused, and tells each portion', async () => {
    const told: ActProgress[] = [];
    const end = await actInPortions(
      ['a', 'b', 'c'],
      2,
      async (ids) => ({ done: ids.length - 1, failed: [{ id: ids[0] ?? '', message: 'in use' }] }),
      (progress) => told.push(progress),
      () => false,
    );
    expect(end).toEqual({
      done: 1,
      failed: [
        { id: 'a', message: 'in use' },
        { id: 'c', message: 'in use' },
      ],
      left: 0,
      stopped: null,
    });
    expect(told.map(({ left }) => left)).toEqual([1, 0, 0]);
  });
  it('stops at a refusal of the whole, when asked to, and when no answer comes', async () => {
    const quiet = () => {};
    const refused = await actInPortions(
      ['a', 'b'],
      1,
      async () => ({ refused: 'No right.' }),
      quiet,
      () => false,
    );
    expect(refused).toMatchObject({ done: 0, left: 2, stopped: 'No right.' });
    const asked = await actInPortions(
      ['a'],
      1,
      async () => ({ done: 1, failed: [] }),
      quiet,
      () => true,
    );
    expect(asked).toMatchObject({ left: 1, stopped: 'Stopped by you.' });
    const silent = await actInPortions(
      ['a'],
      1,
      () => Promise.reject(new Error('fetch')),
      quiet,
      () => false,
    );
    expect(silent.stopped).toBe('The portal does not answer.');
  });
});

describe('what is typed', () => {
  it('must be the name, or the number with or without separators', () => {
    expect(isTypedRight(undefined, '')).toBe(true);
    expect(isTypedRight('main', ' main ')).toBe(true);
    expect(isTypedRight('main', 'Main')).toBe(false);
    expect(isTypedRight('2414', '2,414')).toBe(true);
    expect(isTypedRight('2414', '241')).toBe(false);
  });
});
