import { atOf, type Core, type EnvironmentState, environmentAt } from '../core';
import { isNode } from '../jobs/nodes';
import { i32, u8 } from '../kernel/columns';
import { EVENT, pushEvent } from '../kernel/events';
import type { JobSpec } from '../machine';
import { bookShare } from '../scheduling/share-use';
import { fileInstance, findInstance, unfileInstance } from './buckets';
import { DOOMED, INSTANCE } from './instance-table';
import { addProvisioned, addUsed } from './levels';

export const isFargate = (environment: EnvironmentState): boolean =>
  environment.kind === 'FARGATE' || environment.kind === 'FARGATE_SPOT';

/** Its instances are the operator's to start; Batch starts none. */
export const isUnmanaged = (environment: EnvironmentState): boolean => environment.document.type === 'UNMANAGED';

export const maximumOf = (environment: EnvironmentState): number =>
  environment.document.computeResources?.maxvCpus ?? 0;

/** Fargate's largest task, in thousandths of a vCPU. */
const FARGATE_LARGEST_MILLI = 32_000;

/** Host for a job now: a row of an instance, -1 for a Fargate task, or -2 when there is no room. */
export function findHost(
  core: Core,
  environment: EnvironmentState,
  spec: { milliVcpus: number; memoryMib: number; gpus: number },
): number {
  if (isFargate(environment)) {
    if (spec.gpus > 0 || spec.milliVcpus > FARGATE_LARGEST_MILLI) return -2;
    return environment.usedMilli + spec.milliVcpus <= maximumOf(environment) * 1000 ? -1 : -2;
  }
  const { buckets } = environment.derived;
  const found = findInstance(buckets, core.instances, spec.milliVcpus, spec.memoryMib, spec.gpus);
  return found < 0 ? -2 : found;
}

/** Whether an instance runs a node of a multi-node job, and takes nothing else while it does. */
export function isTakenWhole(core: Core, host: number): boolean {
  const first = i32(core.instances.columns.firstJob, host);
  return first >= 0 && isNode(core, first);
}

/** Takes a host's room for a job; a node takes all of it. */
export function takeRoom(core: Core, environment: EnvironmentState, host: number, row: number, spec: JobSpec): void {
  const { columns } = core.jobs;
  columns.environment[row] = environment.index;
  columns.instance[row] = host;
  environment.usedMilli += spec.milliVcpus;
  addUsed(core, spec.milliVcpus);
  bookShare(core, row, spec.milliVcpus);
  if (host < 0) {
    addProvisioned(core, spec.milliVcpus);
    return;
  }
  const instances = core.instances.columns;
  instances.freeMilli[host] = i32(instances.freeMilli, host) - spec.milliVcpus;
  instances.freeMemory[host] = i32(instances.freeMemory, host) - spec.memoryMib;
  instances.freeGpus[host] = i32(instances.freeGpus, host) - spec.gpus;
  instances.jobs[host] = i32(instances.jobs, host) + 1;
  instances.used[host] = 1;
  instances.idleSince[host] = -1;
  const first = i32(instances.firstJob, host);
  columns.nextOnInstance[row] = first;
  columns.previousOnInstance[row] = -1;
  if (first >= 0) columns.previousOnInstance[first] = row;
  instances.firstJob[host] = row;
  if (isNode(core, row)) unfileInstance(environment.derived.buckets, host);
  else fileInstance(environment.derived.buckets, core.instances, host);
}

/** Gives a job's room back; whoever waits for it is looked at in the next pass. */
export function giveRoom(core: Core, row: number, spec: JobSpec): void {
  const { environment: environments, instance, nextOnInstance, previousOnInstance } = core.jobs.columns;
  const environment = environmentAt(core, i32(environments, row));
  const host = i32(instance, row);
  environment.usedMilli -= spec.milliVcpus;
  addUsed(core, -spec.milliVcpus);
  bookShare(core, row, -spec.milliVcpus);
  if (host < 0) {
    addProvisioned(core, -spec.milliVcpus);
    wakeQueues(core, environment);
    return;
  }
  const next = i32(nextOnInstance, row);
  const previous = i32(previousOnInstance, row);
  if (previous >= 0) nextOnInstance[previous] = next;
  else core.instances.columns.firstJob[host] = next;
  if (next >= 0) previousOnInstance[next] = previous;
  freeHost(core, environment, host, spec);
}

function freeHost(core: Core, environment: EnvironmentState, host: number, spec: JobSpec): void {
  const instances = core.instances.columns;
  const jobs = i32(instances.jobs, host) - 1;
  instances.freeMilli[host] = i32(instances.freeMilli, host) + spec.milliVcpus;
  instances.freeMemory[host] = i32(instances.freeMemory, host) + spec.memoryMib;
  instances.freeGpus[host] = i32(instances.freeGpus, host) + spec.gpus;
  instances.jobs[host] = jobs;
  if (u8(instances.state, host) === INSTANCE.terminated) return;
  const doomed = u8(instances.doomed, host);
  if (jobs === 0 && (doomed & DOOMED.replaced) !== 0) letGo(core, host);
  else if (jobs === 0) watchIdle(core, environment, host);
  if (doomed !== 0) return;
  fileInstance(environment.derived.buckets, core.instances, host);
  wakeQueues(core, environment);
}

/** How long an instance is idle before it goes (SCALE-2). */
const IDLE_MS = 600_000;

/** How long an instance may be idle: AWS's 10 minutes or the environment's own delay, which spares only used ones. */
export function idleDelay(core: Core, environment: EnvironmentState, host: number): number {
  const own = environment.document.computeResources?.scalingPolicy?.minScaleDownDelayMinutes ?? 0;
  if (own > 0 && u8(core.instances.columns.used, host) === 1) return own * 60_000;
  return core.clockwork.delay(IDLE_MS);
}

/** An instance has become idle: it is looked at when its time is over. */
export function watchIdle(core: Core, environment: EnvironmentState, host: number): void {
  const at = atOf(core);
  core.instances.columns.idleSince[host] = at;
  if (environment.provisioned <= (environment.document.computeResources?.minvCpus ?? 0)) return;
  const delay = idleDelay(core, environment, host);
  if (delay === 0) letGo(core, host);
  else pushEvent(core.heap, at + delay, EVENT.idle, host, 0);
}

/** Its idle time is over: it goes at the end of the instant, if no job came. */
export function letGo(core: Core, host: number): void {
  core.instant.idle.push(host);
}

/** Queues of an environment whose head waits are looked at in the next pass. */
export function wakeQueues(core: Core, environment: EnvironmentState): void {
  for (const number of environment.derived.queues) {
    const queue = core.queues[number];
    if (queue === undefined || queue.blockedHead < 0) continue;
    queue.dirty = true;
    core.instant.dirty = true;
  }
}
