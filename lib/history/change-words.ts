import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { nameOfArn } from '@/lib/batch';

const document = z.looseObject({});
const named = z.array(z.looseObject({ computeEnvironment: z.string(), order: z.number().catch(0) }));

/** Members whose change is worded by their value, the first that changed first. */
const BY_VALUE: readonly [path: readonly string[], word: string][] = [
  [['priority'], 'priority'],
  [['totalQuantity'], 'total'],
  [['computeResources', 'maxvCpus'], 'maximum'],
  [['computeResources', 'minvCpus'], 'minimum'],
  [['computeResources', 'bidPercentage'], 'bid'],
  [['unmanagedvCpus'], 'vCPU'],
];

/** Members whose change is named only. */
const BY_NAME: readonly [path: readonly string[], word: string][] = [
  [['computeResources', 'instanceTypes'], 'instance types'],
  [['computeResources', 'type'], 'kind'],
  [['computeResources', 'allocationStrategy'], 'allocation strategy'],
  [['computeResources', 'subnets'], 'subnets'],
  [['computeResources', 'securityGroupIds'], 'security groups'],
  [['computeResources', 'instanceRole'], 'instance role'],
  [['serviceRole'], 'service role'],
  [['schedulingPolicyArn'], 'scheduling policy'],
  [['jobStateTimeLimitActions'], 'time limits'],
  [['fairsharePolicy', 'shareDistribution'], 'shares'],
  [['fairsharePolicy'], 'fair share'],
  [['tags'], 'tags'],
];

/** Members that AWS moves by itself: they are no part of what a person changed. */
const NOT_EDITS = new Set(['status', 'statusReason', 'ecsClusterArn', 'uuid']);

/**
 * What one edit of a resource did, in a few words: `maximum 3,072 → 4,096`, `disabled`, `created`. Null of what has no words.
 * Either document is what Describe* gave; null before it was made and after it is gone.
 */
export function changeWords(before: unknown, after: unknown): string | null {
  if (after === null || after === undefined) return 'deleted';
  if (before === null || before === undefined) return 'created';
  const [old, now] = [document.safeParse(before).data ?? {}, document.safeParse(after).data ?? {}];
  if (old.state !== now.state) return now.state === 'DISABLED' ? 'disabled' : 'enabled';
  for (const [path, word] of BY_VALUE) {
    const [from, to] = [at(old, path), at(now, path)];
    if (typeof from === 'number' && typeof to === 'number' && from !== to)
      return `${word} ${count(from)} → ${count(to)}`;
  }
  const order = orderWords(old.computeEnvironmentOrder, now.computeEnvironmentOrder);
  if (order !== null) return order;
  const changed = BY_NAME.find(([path]) => !isDeepStrictEqual(at(old, path), at(now, path)));
  if (changed !== undefined) return `${changed[1]} changed`;
  const other = Object.keys({ ...old, ...now }).find(
    (name) => !NOT_EDITS.has(name) && !isDeepStrictEqual(old[name], now[name]),
  );
  return other === undefined ? null : `${other} changed`;
}

function orderWords(before: unknown, after: unknown): string | null {
  const [old, now] = [namesInOrder(before), namesInOrder(after)];
  if (isDeepStrictEqual(old, now)) return null;
  const added = now.filter((name) => !old.includes(name));
  const gone = old.filter((name) => !now.includes(name));
  if (added.length === 1 && gone.length === 0) return `${added[0]} added`;
  if (gone.length === 1 && added.length === 0) return `${gone[0]} taken out`;
  return added.length === 0 && gone.length === 0 ? 'environments in another order' : 'environments changed';
}

function namesInOrder(value: unknown): string[] {
  const parsed = named.safeParse(value);
  if (!parsed.success) return [];
  return [...parsed.data].sort((a, b) => a.order - b.order).map((entry) => nameOfArn(entry.computeEnvironment));
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => document.safeParse(inner).data?.[name], value);
}

const count = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
