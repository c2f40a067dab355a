import { WAITING_CAUSE_TITLE, type WaitingCause, type WaitingEvidence } from '@/lib/batch';
import type { JobRow, WaitingReason } from '@/lib/history';
import { formatCount, formatMemory, formatNumber, formatQuantity, shortenId } from '../format/number';

/** A piece of evidence; names and ids are set in mono. */
export interface EvidencePart {
  text: string;
  mono?: boolean;
}

const plain = (text: string): EvidencePart => ({ text });
const mono = (text: string): EvidencePart => ({ text, mono: true });

function asked(evidence: WaitingEvidence): string {
  const parts = [
    evidence.vcpus === undefined ? null : formatQuantity(evidence.vcpus, 'vCPU', 2),
    evidence.memoryMib === undefined ? null : formatQuantity(evidence.memoryMib, 'MiB'),
    evidence.gpus === undefined || evidence.gpus === 0 ? null : formatQuantity(evidence.gpus, 'GPU'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'what they ask' : parts.join(', ');
}

function offered(evidence: WaitingEvidence): string | null {
  const parts = [
    evidence.largestVcpus === undefined ? null : formatQuantity(evidence.largestVcpus, 'vCPU'),
    evidence.largestMemoryMib === undefined ? null : formatQuantity(evidence.largestMemoryMib, 'MiB'),
    evidence.largestGpus === undefined || evidence.gpus === undefined || evidence.gpus === 0
      ? null
      : formatQuantity(evidence.largestGpus, 'GPU'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

const environmentOf = (evidence: WaitingEvidence): EvidencePart[] =>
  evidence.environment === undefined ? [] : [mono(evidence.environment)];

const listed = (items: readonly string[], most = 3): string =>
  items.length > most ? `${items.slice(0, most).join(', ')} and ${items.length - most} more` : items.join(', ');

const unitWords = (unit: string): string => (unit === 'NUM_INSTANCES' ? 'instances' : unit);

/** What service jobs ask for and may have, in instances; null where the evidence is of vCPUs. */
function capacityWords(evidence: WaitingEvidence, says: 'exceeds' | 'full'): EvidencePart[] | null {
  const { capacityUnit, capacityAsked = 0, capacityUsed = 0, capacityMaximum = 0 } = evidence;
  if (capacityUnit === undefined) return null;
  const most = `${formatNumber(capacityMaximum)} ${unitWords(capacityUnit)}`;
  if (says === 'exceeds') return [plain(`${formatNumber(capacityAsked)} asked; the limit is ${most}`)];
  return [plain(` holds ${formatNumber(capacityUsed)} of ${most}; ${formatNumber(capacityAsked)} asked`)];
}

function shareWords(evidence: WaitingEvidence): EvidencePart[] {
  const { share, shareUse, nextShare, nextShareUse, queueUsedVcpus, sharesMaximumVcpus } = evidence;
  if (share !== undefined && nextShare !== undefined) {
    const used = (use: number | undefined): string =>
      use === undefined ? '' : ` at ${formatQuantity(use, 'vCPU-seconds', use < 10 ? 1 : 0)}`;
    const first = [plain('share '), mono(nextShare), plain(`${used(nextShareUse)} goes before `)];
    return [...first, mono(share), plain(`${used(shareUse)}, each times its weight`)];
  }
  if (sharesMaximumVcpus !== undefined && queueUsedVcpus !== undefined) {
    const may = formatQuantity(sharesMaximumVcpus, 'vCPU', sharesMaximumVcpus % 1 === 0 ? 0 : 1);
    return [
      plain(`the queue runs ${formatNumber(queueUsedVcpus)} of ${may}; its policy keeps the rest for other shares`),
    ];
  }
  return [plain('its share has used more than its weight gives')];
}

function consumableWords(evidence: WaitingEvidence): EvidencePart[] {
  const { consumable, consumableNeeded, consumableFree = 0, consumableTotal } = evidence;
  if (consumable === undefined || consumableNeeded === undefined) {
    return [plain('every unit of a resource they need is in use')];
  }
  const needed = [plain(`${formatNumber(consumableNeeded)} of `), mono(consumable)];
  if (consumableTotal === undefined) return [...needed, plain(' needed; it does not exist any more')];
  return [...needed, plain(` needed; ${formatNumber(consumableFree)} of ${formatNumber(consumableTotal)} free`)];
}

const WORD: Readonly<Record<WaitingCause, (evidence: WaitingEvidence) => EvidencePart[]>> = {
  dependency: ({ waitsFor }) =>
    waitsFor === undefined
      ? [plain('a job they depend on has not ended')]
      : [mono(shortenId(waitsFor)), plain(' has not ended')],
  'not-accepting': (evidence) => [
    ...environmentOf(evidence),
    plain(
      ` is ${evidence.state ?? 'not accepting jobs'}${evidence.statusReason === undefined ? '' : `: ${evidence.statusReason}`}`,
    ),
  ],
  'fits-no-type': (evidence) => {
    const most = offered(evidence);
    const head = plain(`${asked(evidence)} asked`);
    if (most === null) return [head, plain('; no allowed type offers that')];
    return [
      head,
      plain('; '),
      evidence.largestType === undefined ? plain('the largest type') : mono(evidence.largestType),
      plain(` offers ${most}`),
    ];
  },
  'exceeds-quota-share': (evidence) => [
    ...(evidence.share === undefined ? [] : [mono(evidence.share), plain(': ')]),
    ...(capacityWords(evidence, 'exceeds') ?? [plain('its quota share may have less')]),
  ],
  'quota-share': (evidence) => [
    ...(evidence.share === undefined ? [plain('its quota share')] : [mono(evidence.share)]),
    ...(capacityWords(evidence, 'full') ?? [plain(' holds all it may have')]),
  ],
  'exceeds-maximum': (evidence) =>
    capacityWords(evidence, 'exceeds') ?? [
      plain(`${asked(evidence)} asked; `),
      ...(evidence.environment === undefined ? [plain('the largest environment')] : environmentOf(evidence)),
      plain(
        evidence.maximumVcpus === undefined
          ? ' may have less'
          : ` may have ${formatQuantity(evidence.maximumVcpus, 'vCPU')}`,
      ),
    ],
  share: shareWords,
  consumable: consumableWords,
  'at-maximum': (evidence) => [
    ...environmentOf(evidence),
    ...(capacityWords(evidence, 'full') ?? [
      plain(
        evidence.maximumVcpus === undefined
          ? ' runs all it may have'
          : ` runs ${formatNumber(evidence.provisionedVcpus ?? evidence.usedVcpus ?? evidence.maximumVcpus)} of ${formatQuantity(evidence.maximumVcpus, 'vCPU')}`,
      ),
    ]),
  ],
  'no-capacity': (evidence) => [
    ...environmentOf(evidence),
    plain(evidence.environment === undefined ? '' : ': '),
    ...(evidence.instanceTypes === undefined || evidence.instanceTypes.length === 0
      ? [plain('capacity')]
      : [mono(listed(evidence.instanceTypes))]),
    plain(` refused${evidence.refusals === undefined ? '' : ` ${formatCount(evidence.refusals, 'time')}`}`),
    ...(evidence.zones === undefined || evidence.zones.length === 0
      ? []
      : [plain(' in '), mono(listed(evidence.zones))]),
  ],
  'no-instances': (evidence) => [
    ...(evidence.environment === undefined ? [plain('the environment')] : environmentOf(evidence)),
    plain(' is unmanaged, and none of your own instances has joined its cluster'),
  ],
  'starting-capacity': (evidence) => [
    ...environmentOf(evidence),
    plain(
      evidence.provisionedVcpus === undefined
        ? ' is getting instances'
        : ` has ${formatNumber(evidence.provisionedVcpus)} of ${formatQuantity(evidence.maximumVcpus ?? evidence.provisionedVcpus, 'vCPU')}, more instances are on their way`,
    ),
  ],
  'not-joining': (evidence) => [...environmentOf(evidence), plain(': its instances start and never join the cluster')],
  // What the evidence says was asked is the waiting job's own; the head's is on its page.
  'behind-blocked': ({ blockedBy }) =>
    blockedBy === undefined
      ? [plain('the first job of the queue cannot start')]
      : [mono(shortenId(blockedBy)), plain(' stands first and cannot start')],
  'is-next': (evidence) =>
    evidence.environment === undefined
      ? [plain('at the next pass of the scheduler')]
      : [plain('to start in '), ...environmentOf(evidence)],
  unknown: () => [plain('no check explains it yet')],
};

/** The fact that proves a cause, worded; whose names are set apart from words. */
export function evidenceWords(cause: WaitingCause, evidence: WaitingEvidence): EvidencePart[] {
  return WORD[cause](evidence).filter((part) => part.text !== '');
}

/** Evidence as one line of text. */
export function evidenceText(cause: WaitingCause, evidence: WaitingEvidence): string {
  return evidenceWords(cause, evidence)
    .map((part) => part.text)
    .join('')
    .trim();
}

/** Jobs that wait for one cause at one place, over all queues. */
export interface ReasonGroup {
  key: string;
  cause: WaitingCause;
  title: string;
  count: number;
  since: number;
  /** Evidence of the largest member. */
  evidence: WaitingEvidence;
  queues: { name: string; count: number }[];
}

/** Causes that are a fact about one environment, and so have a card for each. */
const BY_ENVIRONMENT: ReadonlySet<WaitingCause> = new Set([
  'not-accepting',
  'at-maximum',
  'no-capacity',
  'no-instances',
  'not-joining',
]);

function placeOf(reason: WaitingReason): string {
  if (reason.cause === 'behind-blocked') return reason.queue;
  if (reason.cause === 'consumable') return reason.evidence.consumable ?? '';
  return BY_ENVIRONMENT.has(reason.cause) ? (reason.evidence.environment ?? '') : '';
}

/** Reasons of one cause and environment (or consumable resource) together, the most jobs first: the cards of the Overview. */
export function groupReasons(reasons: readonly WaitingReason[]): ReasonGroup[] {
  const groups = new Map<string, { group: ReasonGroup; largest: number }>();
  for (const reason of reasons) {
    if (reason.count <= 0) continue;
    const key = `${reason.cause}\n${placeOf(reason)}`;
    const found = groups.get(key);
    if (found === undefined) {
      groups.set(key, { group: newGroup(key, reason), largest: reason.count });
      continue;
    }
    found.group.count += reason.count;
    found.group.since = Math.min(found.group.since, reason.since);
    found.group.queues.push({ name: reason.queue, count: reason.count });
    if (reason.count > found.largest) {
      found.largest = reason.count;
      found.group.evidence = reason.evidence;
    }
  }
  const list = [...groups.values()].map(({ group }) => group);
  for (const group of list) group.queues.sort((a, b) => b.count - a.count);
  return list.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

function newGroup(key: string, reason: WaitingReason): ReasonGroup {
  return {
    key,
    cause: reason.cause,
    title: WAITING_CAUSE_TITLE[reason.cause],
    count: reason.count,
    since: reason.since,
    evidence: reason.evidence,
    queues: [{ name: reason.queue, count: reason.count }],
  };
}

/** `64 GiB` and the like for a job's needs, used where a page lists what was asked. */
export function askedWords(needs: Pick<JobRow, 'milliVcpus' | 'memoryMib' | 'gpus' | 'instances'>): string {
  if (needs.instances !== null) return instanceWords(needs.instances);
  const parts = [formatQuantity(needs.milliVcpus / 1000, 'vCPU', 2), formatMemory(needs.memoryMib)];
  if (needs.gpus > 0) parts.push(formatQuantity(needs.gpus, 'GPU'));
  return parts.join(', ');
}

/** `2xml.g5.xlarge+1xml.p4d.24xlarge` in words. */
function instanceWords(instances: string): string {
  const parts = instances.split('+').map((part) => part.replace('x', ' × '));
  return parts.join(', ');
}

/** Where one sees the environment that evidence names: a compute environment's page, or the list of service environments. */
export function environmentHref(slug: string, environment: string, evidence: WaitingEvidence): string {
  if (evidence.capacityUnit !== undefined) return `/${slug}/environments?tab=services`;
  return `/${slug}/environments/${encodeURIComponent(environment)}`;
}
