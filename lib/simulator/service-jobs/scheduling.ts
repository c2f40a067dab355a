import type { WaitingCause } from '@/lib/batch';
import { atOf, type Core, type QueueState } from '../core';
import { block } from './blocked-heads';
import { type Capacity, capacityOf, hasQuotaShares, holdersOf } from './capacity';
import type { ServiceJob } from './contract';
import { fairMaximum, fairOrder, instancesOf } from './fair-use';
import { schedule } from './lives';
import { dispatchShares } from './quota-scheduling';
import { serviceJobAt } from './service-job';
import { namesOf, serviceQueue } from './service-queue';
import type { ServiceQueueState } from './world';

/** One pass over a queue of service jobs: the heads of its lines go until they can't. */
export function dispatchServiceQueue(core: Core, queue: QueueState): void {
  queue.dirty = false;
  const state = serviceQueue(core, queue.index);
  const capacity = capacityOf(core, queue);
  if (!capacity.isUsable) {
    for (const share of namesOf(state.lines)) block(core, queue, share, 'not-accepting');
  } else if (hasQuotaShares(core, queue)) {
    dispatchShares(core, queue, capacity.number);
  } else {
    dispatchLine(core, queue, state, capacity);
  }
}

/** First in, first out, or the share with the least weighed use: its head goes, or all wait. */
function dispatchLine(core: Core, queue: QueueState, state: ServiceQueueState, capacity: Capacity): void {
  let used = holdersOf(core, capacity.number).reduce((sum, job) => sum + instancesOf(job), 0);
  for (;;) {
    const share = nextShare(core, queue, state);
    const ordinal = share === undefined ? undefined : state.lines[share]?.[0];
    if (share === undefined || ordinal === undefined) return;
    const job = serviceJobAt(core, ordinal);
    const cause = causeOf(core, queue, capacity, used, job);
    if (cause !== null) {
      for (const other of namesOf(state.blocked)) if (other !== share) delete state.blocked[other];
      block(core, queue, share, cause);
      return;
    }
    used += instancesOf(job);
    schedule(core, job, capacity.number);
  }
}

function nextShare(core: Core, queue: QueueState, state: ServiceQueueState): string | undefined {
  if (queue.document.schedulingPolicyArn !== undefined) return fairOrder(core, queue.index)[0];
  return state.lines['']?.[0] === undefined ? undefined : '';
}

/** Why a job can't be handed on now; null where it can. */
function causeOf(
  core: Core,
  queue: QueueState,
  capacity: Capacity,
  used: number,
  job: ServiceJob,
): WaitingCause | null {
  const asked = instancesOf(job);
  if (asked > capacity.maximum) return 'exceeds-maximum';
  if (job.heldUntil > atOf(core)) return 'no-capacity';
  if (used + asked > capacity.maximum) return 'at-maximum';
  if (queue.document.schedulingPolicyArn === undefined) return null;
  const own = serviceQueue(core, queue.index).shares.reduce((sum, { level }) => sum + level / 1000, 0);
  return own + asked > fairMaximum(core, queue.index, capacity.maximum) ? 'share' : null;
}
