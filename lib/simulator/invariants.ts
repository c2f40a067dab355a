import { instanceTypes, usableMemoryMib } from '@/lib/catalogue';
import { DOOMED, INSTANCE } from './capacity/instance-table';
import { isFargate, maximumOf } from './capacity/placement';
import { type Core, groupAt, specAt } from './core';
import { ARRAY_COLUMN, FLAG, STATUS } from './jobs/job-table';
import { isNode, mainNodeOf, nodeCount } from './jobs/nodes';
import { f64, i32, u8 } from './kernel/columns';
import { walkReady } from './scheduling/ready-queue';
import { rowOf } from './scheduling/share-line';
import { shareOf } from './scheduling/share-use';
import { brokenServiceJobs, countServiceJobs } from './service-jobs/invariants';

/** What must hold between any two events; gives the sentences that don't. For tests and the soak. */
export function brokenInvariants(core: Core): string[] {
  return [
    ...brokenJobs(core),
    ...brokenInstances(core),
    ...brokenEnvironments(core),
    ...brokenArrays(core),
    ...brokenNodes(core),
    ...brokenQueues(core),
    ...brokenShares(core),
    ...brokenConsumables(core),
    ...brokenServiceJobs(core),
  ];
}

const isPlaced = (state: number): boolean => state === STATUS.starting || state === STATUS.running;

function brokenJobs(core: Core): string[] {
  const { status, flags, attemptsEnded, stoppedAt, lastAttempt, spec } = core.jobs.columns;
  const broken: string[] = [];
  const found = countServiceJobs(core);
  const pending = core.groups.map(() => 0);
  const runnable = core.groups.map(() => 0);
  for (let row = 0; row < core.jobs.count; row++) {
    const state = u8(status, row);
    const bits = u8(flags, row);
    const hasEnded = state >= STATUS.succeeded;
    if (hasEnded !== f64(stoppedAt, row) >= 0) broken.push(`job ${row}: state ${state} and stoppedAt disagree`);
    if ((bits & FLAG.array) !== 0 || isNode(core, row)) continue;
    const { group } = specAt(core, i32(spec, row));
    if (state === STATUS.pending) pending[group] = (pending[group] ?? 0) + 1;
    if (state === STATUS.runnable) runnable[group] = (runnable[group] ?? 0) + 1;
    let attempts = 0;
    for (let at = i32(lastAttempt, row); at >= 0; at = i32(core.attempts.columns.previous, at)) attempts++;
    if (attempts !== u8(attemptsEnded, row))
      broken.push(`job ${row}: ${attempts} attempts kept, ${u8(attemptsEnded, row)} counted`);
    if ((bits & FLAG.relay) !== 0) continue;
    if (state <= STATUS.runnable) found.waiting++;
    else if (isPlaced(state)) found.running++;
    else if (state === STATUS.succeeded) found.succeeded++;
    else found.failed++;
  }
  for (const [name, count] of Object.entries(found)) {
    const told = Object.entries(core.counters).find(([key]) => key === name)?.[1];
    if (told !== count) broken.push(`${name}: ${told} counted, ${count} found`);
  }
  if (found.waiting + found.running + found.succeeded + found.failed !== core.counters.submitted)
    broken.push('a job was lost');
  for (const [at, group] of core.groups.entries()) {
    if (group.pending !== pending[at] || group.runnable !== runnable[at]) broken.push(`tally of ${group.shape} is off`);
  }
  return broken;
}

function brokenInstances(core: Core): string[] {
  const broken: string[] = [];
  const { state, freeMilli, freeMemory, freeGpus, type, jobs, firstJob } = core.instances.columns;
  for (let row = 0; row < core.instances.count; row++) {
    if (core.derived.up.has(row) === (u8(state, row) === INSTANCE.terminated))
      broken.push(`instance ${row}: up and state disagree`);
    const known = instanceTypes[i32(type, row)];
    if (u8(state, row) !== INSTANCE.registered || known === undefined) continue;
    let [vcpus, memory, gpus, count] = [0, 0, 0, 0];
    for (let job = i32(firstJob, row); job >= 0; job = i32(core.jobs.columns.nextOnInstance, job)) {
      const { spec } = specAt(core, i32(core.jobs.columns.spec, job));
      vcpus += spec.milliVcpus;
      memory += spec.memoryMib;
      gpus += spec.gpus;
      count++;
      if (!isPlaced(u8(core.jobs.columns.status, job))) broken.push(`job ${job} holds instance ${row} without running`);
    }
    const isClosed =
      vcpus + i32(freeMilli, row) === known.vcpus * 1000 &&
      memory + i32(freeMemory, row) === usableMemoryMib(known.memoryMib) &&
      gpus + i32(freeGpus, row) === known.gpus &&
      count === i32(jobs, row);
    if (!isClosed || i32(freeMilli, row) < 0 || i32(freeMemory, row) < 0 || i32(freeGpus, row) < 0)
      broken.push(`instance ${row}: room does not add up`);
  }
  return broken;
}

