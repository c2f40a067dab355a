import { visibleText } from '@/lib/batch';
import { formatDuration } from '../format/duration';
import { formatCount, formatNumber } from '../format/number';
import type { DocumentChange } from './diff-documents';
import { isList, isRecord, type JsonValue } from './json-text';

const ARROW = '\u00a0→\u00a0';
const TEXT_MAX = 28;

function cut(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;
}

function single(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return formatNumber(value, 2);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'string' && value !== '' ? cut(value) : null;
}

function numberOf(value: JsonValue | undefined): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** `noun 1 → 2`, `noun 2` where there was none, `noun removed`. */
function moved(noun: string, before: string | null, after: string | null): string {
  if (after === null) return `${noun} removed`;
  return before === null ? `${noun} ${after}` : `${noun} ${before}${ARROW}${after}`;
}

function memory(before: number | null, after: number | null): string {
  const wholeGib = [before, after].every((mib) => mib === null || mib % 1024 === 0);
  const text = (mib: number | null) => (mib === null ? null : formatNumber(wholeGib ? mib / 1024 : mib));
  return `${moved('memory', text(before), text(after))}${after === null ? '' : wholeGib ? '\u00a0GiB' : '\u00a0MiB'}`;
}

function image(before: JsonValue | undefined, after: JsonValue | undefined): string {
  const parts = [before, after].map((value) => (typeof value === 'string' ? /^(.*):([^:/]+)$/su.exec(value) : null));
  const [left, right] = parts;
  if (left && right && left[1] === right[1]) return moved('image', cut(left[2] ?? ''), cut(right[2] ?? ''));
  return moved('image', single(before), single(after));
}

function count(noun: string, before: JsonValue | undefined, after: JsonValue | undefined): string {
  const [left, right] = [isList(before) ? before.length : 0, isList(after) ? after.length : 0];
  return left === right ? `${noun} changed` : moved(noun, formatNumber(left), formatNumber(right));
}

function duration(value: JsonValue | undefined): string | null {
  const seconds = numberOf(value);
  return seconds === null ? null : formatDuration(seconds * 1000);
}

const VERB = (change: DocumentChange) =>
  change.before === undefined ? 'added' : change.after === undefined ? 'removed' : 'changed';

const REQUIREMENT: Readonly<Record<string, string>> = { VCPU: 'vCPU', GPU: 'GPU' };

const NOUNS: Readonly<Record<string, string>> = {
  maxvCpus: 'maximum',
  minvCpus: 'minimum',
  desiredvCpus: 'desired',
  unmanagedvCpus: 'vCPU',
  vcpus: 'vCPU',
  bidPercentage: 'bid',
  allocationStrategy: 'strategy',
  schedulingPriority: 'priority',
  jobRoleArn: 'job role',
  executionRoleArn: 'execution role',
  serviceRole: 'service role',
  instanceRole: 'instance role',
  shareDecaySeconds: 'share decay',
  computeReservation: 'reservation',
  schedulingPolicyArn: 'scheduling policy',
  launchTemplate: 'launch template',
  logConfiguration: 'log',
  updatePolicy: 'update policy',
  tags: 'tags',
  volumes: 'volumes',
};

type Rule = (change: DocumentChange, last: string, parent: string) => string | null;

/** The first that knows what the change is names it; a list of these is read once for each change. */
const RULES: readonly Rule[] = [
  (change, last) => (last === 'image' ? image(change.before, change.after) : null),
  (change, last, parent) => {
    if (last === 'memory') return memory(numberOf(change.before), numberOf(change.after));
    if (parent !== 'resourceRequirements') return null;
    const [before, after] = [memberOf(change.before, 'value'), memberOf(change.after, 'value')];
    if (last === 'MEMORY') return memory(numberOf(before), numberOf(after));
    return moved(REQUIREMENT[last] ?? last, single(before), single(after));
  },
  (change, last) =>
    last === 'timeout' || last === 'attemptDurationSeconds'
      ? moved('timeout', duration(durationValue(change.before)), duration(durationValue(change.after)))
      : null,
  (change, last) => {
    if (last === 'attempts') return moved('attempts', single(change.before), single(change.after));
    if (last !== 'retryStrategy') return null;
    const [before, after] = [memberOf(change.before, 'attempts'), memberOf(change.after, 'attempts')];
    return before === after ? 'exit rules changed' : moved('attempts', single(before), single(after));
  },
  (change, last, parent) =>
    last === 'evaluateOnExit' || parent === 'evaluateOnExit' ? `exit rule ${VERB(change)}` : null,
  (change, last, parent) => (parent === 'environment' ? `variable ${cut(last)} ${VERB(change)}` : null),
  (change, last, parent) => (parent === 'parameters' ? `parameter ${cut(last)} ${VERB(change)}` : null),
  (change, last, parent) => (parent === 'tags' ? `tag ${cut(last)} ${VERB(change)}` : null),
  (change, last, parent) => {
    if (last === 'instanceTypes') return count('types', change.before, change.after);
    if (last === 'subnets') return count('subnets', change.before, change.after);
    if (last === 'securityGroupIds') return count('security groups', change.before, change.after);
    if (parent === 'instanceTypes') return `${cut(last)} ${VERB(change) === 'added' ? 'in' : 'out'}`;
    if (parent === 'subnets') return `subnet ${cut(last)} ${VERB(change)}`;
    return null;
  },
  (_, last, parent) =>
    last === 'computeEnvironmentOrder' || parent === 'computeEnvironmentOrder' ? 'order of environments' : null,
  (change, last, parent) => {
    if (last !== 'shareDistribution' && parent !== 'shareDistribution') return null;
    return last === 'shareDistribution' ? 'shares changed' : `share ${cut(last)} ${VERB(change)}`;
  },
  (change, last) => (last === 'state' && typeof change.after === 'string' ? cut(change.after.toLowerCase()) : null),
  (change, last) => (last === 'status' && typeof change.after === 'string' ? cut(change.after) : null),
  (_, last) => (last === 'command' ? 'command changed' : null),
];

function durationValue(value: JsonValue | undefined): JsonValue | undefined {
  return memberOf(value, 'attemptDurationSeconds') ?? value;
}

function wordOf(change: DocumentChange): string {
  const last = change.path.at(-1) ?? '';
  const parent = change.path.at(-2) ?? '';
  if (change.path.includes('command')) return 'command changed';
  for (const rule of RULES) {
    const word = rule(change, last, parent);
    if (word !== null) return word;
  }
  const noun = NOUNS[last] ?? cut(last);
  const [before, after] = [single(change.before), single(change.after)];
  return before === null && after === null ? `${noun} ${VERB(change)}` : moved(noun, before, after);
}

/** What runs and how large says most; rules and variables less; states, reasons and tags least. */
function rankOf({ path }: DocumentChange): number {
  if (['status', 'statusReason', 'tags'].includes(path[0] ?? '')) return 2;
  return path.includes('evaluateOnExit') || path.includes('environment') ? 1 : 0;
}

/** What changed, in a few words: `memory 32 → 128 GiB`, `image 1.9.2 → 1.10.0, 2 more`. `none` where nothing did. */
export function changeWords(changes: readonly DocumentChange[], shown = 2): string {
  const sorted = [...changes].sort((a, b) => rankOf(a) - rankOf(b));
  const words = [...new Set(sorted.map((change) => visibleText(wordOf(change))))];
  if (words.length === 0) return 'nothing that counts';
  const rest = words.length - shown;
  return rest > 0 ? `${words.slice(0, shown).join(', ')}, ${formatCount(rest, 'more', 'more')}` : words.join(', ');
}
