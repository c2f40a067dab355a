import { type Core, queueAt } from '../core';
import { byName } from '../kernel/by-name';
import type { Placed, QueueFront, QueueUse, ServiceJob } from './contract';
import { fairOrder } from './fair-use';
import { isHolding, serviceJobAt, serviceJobId } from './service-job';
import { namesOf } from './service-queue';
import type { ServiceQueueState } from './world';

/** RUNNABLE jobs in order of dispatch: the shares in turn, each by its line. Changes nothing. */
export function queueFront(core: Core, queue: number, limit: number): QueueFront {
  const state = core.services.queues[queue];
  const front: QueueFront = { all: [], byShare: byName() };
  if (state === undefined) return front;
  const placed = (job: ServiceJob): Placed => ({
    jobId: serviceJobId(core, job.ordinal),
    since: Math.max(state.movedAt, job.runnableAt),
  });
  const lines = sharesInTurn(core, queue, state).map((share) => {
    const jobs = (state.lines[share] ?? []).slice(0, limit).map((ordinal) => serviceJobAt(core, ordinal));
    if (jobs[0] !== undefined) front.byShare[share] = placed(jobs[0]);
    return jobs;
  });
  const longest = Math.max(0, ...lines.map(({ length }) => length));
  for (let turn = 0; turn < longest; turn++) {
    front.all.push(...lines.flatMap((line) => line.slice(turn, turn + 1)).map(placed));
  }
  front.all.length = Math.min(front.all.length, limit);
  return front;
}

function sharesInTurn(core: Core, queue: number, state: ServiceQueueState): string[] {
  if (state.shares.length > 0 && queueAt(core, queue).document.schedulingPolicyArn !== undefined) {
    return fairOrder(core, queue);
  }
  return namesOf(state.lines);
}

/** What a queue's jobs hold now. */
export function queueUse(core: Core, queue: number): QueueUse {
  const use: QueueUse = { total: byName(), byShare: new Map() };
  for (const ordinal of core.services.holding) {
    const job = serviceJobAt(core, ordinal);
    if (job.queue !== queue || !isHolding(job)) continue;
    const own = use.byShare.get(job.share) ?? byName();
    use.byShare.set(job.share, own);
    for (const { unit, quantity } of job.request.needs) {
      own[unit] = (own[unit] ?? 0) + quantity;
      use.total[unit] = (use.total[unit] ?? 0) + quantity;
    }
  }
  return use;
}
