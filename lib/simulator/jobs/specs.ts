import { behaviourOf } from '../behaviour/behaviour';
import type { Core, SpecState, WaitGroup } from '../core';
import type { JobSpec } from '../machine';

/** Stable text of what a job asks for, e.g. "2000m/4096/0". */
export function shapeOf(spec: { milliVcpus: number; memoryMib: number; gpus: number }): string {
  return `${spec.milliVcpus}m/${spec.memoryMib}/${spec.gpus}`;
}

function groupNumber(core: Core, queue: number, spec: JobSpec): number {
  const share = spec.shareIdentifier ?? '';
  const shape = shapeOf(spec);
  const key = `${queue} ${share} ${shape}`;
  const known = core.derived.groupNumbers.get(key);
  if (known !== undefined) return known;
  const number = core.groups.length;
  const group: WaitGroup = {
    queue,
    share,
    shape,
    milliVcpus: spec.milliVcpus,
    memoryMib: spec.memoryMib,
    gpus: spec.gpus,
    pending: 0,
    runnable: 0,
    toldPending: 0,
    toldRunnable: 0,
    toldCause: 'unknown',
  };
  core.groups.push(group);
  core.derived.groupNumbers.set(key, number);
  core.queues[queue]?.derived.groups.push(number);
  return number;
}

/** A spec with what is read from it once. */
export function specState(queue: number, group: number, spec: JobSpec): SpecState {
  const seconds = spec.timeout?.attemptDurationSeconds;
  return {
    queue,
    group,
    spec,
    behaviour: behaviourOf(spec),
    timeoutMs: seconds === undefined ? Number.POSITIVE_INFINITY : seconds * 1000,
  };
}

export function specKey(queue: number, spec: JobSpec): string {
  return `${queue} ${JSON.stringify(spec)}`;
}

/** Number of a spec in a queue; equal ones are kept once. */
export function internSpec(core: Core, queue: number, spec: JobSpec): number {
  const key = specKey(queue, spec);
  const known = core.derived.specNumbers.get(key);
  if (known !== undefined) return known;
  const number = core.specs.length;
  core.specs.push(specState(queue, groupNumber(core, queue, spec), spec));
  core.derived.specNumbers.set(key, number);
  return number;
}
