import { type Core, queueAt } from '../core';
import { capacityOf, hasQuotaShares, holdersOf } from './capacity';
import type { ServiceJob } from './contract';
import { instancesOf } from './fair-use';
import { QuotaLedger, sharesOf } from './quota-ledger';
import { isHolding } from './service-job';

/** Service jobs by how a machine's totals count them. */
export function countServiceJobs(core: Core): { waiting: number; running: number; succeeded: number; failed: number } {
  const found = { waiting: 0, running: 0, succeeded: 0, failed: 0 };
  for (const { status } of core.services.jobs) {
    if (status === 'SUCCEEDED') found.succeeded++;
    else if (status === 'FAILED') found.failed++;
    else if (status === 'STARTING' || status === 'RUNNING') found.running++;
    else found.waiting++;
  }
  return found;
}

/** What must hold of service jobs between any two events; gives the sentences that don't. */
export function brokenServiceJobs(core: Core): string[] {
  const broken: string[] = [];
  const { holding, jobs, queues } = core.services;
  const held = jobs.filter(isHolding).map(({ ordinal }) => ordinal);
  if (held.join() !== [...holding].sort((a, b) => a - b).join())
    broken.push(`${holding.join()} hold, found ${held.join()}`);
  const waiting = Object.values(queues).flatMap(({ lines }) => Object.values(lines).flat());
  const runnable = jobs.filter(({ status }) => status === 'RUNNABLE').map(({ ordinal }) => ordinal);
  if (runnable.join() !== waiting.sort((a, b) => a - b).join()) broken.push('lines and RUNNABLE jobs differ');
  for (const [number, environment] of core.services.environments.entries()) {
    const limits = environment.document.capacityLimits ?? [];
    for (const { capacityUnit = '', maxCapacity = 0 } of limits) {
      const used = holdersOf(core, number).reduce((sum, job) => sum + heldOf(job, capacityUnit), 0);
      if (used > maxCapacity) broken.push(`service environment ${number}: ${used} of ${maxCapacity} ${capacityUnit}`);
    }
  }
  return [...broken, ...brokenShares(core)];
}

function heldOf(job: ServiceJob, unit: string): number {
  if (unit === 'NUM_INSTANCES') return instancesOf(job);
  return job.request.needs.find((need) => need.unit === unit)?.quantity ?? 0;
}

// While jobs are being stopped for lowered limits these are not in order yet, the plan is; where the environment is off no
// pass makes one.
function brokenShares(core: Core): string[] {
  const broken: string[] = [];
  for (const { index, gone } of core.queues) {
    const queue = queueAt(core, index);
    if (gone || sharesOf(core, index).length === 0 || !hasQuotaShares(core, queue)) continue;
    const { number, isUsable } = capacityOf(core, queue);
    const excess = QuotaLedger.of(core, index, number, true).excess();
    if (excess !== null && isUsable && !queue.dirty)
      broken.push(`queue ${index}: ${excess.unit} of ${excess.share ?? 'all'} is borrowed beyond its limit`);
  }
  return broken;
}
