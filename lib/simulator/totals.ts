import { instanceBill, openFargateBill } from './capacity/bill';
import { isFargate } from './capacity/placement';
import type { Totals } from './contract';
import { type Core, environmentAt, specAt } from './core';
import { STATUS } from './jobs/job-table';
import { f64, i32, u8 } from './kernel/columns';

/** Bills of instances and tasks that are still up, as of now. */
function openBills(core: Core): bigint {
  const { now } = core.instant;
  let sum = 0n;
  for (const row of core.derived.up) {
    const since = f64(core.instances.columns.runningAt, row);
    if (since >= 0 && since < now) sum += instanceBill(core, row, now);
  }
  if (!core.environments.some((environment) => isFargate(environment) && environment.usedMilli > 0)) return sum;
  const { status, environment, placedAt, spec } = core.jobs.columns;
  for (let row = 0; row < core.jobs.count; row++) {
    const state = u8(status, row);
    if (state !== STATUS.starting && state !== STATUS.running) continue;
    if (!isFargate(environmentAt(core, i32(environment, row))) || f64(placedAt, row) >= now) continue;
    sum += openFargateBill(core, row, specAt(core, i32(spec, row)).spec, now);
  }
  return sum;
}

/** Totals of the machine as of its last closed instant. */
export function totalsOf(core: Core): Totals {
  const { counters, instant } = core;
  const used = counters.usedMilliMs + counters.usedLevel * Math.max(0, instant.now - counters.usedSince);
  const provisioned =
    counters.provisionedMilliMs + counters.provisionedLevel * Math.max(0, instant.now - counters.provisionedSince);
  return {
    events: counters.events,
    jobs: {
      submitted: counters.submitted,
      succeeded: counters.succeeded,
      failed: counters.failed,
      waiting: counters.waiting,
      running: counters.running,
      relay: counters.relay,
    },
    billNanoUsd: counters.billNanoUsd + openBills(core),
    usedVcpuMs: used / 1000,
    provisionedVcpuMs: provisioned / 1000,
  };
}
