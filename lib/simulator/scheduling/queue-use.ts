import { type Core, specAt } from '../core';
import { STATUS } from '../jobs/job-table';
import { isNode } from '../jobs/nodes';
import { i32, u8 } from '../kernel/columns';

/** Thousandths of a vCPU that jobs of a queue hold now (STARTING and RUNNING), by share; '' where they have none. */
export function usedByShare(core: Core, queue: number): Map<string, number> {
  const { status, spec } = core.jobs.columns;
  const used = new Map<string, number>();
  for (let row = 0; row < core.jobs.count; row++) {
    const state = u8(status, row);
    if ((state !== STATUS.starting && state !== STATUS.running) || isNode(core, row)) continue;
    const { queue: owner, spec: asked } = specAt(core, i32(spec, row));
    if (owner !== queue) continue;
    const share = asked.shareIdentifier ?? '';
    used.set(share, (used.get(share) ?? 0) + asked.milliVcpus);
  }
  return used;
}
