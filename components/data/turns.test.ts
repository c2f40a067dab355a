import { expect, test } from 'vitest';
import { turns } from './turns';

/** Things that end when they are told to, and which of them were begun. */
function things(most: number) {
  const inTurn = turns(most);
  const begun: string[] = [];
  const ends = new Map<string, { answer: () => void; fail: () => void }>();
  const ask = (name: string, signal?: AbortSignal) =>
    inTurn(() => {
      begun.push(name);
      return new Promise<string>((answer, reject) => {
        ends.set(name, { answer: () => answer(name), fail: () => reject(new Error(name)) });
      });
    }, signal);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { ask, begun, ends, settle };
}

test('as many as may go at once, the others in the order in which they came, also after a failure', async () => {
  const { ask, begun, ends, settle } = things(2);
  const answers = ['a', 'b', 'c', 'd'].map((name) => ask(name));
  await settle();
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')?.answer();
  await expect(answers[1]).resolves.toBe('b');
  await settle();
  expect(begun).toEqual(['a', 'b', 'c']);
  ends.get('a')?.fail();
  await expect(answers[0]).rejects.toThrow('a');
  await settle();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('what is given up while it waits is never begun, and keeps nobody waiting', async () => {
  const { ask, begun, ends, settle } = things(1);
  const first = ask('a');
  const gone = new AbortController();
  const second = ask('b', gone.signal);
  const third = ask('c');
  gone.abort();
  await expect(second).rejects.toMatchObject({ name: 'AbortError' });
  await expect(ask('d', gone.signal)).rejects.toMatchObject({ name: 'AbortError' });
  ends.get('a')?.answer();
  await first;
  await settle();
  expect(begun).toEqual(['a', 'c']);
  ends.get('c')?.answer();
  await expect(third).resolves.toBe('c');
});
