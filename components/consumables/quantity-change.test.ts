import { expect, it } from 'vitest';
import { type QuantityWay, quantityPlan } from './quantity-change';

const FIVE = { totalQuantity: 5, inUseQuantity: 3, isReplenishable: true };

it.each<[QuantityWay, string, object]>([
  ['SET', '8', { quantity: 8, total: 8, words: '5 → 8. Jobs that wait for it may start.' }],
  ['ADD', '1,000', { quantity: 1000, total: 1005, words: '5 → 1,005. Jobs that wait for it may start.' }],
  ['REMOVE', '2', { quantity: 2, total: 3, words: '5 → 3.' }],
  ['REMOVE', '3', { total: 2, words: '5 → 2. Jobs hold 3: they go on, none is free until they end.' }],
  ['SET', '0', { total: 0, words: expect.stringContaining('Jobs hold 3') }],
  ['REMOVE', '6', { error: 'There are only 5.' }],
  ['SET', '1.5', { error: 'Give a whole number from 0.' }],
  ['SET', '', { error: undefined }],
])('%s %s', (way, text, plan) => {
  expect(quantityPlan(way, text, FIVE)).toMatchObject(plan);
});

it('does not speak of what is held where that is not known, or gone already', () => {
  expect(quantityPlan('SET', '1', { ...FIVE, inUseQuantity: null })).toMatchObject({ words: '5 → 1.' });
  expect(quantityPlan('SET', '1', { ...FIVE, isReplenishable: false })).toMatchObject({ words: '5 → 1.' });
});
