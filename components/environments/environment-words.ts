import type { EnvironmentRow, InstanceRow, QueueRow, WaitingReason } from '@/lib/history';
import { parseNanoUsd } from '../format/money';
import { formatCount, formatNumber } from '../format/number';
import type { VerdictTone } from '../ui/verdict';

/** The kind of an environment, in words. */
export const KIND_WORD: Readonly<Record<EnvironmentRow['type'], string>> = {
  EC2: 'EC2',
  SPOT: 'EC2 Spot',
  FARGATE: 'Fargate',
  FARGATE_SPOT: 'Fargate Spot',
  UNMANAGED: 'Unmanaged',
};

/** Whether it runs on instances that one can see. */
export function hasInstances(environment: Pick<EnvironmentRow, 'type'>): boolean {
  return environment.type === 'EC2' || environment.type === 'SPOT';
}

/** What is to be said of an environment at a glance; `since` in ms, null where it is not known. */
export interface EnvironmentVerdict {
  tone: VerdictTone;
  word: string;
  since: number | null;
}

/** State of an environment: INVALID, disabled, at its maximum, refused capacity, or valid. */
export function environmentVerdict(environment: EnvironmentRow, reasons: readonly WaitingReason[]): EnvironmentVerdict {
  if (environment.status !== 'VALID')
    return {
      tone: environment.status === 'INVALID' ? 'bad' : 'warn',
      word: environment.status,
      since: environment.stateSince,
    };
  if (environment.state !== 'ENABLED')
    return { tone: 'warn', word: environment.state.toLowerCase(), since: environment.stateSince };
  const here = reasons.filter((reason) => reason.evidence.environment === environment.name && reason.count > 0);
  const refused = here.find((reason) => reason.cause === 'no-capacity');
  if (refused !== undefined) return { tone: 'warn', word: 'no capacity', since: refused.since };
  const full = here.find((reason) => reason.cause === 'at-maximum');
  if (full !== undefined) return { tone: 'warn', word: 'at maximum', since: full.since };
  return { tone: 'ok', word: 'valid', since: null };
}

/** Jobs that wait for this environment, of the reasons that name it. */
export function waitingFor(environment: EnvironmentRow, reasons: readonly WaitingReason[]): number {
  return reasons
    .filter((reason) => reason.evidence.environment === environment.name)
    .reduce((sum, reason) => sum + reason.count, 0);
}

/** What the list of environments answers first. */
export function environmentsSentence(
  environments: readonly EnvironmentRow[],
  reasons: readonly WaitingReason[],
): string {
  const verdicts = environments.map((environment) => environmentVerdict(environment, reasons));
  const held = verdicts.filter(({ word }) => word === 'at maximum' || word === 'no capacity').length;
  const invalid = verdicts.filter(({ tone }) => tone === 'bad').length;
  const all = formatCount(environments.length, 'environment');
  const tail = invalid === 0 ? '' : `, ${formatNumber(invalid)} ${invalid === 1 ? 'is' : 'are'} INVALID`;
  if (held === 0)
    return invalid === 0
      ? `${all}, none full.`
      : `${formatNumber(invalid)} of ${all} ${invalid === 1 ? 'is' : 'are'} INVALID.`;
  return `${formatNumber(held)} of ${all} ${held === 1 ? 'is full or gets' : 'are full or get'} no capacity${tail}.`;
}

/** What environments use, have and cost together; the price is null where one is not known. */
export function totalsOf(environments: readonly EnvironmentRow[]): {
  used: number;
  provisioned: number;
  maximum: number;
  instances: number;
  nanoUsdPerHour: bigint | null;
} {
  const sum = (of: (environment: EnvironmentRow) => number) => environments.reduce((total, one) => total + of(one), 0);
  return {
    used: sum((one) => one.usedMilliVcpus),
    provisioned: sum((one) => one.provisionedVcpus),
    maximum: sum((one) => one.maximumVcpus),
    instances: sum((one) => one.instances),
    nanoUsdPerHour: environments.reduce<bigint | null>((total, one) => {
      const price = parseNanoUsd(one.nanoUsdPerHour);
      return price === null || total === null ? null : total + price;
    }, 0n),
  };
}

/** Of the queues that use any of `gone`: which have no other environment that takes jobs, and where the others go on. */
export function queuesWithout(
  gone: readonly EnvironmentRow[],
  environments: readonly EnvironmentRow[],
  queues: readonly QueueRow[],
): { stranded: QueueRow[]; others: { queue: QueueRow; elsewhere: string[] }[] } {
  const names = new Set(gone.map(({ name }) => name));
  const open = new Set(
    environments
      .filter(({ name, state, status }) => !names.has(name) && state === 'ENABLED' && status === 'VALID')
      .map(({ name }) => name),
  );
  const touched = queues.filter((queue) => queue.environments.some((name) => names.has(name)));
  const others = touched.map((queue) => ({ queue, elsewhere: queue.environments.filter((name) => open.has(name)) }));
  return {
    stranded: others.filter(({ elsewhere }) => elsewhere.length === 0).map(({ queue }) => queue),
    others: others.filter(({ elsewhere }) => elsewhere.length > 0),
  };
}

/** vCPU of an instance that are taken, and whether its memory lets none of the rest be used. */
export function fillOf(instance: InstanceRow): {
  used: number;
  free: number;
  memoryUsed: number;
  isMemoryFull: boolean;
} {
  const used = instance.jobs.reduce((sum, job) => sum + job.milliVcpus, 0) / 1000;
  const memoryUsed = instance.jobs.reduce((sum, job) => sum + job.memoryMib, 0);
  const free = Math.max(0, instance.vcpus - used);
  const smallest = Math.min(...instance.jobs.map((job) => job.memoryMib));
  const isMemoryFull = instance.jobs.length > 0 && free >= 1 && instance.memoryMib - memoryUsed < smallest;
  return { used, free, memoryUsed, isMemoryFull };
}

/** Instances of one type, the fullest first; a box of the packing each. */
export interface TypeGroup {
  type: string;
  vcpus: number;
  instances: InstanceRow[];
  nanoUsdPerHour: string | null;
}

/** Instances grouped by type, the largest types first, emptiest last in each. */
export function groupByType(instances: readonly InstanceRow[]): TypeGroup[] {
  const groups = new Map<string, TypeGroup>();
  for (const instance of instances) {
    const group = groups.get(instance.type) ?? {
      type: instance.type,
      vcpus: instance.vcpus,
      instances: [],
      nanoUsdPerHour: instance.nanoUsdPerHour,
    };
    group.instances.push(instance);
    groups.set(instance.type, group);
  }
  for (const group of groups.values()) {
    group.instances.sort((a, b) => fillOf(b).used - fillOf(a).used || (a.instanceId < b.instanceId ? -1 : 1));
  }
  return [...groups.values()].sort((a, b) => b.vcpus - a.vcpus || (a.type < b.type ? -1 : 1));
}

/** Instances by how full they are, in tenths: for more instances than boxes can show. */
export function fillHistogram(instances: readonly InstanceRow[]): number[] {
  const bins = Array.from({ length: 10 }, () => 0);
  for (const instance of instances) {
    const share = instance.vcpus === 0 ? 0 : fillOf(instance).used / instance.vcpus;
    const bin = Math.min(9, Math.floor(share * 10));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}
