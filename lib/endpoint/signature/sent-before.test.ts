import { expect, test } from 'vitest';
import { SentBefore } from './sent-before';

const START = 1_800_000_000_000;
const KEPT = 300_000;

test('a write that is sent again is known, whenever its date is still good', () => {
  const sent = new SentBefore(START, KEPT);
  expect(sent.isNew('a', '', START, START)).toBe(true);
  expect(sent.isNew('a', '', START, START)).toBe(false);
  expect(sent.isNew('a', '', START, START + KEPT - 1)).toBe(false);
  expect(sent.isNew('b', '', START, START)).toBe(true);
});

test('equal calls of one second are told apart by what their SDK calls them, for a moment', () => {
  const sent = new SentBefore(START, KEPT);
  expect(sent.isNew('a', 'call-1', START, START)).toBe(true);
  expect(sent.isNew('a', 'call-2', START, START + 900)).toBe(true);
  expect(sent.isNew('a', 'call-2', START, START + 950)).toBe(false);
  expect(sent.isNew('a', 'call-3', START, START + 60_000)).toBe(false);
});

test('what was signed before this process began may have been carried out by the one before', () => {
  const sent = new SentBefore(START + 400, KEPT);
  expect(sent.isNew('a', '', START - 1000, START + 500)).toBe(false);
  expect(sent.isNew('a', '', START, START + 500)).toBe(true);
});

test('memory is bounded, and what had to be forgotten is refused', () => {
  const sent = new SentBefore(START, KEPT, 10);
  for (let n = 0; n < 30; n++) expect(sent.isNew(`s${n}`, '', START + n * 1000, START + n * 1000)).toBe(true);
  for (let n = 0; n < 30; n++) expect(sent.isNew(`s${n}`, '', START + n * 1000, START + 30_000)).toBe(false);
  expect(sent.isNew('new', '', START + 30_000, START + 30_000)).toBe(true);
});
