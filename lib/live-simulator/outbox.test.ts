import { expect, it } from 'vitest';
import type { Change } from '@/lib/batch';
import type { FromWorker } from './messages';
import { Outbox } from './outbox';

const change = (seq: number): Change => ({
  kind: 'job',
  seq,
  at: seq,
  jobId: 'j',
  status: 'RUNNABLE',
  attemptsEnded: 0,
});

function harness() {
  const posted: FromWorker[] = [];
  const outbox = new Outbox((message) => posted.push(message));
  const told = () =>
    posted.splice(0).map((message) => {
      if (message.type === 'changes') return message.changes.map(({ seq }) => seq);
      return message.type === 'answer' ? `answer ${message.id}` : message.type;
    });
  return { outbox, told };
}

it('keeps answers and changes until their inputs are durable, changes first', () => {
  const { outbox, told } = harness();
  outbox.change(change(1), 0);
  outbox.change(change(2), 1);
  outbox.answer(7, { kind: 'done' }, 1);
  outbox.change(change(3), 2);
  outbox.answer(8, { kind: 'done' }, 2);
  outbox.flush(50, 0, true);
  expect(told()).toEqual([]);
  outbox.durable(0, 50, 0);
  outbox.flush(50, 0, true);
  expect(told()).toEqual([[1]]);
  outbox.durable(1, 50, 0);
  expect(told()).toEqual([[2], 'answer 7']);
  outbox.durable(5, 50, 0);
  expect(told()).toEqual([[3], 'answer 8']);
  outbox.answer(9, { kind: 'done' }, 5);
  expect(told()).toEqual(['answer 9']);
});

it('says that changes follow from an input that was numbered after them', () => {
  const { outbox, told } = harness();
  outbox.durable(3, 0, 0);
  outbox.change(change(1), 3);
  outbox.change(change(2), 3);
  outbox.raise(1, 4);
  outbox.flush(9, 0, true);
  expect(told()).toEqual([[1]]);
});

it('waits 20 ms for company, unless the batch is full or has to go', () => {
  const { outbox, told } = harness();
  outbox.durable(0, 0, 0);
  outbox.change(change(1), 0);
  outbox.flush(1, 1000, false);
  expect(told()).toEqual([[1]]);
  outbox.change(change(2), 0);
  outbox.flush(2, 1010, false);
  expect(told()).toEqual([]);
  outbox.flush(2, 1020, false);
  expect(told()).toEqual([[2]]);
  for (let seq = 3; seq <= 12_002; seq++) outbox.change(change(seq), 0);
  outbox.flush(9, 1021, false);
  expect(told().map((batch) => batch.length)).toEqual([5000, 5000, 2000]);
});

it('tells once a wall second how far time has come without a change, and at once where it has to', () => {
  const { outbox, told } = harness();
  outbox.durable(0, 0, 0);
  outbox.flush(10, 1000, false);
  expect(told()).toEqual([[]]);
  outbox.flush(20, 1900, false);
  outbox.flush(20, 2000, false);
  outbox.flush(20, 3500, true);
  expect(told()).toEqual([[]]);
  outbox.flush(21, 3500, true);
  outbox.change(change(1), 1);
  outbox.flush(30, 9000, true);
  expect(told()).toEqual([[]]);
});