function brokenEnvironments(core: Core): string[] {
  const broken: string[] = [];
  const { status, environment, spec } = core.jobs.columns;
  const used = core.environments.map(() => 0);
  for (let row = 0; row < core.jobs.count; row++) {
    if (!isPlaced(u8(status, row)) || nodeCount(core, row) > 0) continue;
    const at = i32(environment, row);
    used[at] = (used[at] ?? 0) + specAt(core, i32(spec, row)).spec.milliVcpus;
  }
  for (const state of core.environments) {
    if (state.usedMilli !== used[state.index])
      broken.push(`environment ${state.index}: ${state.usedMilli} used, ${used[state.index]} found`);
    let [provisioned, replaced] = [0, 0];
    for (const row of core.derived.up) {
      if (i32(core.instances.columns.environment, row) !== state.index) continue;
      provisioned += instanceTypes[i32(core.instances.columns.type, row)]?.vcpus ?? 0;
      if ((u8(core.instances.columns.doomed, row) & DOOMED.replaced) !== 0) replaced++;
    }
    if (state.replaced !== replaced || (replaced > 0 && state.document.status !== 'UPDATING'))
      broken.push(`environment ${state.index}: ${state.replaced} to replace, ${replaced} found`);
    if (state.awaitsReplaced && replaced === 0) broken.push(`environment ${state.index}: awaits nothing`);
    if (state.provisioned !== provisioned)
      broken.push(`environment ${state.index}: ${state.provisioned} provisioned, ${provisioned} found`);
    if (isFargate(state) && state.usedMilli > maximumOf(state) * 1000)
      broken.push(`environment ${state.index}: over its maximum`);
  }
  const level = used.reduce((sum, value) => sum + value, 0);
  if (level !== core.counters.usedLevel) broken.push(`level ${core.counters.usedLevel}, found ${level}`);
  return broken;
}

function brokenArrays(core: Core): string[] {
  const broken: string[] = [];
  const { status } = core.jobs.columns;
  const { parent, size } = core.arrays.columns;
  for (let array = 0; array < core.arrays.count; array++) {
    const row = i32(parent, array);
    const found = ARRAY_COLUMN.map(() => 0);
    for (let child = row + 1; child <= row + i32(size, array); child++)
      found[u8(status, child)] = (found[u8(status, child)] ?? 0) + 1;
    for (const [code, column] of ARRAY_COLUMN.entries()) {
      if (i32(core.arrays.columns[column], array) !== found[code]) broken.push(`array ${row}: ${column} is off`);
    }
  }
  return broken;
}

function brokenNodes(core: Core): string[] {
  const broken: string[] = [];
  const { status, instance } = core.jobs.columns;
  for (let job = 0; job < core.jobs.count; job++) {
    const count = nodeCount(core, job);
    if (count === 0) continue;
    const state = u8(status, job);
    const hosts = new Set<number>();
    let placed = 0;
    for (let node = job + 1; node <= job + count; node++) {
      if (!isPlaced(u8(status, node))) {
        if (state >= STATUS.succeeded && u8(status, node) < STATUS.succeeded)
          broken.push(`node ${node} outlives ${job}`);
        continue;
      }
      placed++;
      const host = i32(instance, node);
      hosts.add(host);
      if (i32(core.instances.columns.jobs, host) !== 1) broken.push(`node ${node} shares instance ${host}`);
    }
    if (hosts.size !== placed) broken.push(`nodes of ${job} share an instance`);
    if (placed > 0 && !isPlaced(state)) broken.push(`job ${job} holds ${placed} nodes in state ${state}`);
    if (isPlaced(state) && u8(status, mainNodeOf(core, job)) !== state)
      broken.push(`job ${job} and its main node differ`);
  }
  return broken;
}

function brokenQueues(core: Core): string[] {
  const broken: string[] = [];
  const seen = new Set<number>();
  for (const queue of core.queues) {
    const look = (row: number): boolean => {
      if (u8(core.jobs.columns.status, row) !== STATUS.runnable) return true;
      if (seen.has(row)) broken.push(`job ${row} is queued twice`);
      seen.add(row);
      return true;
    };
    walkReady(queue.ready, look);
    for (const share of queue.shares) for (const key of share.ready) look(rowOf(key));
  }
  for (let row = 0; row < core.jobs.count; row++) {
    if (u8(core.jobs.columns.status, row) === STATUS.runnable && !seen.has(row) && !isNode(core, row))
      broken.push(`job ${row} is RUNNABLE and in no queue`);
  }
  return broken;
}

function brokenShares(core: Core): string[] {
  const broken: string[] = [];
  const { status, flags } = core.jobs.columns;
  const found = new Map<object, { level: number; open: number }>();
  for (let row = 0; row < core.jobs.count; row++) {
    const share = shareOf(core, row);
    if (share === null) continue;
    const sums = found.get(share) ?? { level: 0, open: 0 };
    found.set(share, sums);
    const state = u8(status, row);
    const isWhole = (u8(flags, row) & FLAG.array) === 0 && !isNode(core, row);
    if (isWhole && state < STATUS.succeeded) sums.open++;
    if (isPlaced(state) && nodeCount(core, row) === 0)
      sums.level += specAt(core, i32(core.jobs.columns.spec, row)).spec.milliVcpus;
  }
  for (const queue of core.queues) {
    for (const share of queue.shares) {
      const { level, open } = found.get(share) ?? { level: 0, open: 0 };
      if (share.level !== level) broken.push(`share ${share.identifier}: holds ${share.level}, found ${level}`);
      if (share.open !== open) broken.push(`share ${share.identifier}: ${share.open} open, found ${open}`);
    }
  }
  return broken;
}

function brokenConsumables(core: Core): string[] {
  const broken: string[] = [];
  const held = new Map<string, number>();
  for (let row = 0; row < core.jobs.count; row++) {
    if (!isPlaced(u8(core.jobs.columns.status, row)) || isNode(core, row)) continue;
    const needs = groupAt(core, specAt(core, i32(core.jobs.columns.spec, row)).group).consumables;
    for (const { name, quantity } of needs ?? []) held.set(name, (held.get(name) ?? 0) + quantity);
  }
  for (const { name, inUse, total } of core.consumables) {
    if (inUse !== (held.get(name) ?? 0)) broken.push(`consumable ${name}: ${inUse} in use, ${held.get(name)} held`);
    if (total < 0) broken.push(`consumable ${name}: a total of ${total}`);
  }
  return broken;
}
