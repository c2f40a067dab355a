import { behaviourOf } from '../behaviour/behaviour';
import type { NodeNeed } from '../capacity/need';
import { atOf, type Core, queueAt, type SpecState, type WaitGroup } from '../core';
import type { JobSpec } from '../machine';
import type { ConsumableNeed } from '../resources/consumable-state';
import { consumablesOf } from '../resources/consumables';
import { newShare } from '../scheduling/share-use';
import { nodeSpec } from './nodes';

/**
 * Stable text of what a job asks for, e.g. "2000m/4096/0"; with consumable resources "2000m/4096/0/licence*2"; of a
 * multi-node one in all, and how: "8000m/8192/0/4x2000m/2048/0".
 */
function shapeOf(spec: JobSpec, consumables: readonly ConsumableNeed[] | undefined): string {
  const whole = [asked(spec), ...(consumables ?? []).map(({ name, quantity }) => `${name}*${quantity}`)].join('/');
  if (spec.nodes === undefined) return whole;
  const parts = spec.nodes.groups.map((group) => {
    const each = `${group.last - group.first + 1}x${asked(group)}`;
    return group.instanceType === undefined ? each : `${each}/${group.instanceType}`;
  });
  return `${whole}/${parts.join('+')}`;
}

function asked({ milliVcpus, memoryMib, gpus }: { milliVcpus: number; memoryMib: number; gpus: number }): string {
  return `${milliVcpus}m/${memoryMib}/${gpus}`;
}

function nodeNeeds(spec: JobSpec): { nodes?: readonly NodeNeed[] } {
  if (spec.nodes === undefined) return {};
  return { nodes: spec.nodes.groups.map(({ container: _, consumables: __, task: ___, ...need }) => need) };
}

function groupNumber(core: Core, queue: number, spec: JobSpec): number {
  const share = spec.shareIdentifier ?? '';
  const consumables = consumablesOf(spec);
  const shape = shapeOf(spec, consumables);
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
    ...nodeNeeds(spec),
    ...(consumables === undefined ? {} : { consumables }),
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

function knowShare(core: Core, queue: number, identifier: string): void {
  const { shares, derived } = queueAt(core, queue);
  if (derived.shareNumbers.has(identifier)) return;
  derived.shareNumbers.set(identifier, shares.length);
  shares.push(newShare(identifier, atOf(core)));
}

/** Number of a spec in a queue; equal ones are kept once. */
export function internSpec(core: Core, queue: number, spec: JobSpec): number {
  const key = specKey(queue, spec);
  const known = core.derived.specNumbers.get(key);
  if (known !== undefined) return known;
  const number = core.specs.length;
  if (spec.shareIdentifier !== undefined) knowShare(core, queue, spec.shareIdentifier);
  core.specs.push(specState(queue, groupNumber(core, queue, spec), spec));
  core.derived.specNumbers.set(key, number);
  return number;
}

/** Numbers of the specs of a multi-node job's nodes, one each; empty for any other job. */
export function internNodeSpecs(core: Core, queue: number, spec: JobSpec): number[] {
  const numbers: number[] = [];
  for (const group of spec.nodes?.groups ?? []) {
    const number = internSpec(core, queue, nodeSpec(spec, group));
    for (let node = group.first; node <= group.last; node++) numbers.push(number);
  }
  return numbers;
}
