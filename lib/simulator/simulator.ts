import type { WorkloadRows } from '@/lib/batch';
import { BatchError } from './batch-error';
import type { CallResult, Genesis, Input, Principal, Simulator } from './contract';
import { type Core, createCore, type QueueState } from './core';
import { createDoors } from './doors';
import { addFault } from './fault-inputs';
import { advanceTo, nextAt, nextStamp, openFor } from './instants';
import { settleEnds } from './jobs/dependencies';
import { hashBytes } from './kernel/bytes';
import { EVENT, firstAt } from './kernel/events';
import { logLines } from './logs';
import type { Machine } from './machine';
import { operationNamed } from './operations';
import { sightsOf } from './sights/sights';
import { readSnapshot, takeSnapshot } from './snapshot';
import { totalsOf } from './totals';
import { loadWorkload } from './workload';

type Refusal = Extract<CallResult, { ok: false }>;

/** Kinds of pending events that may still change a job, whatever runs. */
const MOVING = [
  EVENT.attemptEnd,
  EVENT.instanceRunning,
  EVENT.instanceRegistered,
  EVENT.instanceGone,
  EVENT.arrival,
  EVENT.evaluate,
  EVENT.attemptStart,
  EVENT.hostLost,
  EVENT.cycle,
  EVENT.scale,
  EVENT.faultEdge,
  EVENT.settled,
  EVENT.shareStep,
  EVENT.serviceStep,
];

/**
 * Carries out an input's work in its instant. A refusal leaves no trace: the instant is shut again unless the machine's
 * own events of it were carried out on the way (those were due, with or without this call).
 */
function inInstant<T>(core: Core, at: number, principal: Principal, work: () => T): { ok: true; value: T } | Refusal {
  const { instant, counters } = core;
  const wasOpen = instant.open;
  const events = counters.events;
  openFor(core, at);
  instant.principal = principal;
  try {
    const value = work();
    settleEnds(core);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    if (wasOpen < 0 && counters.events === events) instant.open = -1;
    return { ok: false, error: error.asAnswer() };
  } finally {
    instant.principal = null;
  }
}

function callOperation(
  core: Core,
  machine: Machine,
  operation: string,
  input: object,
  principal: Principal,
): CallResult {
  try {
    const found = operationNamed(operation);
    if (!found.write) return { ok: true, output: found.run(machine, input) };
    const at = nextStamp(core);
    const seq = core.counters.inputSeq + 1;
    const done = inInstant(core, at, principal, () => found.run(machine, input));
    if (!done.ok) return done;
    core.counters.inputSeq = seq;
    return { ok: true, output: done.value, input: { seq, at, kind: 'call', operation, input, principal } };
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    return { ok: false, error: error.asAnswer() };
  }
}

function workOf(core: Core, machine: Machine, input: Input, rows: WorkloadRows | undefined): () => void {
  switch (input.kind) {
    case 'genesis':
      return () => undefined;
    case 'call':
      return () => void operationNamed(input.operation).run(machine, input.input);
    case 'resource':
      return () => {
        core.instant.settling = true;
        try {
          operationNamed(input.operation).run(machine, input.input);
        } finally {
          core.instant.settling = false;
        }
      };
    case 'workload':
      return () => {
        if (rows === undefined)
          throw new BatchError('ClientException', `The rows of ${input.options.file} are missing.`);
        loadWorkload(core, input.options, rows, input.seq);
      };
    case 'fault':
      return () => addFault(core, input.fault);
  }
}

function applyInput(
  core: Core,
  machine: Machine,
  input: Input,
  rows: WorkloadRows | undefined,
): { ok: true } | Refusal {
  if (input.kind === 'genesis') {
    core.counters.inputSeq = input.seq;
    return { ok: true };
  }
  const done = inInstant(core, input.at, input.principal, workOf(core, machine, input, rows));
  if (!done.ok) return done;
  core.counters.inputSeq = input.seq;
  return { ok: true };
}

/** Such a queue may cancel a job that blocks it. */
function hasTimeLimits({ gone, document }: QueueState): boolean {
  return !gone && (document.jobStateTimeLimitActions?.length ?? 0) > 0;
}

function isQuiet(core: Core): boolean {
  const { instant, counters, heap } = core;
  if (instant.open >= 0 || counters.running > 0) return false;
  if ((heap.byKind[EVENT.diagnose] ?? 0) > 0 && core.queues.some(hasTimeLimits)) return false;
  return MOVING.every((kind) => (heap.byKind[kind] ?? 0) === 0);
}

/** The contract over a state; tests look into the state beside it. */
export function simulatorOf(core: Core): Simulator {
  const machine = createDoors(core);
  return {
    genesis: core.genesis,
    now: () => core.instant.now,
    inputSeq: () => core.counters.inputSeq,
    call: (operation, input, principal) => callOperation(core, machine, operation, input, principal),
    apply: (input, rows) => applyInput(core, machine, input, rows),
    advance: (until, budget) => advanceTo(core, until, { left: budget ?? Number.POSITIVE_INFINITY }),
    nextEventAt: () => {
      const at = core.instant.open >= 0 ? nextAt(core) : firstAt(core.heap);
      return at === Number.POSITIVE_INFINITY ? null : at;
    },
    isQuiet: () => isQuiet(core),
    onChanges: (sink) => {
      core.sink = sink;
    },
    changeSeq: () => core.counters.changeSeq,
    snapshot: () => takeSnapshot(core),
    fork: () => simulatorOf(readSnapshot(takeSnapshot(core))),
    stateHash: () => hashBytes(takeSnapshot(core)),
    logLines: (logStream, from, limit) => logLines(core, logStream, from, limit),
    totals: () => totalsOf(core),
    faults: () => core.faults,
    sights: sightsOf(core),
  };
}

/** A new machine, empty, at the instant before `startAt`. */
export function createSimulator(genesis: Genesis): Simulator {
  return simulatorOf(createCore(genesis));
}

/** The machine whose `snapshot()` gave these bytes; throws where they are damaged or of another ENGINE_VERSION. */
export function restoreSimulator(bytes: Uint8Array): Simulator {
  return simulatorOf(readSnapshot(bytes));
}
