import { describe, expect, it } from 'vitest';
import { around, listOf, neighbours, parseOrder } from './siblings';

const order = ['a', 'b', 'c', 'd', 'e'].map((label) => ({ label, href: `/simulator/queues/${label}` }));
const href = (label: string) => `/simulator/queues/${label}`;

describe('siblings', () => {
  it('are those beside a thing in the list it was opened from', () => {
    expect(neighbours(order, href('b'))).toEqual({ previous: order[0], next: order[2] });
    expect(neighbours(order, href('a')).previous).toBeNull();
    expect(neighbours(order, href('e')).next).toBeNull();
    expect(neighbours(order, href('gone'))).toEqual({ previous: null, next: null });
  });

  it('are cut around the thing', () => {
    const labels = (label: string) => around(order, href(label), 3).map((row) => row.label);
    expect(labels('a')).toEqual(['a', 'b', 'c']);
    expect(labels('c')).toEqual(['b', 'c', 'd']);
    expect(labels('e')).toEqual(['c', 'd', 'e']);
    expect(around(order, href('a'), 9)).toEqual(order);
  });

  it('hang under their list', () => {
    expect(listOf('/simulator/jobs/0a%3A3')).toBe('/simulator/jobs');
  });

  it('read as none where the store holds something else, or leads out of the portal', () => {
    expect(parseOrder(JSON.stringify(order))).toEqual(order);
    for (const text of [null, '', '{', '{}', '7', '[1,null,{"href":1}]']) expect(parseOrder(text)).toEqual([]);
    for (const out of ['https://example.com/', '//example.com/', '/\\example.com', 'javascript:alert(1)']) {
      expect(parseOrder(JSON.stringify([{ href: out, label: 'x' }]))).toEqual([]);
    }
  });
});
