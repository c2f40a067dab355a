import { expect, it } from 'vitest';
import type { Change } from '@/lib/batch';
import { ChangeFeed, type FeedBatch } from './change-feed';

const change = (seq: number): Change => ({
  kind: 'job',
  seq,
  at: seq * 10,
  jobId: 'j',
  status: 'RUNNABLE',
  attemptsEnded: 0,
});
const changes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => change(from + i));

async function take(reader: AsyncIterable<FeedBatch>, count: number): Promise<FeedBatch[]> {
  const batches: FeedBatch[] = [];
  for await (const batch of reader) {
    batches.push(batch);
    if (batches.length === count) break;
  }
  return batches;
}

it('gives out what came, in batches of at most 5,000, and drops what is acknowledged', async () => {
  const acked: number[] = [];
  const feed = new ChangeFeed(0, (seq) => acked.push(seq));
  feed.push(changes(1, 7000), 70_500);
  const [first, second] = await take(feed.read(0, new AbortController().signal), 2);
  expect([first?.changes.length, first?.seq, first?.upTo]).toEqual([5000, 5000, 50_000]);
  expect([second?.changes.length, second?.seq, second?.upTo]).toEqual([2000, 7000, 70_500]);
  first?.acknowledge();
  first?.acknowledge();
  expect(acked).toEqual([5000]);
  const [again] = await take(feed.read(5000, new AbortController().signal), 1);
  expect(again?.changes[0]?.seq).toBe(5001);
});

it('begins anywhere after what is acknowledged, and refuses what is gone', async () => {
  const feed = new ChangeFeed(100, () => {});
  feed.push(changes(101, 110), 1100);
  const [batch] = await take(feed.read(105, new AbortController().signal), 1);
  expect(batch?.changes.map(({ seq }) => seq)).toEqual([106, 107, 108, 109, 110]);
  await expect(take(feed.read(99, new AbortController().signal), 1)).rejects.toThrow('Changes up to 100');
});

it('waits for news, ends when aborted or closed, throws what the simulator failed of', async () => {
  const feed = new ChangeFeed(0, () => {});
  const aborter = new AbortController();
  const aborted = take(feed.read(0, aborter.signal), 1);
  const fed = take(feed.read(0, new AbortController().signal), 1);
  aborter.abort();
  expect(await aborted).toEqual([]);
  feed.push(changes(1, 3), 35);
  expect((await fed)[0]?.seq).toBe(3);
  const waiting = take(feed.read(3, new AbortController().signal), 1);
  const recorded = feed.recorded(3);
  feed.close(new Error('out of memory'));
  await expect(waiting).rejects.toThrow('out of memory');
  await expect(recorded).rejects.toThrow('out of memory');
});

it('tells when a sequence is recorded', async () => {
  const feed = new ChangeFeed(0, () => {});
  feed.push(changes(1, 3), 35);
  let done = false;
  const recorded = feed.recorded(3).then(() => {
    done = true;
  });
  const [batch] = await take(feed.read(0, new AbortController().signal), 1);
  expect(done).toBe(false);
  batch?.acknowledge();
  await recorded;
  expect(done).toBe(true);
});
