import { expect, it } from 'vitest';
import { checkRandomCalls, refusedGoodCalls } from '@/test/call-properties';
import { OPERATIONS_OF_API } from './routes';

/** A fixed sample; `npm run soak` runs on from a seed of its own. */
const RUNS = 60;
const SEED = 20_260_101;

it('the account that random calls are made in takes a good call of every operation', () => {
  expect(refusedGoodCalls()).toEqual([]);
});

it(`${RUNS} lists of random calls from the SDK’s schemas, seed ${SEED}: only AWS’s refusals, which change nothing; the same answers twice, through a snapshot, and from the log`, () => {
  const { accepted, refused, refusedOperations } = checkRandomCalls(SEED, RUNS);
  const all = [...OPERATIONS_OF_API.keys()];
  expect(all.filter((name) => !accepted.has(name))).toEqual([]);
  expect(refusedOperations.size).toBeGreaterThan(40);
  expect(refused).toBeGreaterThan(100);
});
