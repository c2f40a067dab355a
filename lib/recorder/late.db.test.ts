import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '@/lib/batch';
import { type TestDatabase, testDatabase } from '@/test/database';
import { diceOf, type Story, simulatedStory } from '@/test/recorder-story';
import { loadState } from './load-state';
import { clearHistory, dumpHistory } from './test-dump';
import { writeBatch } from './write-batch';

const place = { connectionId: 1, epoch: 1 };
/** What must not depend on the order in which a driver tells it. Samples tell when things were seen. */
const TABLES = ['job', 'note', 'attempt', 'resource', 'instance', 'price', 'charge'];
let database: TestDatabase;
let story: Story;

beforeAll(async () => {
  database = await testDatabase();
  story = simulatedStory(3, 60);
});

afterAll(() => database.close());

async function write(blocks: readonly Change[][]): Promise<Record<string, string[]>> {
  await clearHistory(database.pool);
  let state = await database.prisma.$transaction((tx) => loadState(tx, place));
  for (const [index, changes] of blocks.entries()) {
    if (index % 5 === 4) state = await database.prisma.$transaction((tx) => loadState(tx, place));
    const seq = Math.max(...changes.map((change) => change.seq));
    const upTo = index === blocks.length - 1 ? story.end : Math.max(...changes.map((change) => change.at ?? 0));
    const batch = { changes, seq, upTo };
    const writing = database.prisma.$transaction((tx) => writeBatch(tx, place, state, batch, new Date(1)), {
      timeout: 60_000,
    });
    await writing;
  }
  return dumpHistory(database.pool);
}

describe('changes that come late', () => {
  it.each([1, 2, 3])('leave the same rows: seed %i', async (seed) => {
    const dice = diceOf(seed);
    const whole = await write([story.changes]);
    const blocks: Change[][] = [story.changes.slice(0, 40)];
    for (let from = 40; from < story.changes.length; ) {
      const size = 1 + dice(80);
      blocks.push(story.changes.slice(from, from + size));
      from += size;
    }
    for (let index = blocks.length - 1; index > 1; index--) {
      const other = Math.max(1, index - dice(seed === 3 ? blocks.length : 4));
      const [a, b] = [blocks[index], blocks[other]];
      if (a !== undefined && b !== undefined) [blocks[index], blocks[other]] = [b, a];
    }
    const dump = await write(blocks);
    for (const table of TABLES) {
      const rows = new Set(whole[table]);
      const strange = dump[table]?.filter((row) => !rows.has(row));
      expect(strange, `seed ${seed}: ${table}`).toEqual([]);
      expect(dump[table]?.length, `seed ${seed}: ${table}`).toBe(whole[table]?.length);
    }
    expect(dump.gap?.length, `seed ${seed}`).toBeGreaterThan(0);
  });
});
