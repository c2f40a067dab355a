import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parentsOf, relayPlan, takeRows, type WorkloadRows, workloadJobName } from '.';

function rowsOf(submits: number[], parents: number[][], names: string[] | null = null): WorkloadRows {
  const count = submits.length;
  return {
    count,
    firstSubmitMs: 1000,
    submitMs: Float64Array.from(submits),
    runMs: new Float64Array(count),
    milliVcpus: new Uint32Array(count).fill(1000),
    memoryMib: new Int32Array(count).fill(-1),
    gpus: new Uint16Array(count),
    user: new Int32Array(count).fill(-1),
    users: [],
    parentStart: Uint32Array.from([0, ...parents.map((_, row) => parents.slice(0, row + 1).flat().length)]),
    parentIndex: Uint32Array.from(parents.flat()),
    names,
    exitCode: null,
    definition: null,
    definitions: [],
    queue: null,
    queues: [],
  };
}

describe('takeRows', () => {
  it('cuts in the order of the file, counts arrivals anew and drops parents outside', () => {
    const rows = rowsOf([500, 300, 0], [[2], [0, 2], []]);
    const two = takeRows(rows, 2);
    expect([...two.submitMs]).toEqual([200, 0]);
    expect(two.firstSubmitMs).toBe(1300);
    expect([...parentsOf(two, 0)]).toEqual([]);
    expect([...parentsOf(two, 1)]).toEqual([0]);
    expect(takeRows(rows, 3)).toBe(rows);
    expect(takeRows(rows, 99)).toBe(rows);
    expect(takeRows(rows, 0).count).toBe(0);
  });
});

describe('workloadJobName', () => {
  it('makes a name that SubmitJob takes', () => {
    const rows = rowsOf([0, 0, 0, 0], [[], [], [], []], ['a:b (c)', '', '<script>', 'x'.repeat(200)]);
    expect(workloadJobName('file', rows, 0)).toBe('a-b--c-');
    expect(workloadJobName('file', rows, 1)).toBe('file-2');
    expect(workloadJobName('file', rows, 2)).toBe('script-');
    expect(workloadJobName('file', rows, 3)).toHaveLength(128);
    expect(workloadJobName('_', rowsOf([0], [[]], ['---']), 0)).toBe('task-1');
  });
});

describe('relayPlan', () => {
  it('makes none up to the limit', () => {
    expect(relayPlan([4, 7], 2)).toEqual({ relays: [], parents: [{ row: 4 }, { row: 7 }] });
  });

  it('joins the first parents and leaves the rest', () => {
    expect(relayPlan([1, 2, 3, 4], 3)).toEqual({
      relays: [[{ row: 1 }, { row: 2 }, { row: 3 }]],
      parents: [{ relay: 0 }, { row: 4 }],
    });
  });

  it('refuses a limit that joins nothing', () => {
    expect(() => relayPlan([1, 2], 1)).toThrow(RangeError);
  });

  it('holds the limit, covers each parent once and makes the fewest relays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 2, max: 25 }), (count, max) => {
        const parents = Array.from({ length: count }, (_, index) => index * 3);
        const plan = relayPlan(parents, max);
        expect(plan.relays).toHaveLength(count <= max ? 0 : Math.ceil((count - max) / (max - 1)));
        const seen: number[] = [];
        const used = new Set<number>();
        for (const [place, refs] of [...plan.relays.entries(), [plan.relays.length, plan.parents] as const]) {
          expect(refs.length).toBeLessThanOrEqual(max);
          for (const ref of refs) {
            if ('row' in ref) seen.push(ref.row);
            else {
              expect(ref.relay).toBeLessThan(place);
              expect(used.has(ref.relay)).toBe(false);
              used.add(ref.relay);
            }
          }
        }
        expect(used.size).toBe(plan.relays.length);
        expect(seen.sort((a, b) => a - b)).toEqual(parents);
      }),
    );
  });
});
