import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { invalidateReads } from './read';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A read on an open page, whose answers come when they are told to. */
function openRead(retry: number) {
  const client = new QueryClient();
  const asked: { answer: (value: string) => void; fail: () => void }[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ['read', 'simulator', 'overview'],
    queryFn: () =>
      new Promise<string>((answer, reject) => {
        asked.push({ answer, fail: () => reject(new Error('unreachable')) });
      }),
    meta: { topics: ['jobs'] },
    retry,
    retryDelay: 30_000,
  });
  const close = observer.subscribe(() => undefined);
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return { client, asked, observer, settle, close };
}

test('news that come while an older answer is under way are asked for after it, once', async () => {
  const { client, asked, observer, settle, close } = openRead(0);
  invalidateReads(client, 'simulator', new Set(['jobs']));
  invalidateReads(client, 'simulator', new Set(['jobs']));
  expect(asked).toHaveLength(1);
  asked[0]?.answer('one job runs');
  await settle();
  expect(asked).toHaveLength(2);
  asked[1]?.answer('no job runs');
  await settle();
  expect(observer.getCurrentResult().data).toBe('no job runs');
  expect(asked).toHaveLength(2);
  close();
});

test('a read that waits after a failure is tried at once', async () => {
  const { client, asked, observer, settle, close } = openRead(3);
  asked[0]?.answer('as it was');
  await settle();
  invalidateReads(client, 'simulator', null);
  asked[1]?.fail();
  await settle();
  expect(asked).toHaveLength(2);
  invalidateReads(client, 'simulator', null);
  await settle();
  asked[2]?.answer('here again');
  await settle();
  expect(observer.getCurrentResult().data).toBe('here again');
  close();
});

test('reads of other topics and connections are left alone', async () => {
  const { client, asked, settle, close } = openRead(0);
  asked[0]?.answer('as it is');
  await settle();
  invalidateReads(client, 'simulator', new Set(['guides']));
  invalidateReads(client, 'other', null);
  await settle();
  expect(asked).toHaveLength(1);
  close();
});
