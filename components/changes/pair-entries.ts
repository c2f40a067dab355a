import { canonical, isRecord, type JsonRecord, type JsonValue } from './json-text';
import { commonPairs } from './mark-words';

/** One entry of a list on both sides; undefined where a side has no such entry. `name` tells it in a path. */
export interface EntryPair {
  before: JsonValue | undefined;
  after: JsonValue | undefined;
  name: string;
}

/** Members by which Batch itself tells the entries of a list apart, so that their order carries nothing. */
const IDENTITIES = [
  'name',
  'type',
  'computeEnvironment',
  'shareIdentifier',
  'containerPath',
  'hostPath',
  'targetNodes',
  'targetInstanceTypes',
  'imageType',
  'containerName',
] as const;

/** Lists of single values whose order AWS does not read. */
const SETS = new Set(['instanceTypes', 'subnets', 'securityGroupIds', 'platformCapabilities']);

function identityOf(entries: readonly JsonValue[], member: string): Map<string, JsonRecord> | null {
  const byIdentity = new Map<string, JsonRecord>();
  for (const entry of entries) {
    if (!isRecord(entry)) return null;
    const identity = entry[member];
    if (typeof identity !== 'string' || byIdentity.has(identity)) return null;
    byIdentity.set(identity, entry);
  }
  return byIdentity;
}

function byIdentity(before: readonly JsonValue[], after: readonly JsonValue[]): EntryPair[] | null {
  for (const member of IDENTITIES) {
    const [left, right] = [identityOf(before, member), identityOf(after, member)];
    if (left === null || right === null) continue;
    return mergeOrder([...left.keys()], [...right.keys()]).map((name) => ({
      before: left.get(name),
      after: right.get(name),
      name,
    }));
  }
  return null;
}

function bySequence(before: readonly JsonValue[], after: readonly JsonValue[]): EntryPair[] {
  const common = commonPairs(before.map(canonical), after.map(canonical));
  const pairs: EntryPair[] = [];
  let [left, right] = [0, 0];
  for (const [keptLeft, keptRight] of [...common, [before.length, after.length] as const]) {
    for (; left < keptLeft || right < keptRight; ) {
      const [hasLeft, hasRight] = [left < keptLeft, right < keptRight];
      pairs.push({
        before: hasLeft ? before[left] : undefined,
        after: hasRight ? after[right] : undefined,
        name: String(hasRight ? right : left),
      });
      if (hasLeft) left += 1;
      if (hasRight) right += 1;
    }
    if (keptLeft >= before.length && keptRight >= after.length) break;
    pairs.push({ before: before[left], after: after[right], name: String(right) });
    left += 1;
    right += 1;
  }
  return pairs;
}

/** What an entry is called in a path: what names it, else its index. */
export function entryName(entry: JsonValue, index: number): string {
  if (!isRecord(entry)) return String(index);
  for (const member of IDENTITIES) {
    const name = entry[member];
    if (typeof name === 'string') return name;
  }
  return String(index);
}

/** The entries of a list side by side: by what names them where something does, else by their order. */
export function pairEntries(before: readonly JsonValue[], after: readonly JsonValue[], listName: string): EntryPair[] {
  if (SETS.has(listName)) {
    const [left, right] = [new Set(before), new Set(after)];
    return mergeOrder([...left], [...right]).map((value) => ({
      before: left.has(value) ? value : undefined,
      after: right.has(value) ? value : undefined,
      name: typeof value === 'string' ? value : JSON.stringify(value),
    }));
  }
  return byIdentity(before, after) ?? bySequence(before, after);
}

/** Names of both sides in the order of the newer one; each that only the older has stands behind its former neighbour. */
export function mergeOrder<Name>(before: readonly Name[], after: readonly Name[]): Name[] {
  const kept = new Set(after);
  const behind = new Map<Name | null, Name[]>();
  let neighbour: Name | null = null;
  for (const name of before) {
    if (kept.has(name)) neighbour = name;
    else behind.set(neighbour, [...(behind.get(neighbour) ?? []), name]);
  }
  return [...(behind.get(null) ?? []), ...after.flatMap((name) => [name, ...(behind.get(name) ?? [])])];
}
