import { describe, expect, it } from 'vitest';
import type { Input } from '@/lib/simulator';
import type { SealedEntry } from './epoch-store';
import { GroupCommit } from './group-commit';

const genesis = { seed: 1, timing: 'ideal' as const, startAt: 0, region: 'us-east-1', account: '1' };
const entry = (seq: number): Input => ({ seq, at: seq, kind: 'genesis', genesis });

function harness(append: (entries: SealedEntry[]) => Promise<void>) {
  const durable: number[] = [];
  const failures: Error[] = [];
  const commit = new GroupCommit({
    seal: (entries) =>
      entries.map(({ seq, at, kind }) => ({ seq, at, kind, operation: null, actor: 'a', input: Buffer.from('x') })),
    append,
    onDurable: (seq) => durable.push(seq),
    onFailure: (error) => failures.push(error),
    pause: async () => {},
  });
  return { commit, durable, failures };
}

describe('group commit', () => {
  it('puts everything that came in during one statement into the next', async () => {
    const written: number[][] = [];
    const gates: (() => void)[] = [];
    const { commit, durable } = harness((entries) => {
      written.push(entries.map(({ seq }) => seq));
      return new Promise((resolve) => gates.push(resolve));
    });
    commit.add([entry(1)]);
    commit.add([entry(2)]);
    await Promise.resolve();
    await Promise.resolve();
    for (let seq = 3; seq <= 50; seq++) commit.add([entry(seq)]);
    expect(durable).toEqual([]);
    gates[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    gates[1]?.();
    await commit.settled();
    expect(written).toEqual([[1, 2], Array.from({ length: 48 }, (_, i) => i + 3)]);
    expect(durable).toEqual([2, 50]);
  });

  it('tries again when the connection was lost, with the same bytes', async () => {
    const tries: SealedEntry[][] = [];
    const { commit, durable, failures } = harness(async (entries) => {
      tries.push(entries);
      if (tries.length < 3) throw Object.assign(new Error('Connection terminated unexpectedly'), { code: '08006' });
    });
    commit.add([entry(1)]);
    await commit.settled();
    expect(tries.length).toBe(3);
    expect(tries[2]?.[0]?.input).toBe(tries[0]?.[0]?.input);
    expect([durable, failures]).toEqual([[1], []]);
  });

  it('stops at an error that does not pass, and tells it once', async () => {
    const { commit, durable, failures } = harness(() => Promise.reject(new Error('relation "sim_log" does not exist')));
    commit.add([entry(1)]);
    await commit.settled();
    commit.add([entry(2)]);
    await commit.settled();
    expect(durable).toEqual([]);
    expect(failures.map(({ message }) => message)).toEqual(['relation "sim_log" does not exist']);
  });
});
