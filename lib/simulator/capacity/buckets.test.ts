import { describe, expect, it } from 'vitest';
import { appendRows, i32 } from '../kernel/columns';
import { createDraws } from '../kernel/draws';
import { createBuckets, fileInstance, findInstance, unfileInstance } from './buckets';
import { createInstanceTable } from './instance-table';

const SEED = 77;
const INSTANCES = 40;

/** The rule written a second time: least whole vCPU free, then the oldest. */
function plainly(free: readonly (number | null)[], memory: readonly number[], milliVcpus: number, memoryMib: number) {
  let best = -1;
  for (const [row, milli] of free.entries()) {
    if (milli === null || milli < milliVcpus || (memory[row] ?? 0) < memoryMib) continue;
    if (best < 0 || Math.floor(milli / 1000) < Math.floor((free[best] ?? 0) / 1000)) best = row;
  }
  return best;
}

describe('buckets of instances', () => {
  it('give the fullest instance that fits, the oldest of equals, also to jobs that ask no vCPU [SCALE-10]', () => {
    const draws = createDraws(SEED);
    const instances = createInstanceTable();
    appendRows(instances, INSTANCES);
    const buckets = createBuckets();
    const free: (number | null)[] = Array.from({ length: INSTANCES }, () => null);
    const memory = Array.from({ length: INSTANCES }, (_, row) => 1000 * (1 + (draws.bits('storm', row, 0, 1) % 4)));
    for (const [row, mib] of memory.entries()) instances.columns.freeMemory[row] = mib;
    for (let step = 0; step < 3000; step++) {
      const row = draws.bits('storm', step, 1, 2) % INSTANCES;
      if (draws.uniform('storm', step, 2) < 0.1) {
        unfileInstance(buckets, row);
        free[row] = null;
      } else {
        free[row] = 500 * (draws.bits('storm', step, 3, 3) % 9);
        instances.columns.freeMilli[row] = free[row] ?? 0;
        fileInstance(buckets, instances, row);
      }
      const asked = 250 * (draws.bits('storm', step, 4, 4) % 12);
      const mib = 1000 * (draws.bits('storm', step, 5, 5) % 5);
      const found = findInstance(buckets, instances, asked, mib, 0);
      expect(found, `seed ${SEED}, step ${step}`).toBe(plainly(free, memory, asked, mib));
      if (found >= 0) expect(i32(instances.columns.freeMilli, found)).toBeGreaterThanOrEqual(asked);
    }
  });
});
