import {
  ENDED,
  type Ended,
  endInstance,
  giveNotice,
  onIdle,
  onInstanceRunning,
  onSpotHour,
} from './capacity/instances';
import type { Core } from './core';
import { onFaultEdge } from './fault-inputs';
import { onAttemptEnd, onAttemptStart, onHostLost, onKill, onTimeout } from './jobs/attempts';
import { evaluate, settleEnds } from './jobs/dependencies';
import { EVENT, popEvent, SETTLED } from './kernel/events';
import { onConsumableTelling } from './resources/consumables';
import { onEnvironmentSettled } from './resources/environments';
import { onInstanceDue } from './resources/joining';
import { onQueueSettled } from './resources/queues';
import { onDiagnose } from './scheduling/diagnosis';
import { onShareStep } from './scheduling/fair-share';
import { onServiceDiagnose } from './service-jobs/blocked-heads';
import { onServiceStep } from './service-jobs/lives';
import { onQuotaShareSettled } from './service-jobs/quota-shares';
import { onServiceEnvironmentSettled } from './service-jobs/service-environments';
import { onArrival } from './workload';

const endOf = (code: number): Ended => (code === ENDED.update ? ENDED.update : ENDED.interruption);

const SETTLERS: Readonly<Record<number, (core: Core, index: number) => void>> = {
  [SETTLED.environment]: onEnvironmentSettled,
  [SETTLED.queue]: onQueueSettled,
  [SETTLED.serviceEnvironment]: onServiceEnvironmentSettled,
  [SETTLED.quotaShare]: onQuotaShareSettled,
};

type Handler = (core: Core, a: number, b: number) => void;

/** What each kind of event does, by its number. */
const HANDLERS: Record<(typeof EVENT)[keyof typeof EVENT], Handler> = {
  [EVENT.attemptEnd]: onAttemptEnd,
  [EVENT.instanceRunning]: onInstanceRunning,
  [EVENT.instanceRegistered]: onInstanceDue,
  [EVENT.instanceGone]: (core, row, endedBy) => endInstance(core, row, endOf(endedBy)),
  [EVENT.arrival]: onArrival,
  [EVENT.evaluate]: evaluate,
  [EVENT.attemptStart]: onAttemptStart,
  [EVENT.timeout]: onTimeout,
  [EVENT.kill]: onKill,
  [EVENT.hostLost]: onHostLost,
  [EVENT.cycle]: (core) => {
    core.instant.cycleArmed = false;
    core.instant.cycleDue = true;
  },
  [EVENT.scale]: (core) => {
    core.instant.scaleArmed = false;
    core.instant.scaleDue = true;
  },
  [EVENT.idle]: onIdle,
  [EVENT.spotHour]: onSpotHour,
  [EVENT.spotNotice]: giveNotice,
  [EVENT.faultEdge]: onFaultEdge,
  [EVENT.diagnose]: onDiagnose,
  [EVENT.shareStep]: onShareStep,
  [EVENT.consumableTelling]: onConsumableTelling,
  [EVENT.serviceStep]: onServiceStep,
  [EVENT.serviceDiagnose]: onServiceDiagnose,
  [EVENT.settled]: (core, what, index) => SETTLERS[what]?.(core, index),
};

const BY_NUMBER: readonly Handler[] = Object.entries(HANDLERS)
  .sort(([a], [b]) => Number(a) - Number(b))
  .map(([, handler]) => handler);

/** Carries out the first event of the heap. */
export function fireNext(core: Core): void {
  popEvent(core.heap);
  const { kind, a, b } = core.heap.last;
  core.counters.events++;
  BY_NUMBER[kind]?.(core, a, b);
  if (core.derived.ended.count > 0) settleEnds(core);
}
