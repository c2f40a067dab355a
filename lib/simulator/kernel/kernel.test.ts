import { describe, expect, it } from 'vitest';
import { createDraws } from './draws';
import { exp, ln, normalQuantile } from './elementary';
import { createHeap, EVENT, firstAt, popEvent, pushEvent, readEvents, writeEvents } from './events';
import { hexId, instanceId, readHexId, readInstanceId, readUuid, uuid } from './ids';

describe('elementary functions', () => {
  it('agree with the engine’s own', () => {
    for (let step = -40; step <= 40; step++) {
      const x = Math.exp(step / 2);
      expect(Math.abs(ln(x) - step / 2)).toBeLessThan(1e-13);
      expect(Math.abs(exp(step / 2) / x - 1)).toBeLessThan(1e-13);
    }
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 7);
    expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 7);
  });

  it('keep their bits on every engine', () => {
    expect([ln(7), exp(2.5), exp(-3.7), normalQuantile(0.31)]).toEqual([
      1.945910149055313, 12.182493960703475, 0.024723526470339388, -0.4958503478087672,
    ]);
  });
});

describe('draws and ids', () => {
  it('are spread evenly and depend on every part of the key', () => {
    const draws = createDraws(42);
    let sum = 0;
    for (let at = 0; at < 20_000; at++) sum += draws.uniform('run-time', at, 1);
    expect(sum / 20_000).toBeCloseTo(0.5, 1);
    const seen = new Set([
      draws.bits('run-time', 1, 1, 0),
      draws.bits('run-time', 1, 2, 0),
      draws.bits('run-time', 2, 1, 0),
      draws.bits('job-id', 1, 1, 0),
      createDraws(43).bits('run-time', 1, 1, 0),
    ]);
    expect(seen.size).toBe(5);
  });

  it('lead back to their row, and foreign ones to none', () => {
    const draws = createDraws(7);
    const ids = new Set<string>();
    for (const row of [0, 1, 2, 65_535, 65_536, 1_000_000, 2_000_000_000]) {
      ids.add(uuid(draws, 'job-id', row));
      expect(readUuid(draws, 'job-id', uuid(draws, 'job-id', row))).toBe(row);
      expect(readHexId(draws, 'task-id', hexId(draws, 'task-id', row, 3))).toEqual({ ordinal: row, attempt: 3 });
      expect(readInstanceId(draws, instanceId(draws, row))).toBe(row);
      expect(readUuid(createDraws(8), 'job-id', uuid(draws, 'job-id', row))).toBe(-1);
    }
    expect(ids.size).toBe(7);
    expect(uuid(draws, 'job-id', 5)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(readUuid(draws, 'job-id', 'nonsense')).toBe(-1);
  });
});

describe('events', () => {
  it('come by time, then group, then order of scheduling', () => {
    const heap = createHeap(2);
    pushEvent(heap, 5, EVENT.idle, 1, 0);
    pushEvent(heap, 5, EVENT.attemptEnd, 2, 0);
    pushEvent(heap, 3, EVENT.scale, 3, 0);
    pushEvent(heap, 5, EVENT.attemptEnd, 4, 0);
    pushEvent(heap, 5, EVENT.arrival, 5, 0, 1);
    const order: number[] = [];
    while (firstAt(heap) < Infinity) {
      popEvent(heap);
      order.push(heap.last.a);
    }
    expect(order).toEqual([3, 2, 4, 5, 1]);
  });

  it('come in order however pushes and pops are mixed, and a copy from the columns goes on alike', () => {
    const draws = createDraws(31);
    let heap = createHeap(2);
    const pending: { at: number; a: number }[] = [];
    for (let step = 0; step < 5000; step++) {
      if (draws.uniform('run-time', step, 1) < 0.55 || pending.length === 0) {
        const at = draws.bits('run-time', step, 2, 0) % 500;
        pushEvent(heap, at, EVENT.idle, step, 0);
        pending.push({ at, a: step });
        pending.sort((x, y) => x.at - y.at || x.a - y.a);
      } else {
        const next = pending.shift();
        expect(firstAt(heap), `seed 31, step ${step}`).toBe(next?.at);
        popEvent(heap);
        expect(heap.last, `seed 31, step ${step}`).toMatchObject({ at: next?.at, a: next?.a });
      }
      if (step % 250 === 0) {
        const copy = createHeap();
        copy.sequence = heap.sequence;
        writeEvents(copy, readEvents(heap));
        expect(readEvents(copy)).toEqual(readEvents(heap));
        expect([...copy.byKind]).toEqual([...heap.byKind]);
        heap = copy;
      }
    }
  });
});
