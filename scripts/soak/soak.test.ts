import { describe, expect, test } from 'vitest';
import { parseSoak } from './arguments';
import { soakCalls } from './calls';
import { soakMachine } from './machine';

describe('the command line', () => {
  test('minutes and seed', () => {
    expect(parseSoak(['--minutes', '2.5', '--seed', '7'], () => 1)).toEqual({ minutes: 2.5, seed: 7 });
    expect(parseSoak(['--minutes', '1'], () => 42)).toEqual({ minutes: 1, seed: 42 });
  });
  test.each([
    [[], /--minutes/],
    [['--minutes', '0'], /--minutes/],
    [['--minutes', 'long'], /--minutes/],
    [['--minutes', '1', '--seed', 'x'], /--seed/],
    [['--hours', '1'], /--hours/],
  ])('%j is refused by name', (given, sentence) => {
    expect(() => parseSoak(given, () => 1)).toThrow(sentence);
  });
});

test('the machine’s part ends with the clock and holds', () => {
  let now = 0;
  const covered = soakMachine(100, 2, () => now++);
  expect(covered.broken).toBeNull();
  expect(covered.scenarios).toBe(2);
  expect(covered.jobs).toBeGreaterThan(240);
});

test('random calls end with the clock and hold', () => {
  let now = 0;
  const { lists, calls, refused, broken } = soakCalls(100, 1, () => now++);
  expect(broken).toBeNull();
  expect(lists).toBe(20);
  expect(refused).toBeGreaterThan(20);
  expect(calls).toBeGreaterThan(refused);
});
