import { shedIdle } from './capacity/instances';
import { scaleAll } from './capacity/scaling';
import type { Core } from './core';
import { fireNext } from './fire';
import { EVENT, firstAt, pushEvent } from './kernel/events';
import { tellDesired } from './resources/environments';
import { dispatchAll } from './scheduling/dispatch';
import { PATIENCE } from './scheduling/judgement';
import { tellWaiting } from './scheduling/wait-tally';

const UNBOUNDED = { left: Number.POSITIVE_INFINITY };
/** Between two looks of the scheduler (SCHED-8). */
const CYCLE_MS = 5000;
/** Between two decisions on capacity (SCALE-6). */
const SCALE_MS = 30_000;
const HOUR_MS = 3_600_000;

/** Virtual ms of the next instant that has something to do, or Infinity. */
export function nextAt(core: Core): number {
  return core.instant.open >= 0 ? core.instant.open : firstAt(core.heap);
}

/** Carries out events up to and including `at`; false when the budget ran out before the last one. */
function drain(core: Core, at: number, budget: { left: number }): boolean {
  while (firstAt(core.heap) <= at) {
    if (budget.left <= 0) return false;
    budget.left--;
    fireNext(core);
  }
  return true;
}

/** Opens an instant for an input: everything that happens by itself up to it has happened. */
export function openFor(core: Core, at: number): void {
  const { instant } = core;
  if (at <= instant.now)
    throw new RangeError(`An input for ${at} came after that instant was closed (${instant.now}).`);
  advanceTo(core, at - 1, UNBOUNDED);
  instant.open = at;
  drain(core, at, UNBOUNDED);
}

/** Stamp of the next input: the open instant, or the one after the last closed one. */
export function nextStamp(core: Core): number {
  return core.instant.now + 1;
}

/** Closes every instant up to and including `until`; false when the budget ran out first. */
export function advanceTo(core: Core, until: number, budget: { left: number }): boolean {
  const { instant } = core;
  for (;;) {
    const at = nextAt(core);
    if (at > until) break;
    instant.open = at;
    instant.now = Math.max(instant.now, at - 1);
    if (!closeOpen(core, budget)) return false;
  }
  if (until > instant.now) instant.now = until;
  return true;
}

/** Drains, passes, drains again until nothing at the open instant is left; then tells what was gathered and closes it. */
function closeOpen(core: Core, budget: { left: number }): boolean {
  const { instant } = core;
  const at = instant.open;
  do {
    // After a pass the instant takes no more inputs, so it is closed whatever the budget says.
    if (!drain(core, at, instant.passed ? UNBOUNDED : budget)) return false;
  } while (pass(core, at) || firstAt(core.heap) <= at || shedIdle(core));
  if (core.clockwork.ideal && instant.tallyDirty) tellWaiting(core);
  if (instant.desiredMoved) tellDesired(core);
  instant.now = at;
  instant.open = -1;
  instant.passed = false;
  return true;
}

/** One scheduling pass, and one scaling decision, where they are due. True when it did something. */
function pass(core: Core, at: number): boolean {
  const { instant } = core;
  if (core.clockwork.ideal) return idealPass(core);
  armGrids(core, at);
  let did = false;
  if (instant.scaleDue) {
    instant.scaleDue = false;
    instant.passed = true;
    did = true;
    if (scaleAll(core)) armScale(core, at + 1);
  }
  if (instant.cycleDue) {
    instant.cycleDue = false;
    instant.passed = true;
    did = true;
    dispatchAll(core);
    if (instant.tallyDirty) tellWaiting(core);
  }
  if (did) armGrids(core, at);
  return did;
}

function idealPass(core: Core): boolean {
  const { instant } = core;
  if (instant.dirty) {
    instant.passed = true;
    dispatchAll(core);
    return true;
  }
  if (!instant.scaleDirty) return false;
  instant.passed = true;
  if (scaleAll(core)) losePatience(core);
  return true;
}

// Without delays there is nothing to wait for between two refused cycles.
function losePatience(core: Core): void {
  if (core.environments.some((environment) => environment.refusals > 0 && environment.refusals < PATIENCE)) {
    core.instant.scaleDirty = true;
  }
}

// Grid steps that lie on an instant already under way wait for the next one, except when they were armed for it.
function armGrids(core: Core, at: number): void {
  const { instant, clockwork, heap } = core;
  if ((instant.dirty || instant.tallyDirty) && !instant.cycleArmed && !instant.cycleDue) {
    instant.cycleArmed = true;
    const from = instant.passed ? at + 1 : at;
    pushEvent(heap, clockwork.grid(CYCLE_MS, from), EVENT.cycle, 0, 0);
  }
  if (instant.scaleDirty && !instant.scaleArmed && !instant.scaleDue) armScale(core, instant.passed ? at + 1 : at);
}

/** Asks again in 30 s, or on the hour once patience is over: prices and faults are what may change then. */
function armScale(core: Core, from: number): void {
  const { instant, clockwork, heap } = core;
  if (instant.scaleArmed) return;
  const isPatient = instant.scaleDirty || core.environments.some(({ refusals }) => refusals > 0 && refusals < PATIENCE);
  instant.scaleArmed = true;
  pushEvent(heap, clockwork.grid(isPatient ? SCALE_MS : HOUR_MS, from), EVENT.scale, 0, 0);
}
