import { expect, test } from 'vitest';
import { jobsQuery } from './jobs-query';

test('absent members are absent, lists repeat or hold commas, the last of several counts', () => {
  expect(jobsQuery.parse({})).toEqual({});
  expect(
    jobsQuery.parse({
      status: ['RUNNING,FAILED', 'PENDING'],
      queue: ['a'],
      name: ['x', ' y '],
      limit: ['20'],
      relay: ['true'],
      sort: ['-cost'],
    }),
  ).toEqual({
    sort: '-cost',
    status: ['RUNNING', 'FAILED', 'PENDING'],
    queue: ['a'],
    name: 'y',
    limit: 20,
    relay: true,
  });
});

test('what is no state, no number or too long is refused', () => {
  expect(jobsQuery.safeParse({ status: ['DONE'] }).success).toBe(false);
  for (const sort of ['size', '--cost', '-', 'Cost']) expect(jobsQuery.safeParse({ sort: [sort] }).success).toBe(false);
  expect(jobsQuery.safeParse({ limit: ['many'] }).success).toBe(false);
  expect(jobsQuery.safeParse({ limit: ['1000'] }).success).toBe(false);
  expect(jobsQuery.safeParse({ name: ['x'.repeat(301)] }).success).toBe(false);
});
