import { z } from 'zod';
import type { InstanceChange, ResourceChange, WaitChange } from '@/lib/batch';
import { maskSecrets, nameOfArn } from '@/lib/batch';
import type { BatchRows } from './batch-rows';
import { type EpochState, type InstanceRow, waitKey } from './epoch-state';
import { definitionFacts } from './job-detail';
import { sampleHourly, sampleSpotAtRest } from './sample-money';
import { endOf } from './stored-rows';

const RANK = { pending: 0, running: 1, terminated: 2 } as const;

/** Takes a step in an instance's life. What it has seen changes nothing; what comes late is reckoned anew from rows. */
export function applyInstance(state: EpochState, rows: BatchRows, change: InstanceChange): void {
  const known = state.instances.get(change.instanceArn);
  const row = known ?? newInstance(change);
  const isLate = known !== undefined && change.seq <= known.seq;
  if (known === undefined) {
    state.instances.set(change.instanceArn, row);
    const before = endOf(change.instanceArn);
    if (before !== change.instanceId && rows.hostless.has(before)) {
      rows.named.push({ arn: change.instanceArn, before, instanceId: change.instanceId });
    }
  }
  const wasRunning = row.state === 'running';
  if (known === undefined || RANK[change.state] >= RANK[row.state]) row.state = change.state;
  const moment = change.state === 'pending' ? 'pendingAt' : change.state === 'running' ? 'runningAt' : 'terminatedAt';
  row[moment] = Math.min(row[moment] ?? change.at, change.at);
  row.endedBy ??= change.endedBy ?? null;
  row.seq = Math.max(row.seq, change.seq);
  rows.instances.set(change.instanceId, row);
  if (change.nanoUsdPerHour !== undefined && change.state === 'running') {
    rows.prices.set(`${change.instanceId}/${change.at}`, {
      instanceId: change.instanceId,
      fromAt: change.at,
      nanoUsdPerHour: change.nanoUsdPerHour,
    });
  }
  const isRunning = row.state === 'running';
  if (wasRunning !== isRunning) {
    const vcpus = isRunning ? row.vcpus : -row.vcpus;
    state.sampler.add('environment-vcpus', row.environment, 'provisioned', change.at, vcpus);
  }
  rows.topics.add('instances');
  if (state.unreckoned.has(change.instanceArn)) rows.late.add(change.instanceArn);
  if (isLate) {
    if (change.state !== 'pending') rows.late.add(change.instanceArn);
    return;
  }
  state.ledger.instance(change);
  sampleHourly(state, change.at);
  if (change.state === 'terminated') sampleSpotAtRest(state, change.at);
}

function newInstance(change: InstanceChange): InstanceRow {
  return {
    instanceId: change.instanceId,
    arn: change.instanceArn,
    environment: nameOfArn(change.environmentArn),
    type: change.type,
    zone: change.zone,
    purchase: change.purchase,
    vcpus: change.vcpus,
    memoryMib: change.memoryMib,
    gpus: change.gpus,
    state: 'pending',
    pendingAt: null,
    runningAt: null,
    terminatedAt: null,
    endedBy: null,
    seq: 0,
  };
}

const environmentDocument = z.object({
  computeResources: z.object({ desiredvCpus: z.number().optional(), maxvCpus: z.number().optional() }).optional(),
});

/** Takes a version of a resource's document: what it limits is sampled, its secrets are masked. */
export function applyResource(state: EpochState, rows: BatchRows, change: ResourceChange): void {
  const document = change.document === null ? null : maskSecrets(change.document).document;
  const isNewest = change.seq > (state.resources.get(change.arn) ?? -1);
  if (isNewest) state.resources.set(change.arn, change.seq);
  rows.resources.push({ ...change, document });
  rows.topics.add('resources');
  if (change.resourceKind === 'job-definition' && document !== null) {
    state.definitions.set(nameOfArn(change.arn), definitionFacts(document));
  }
  if (change.resourceKind !== 'compute-environment' || !isNewest) return;
  const limits = environmentDocument.safeParse(change.document ?? {}).data?.computeResources ?? {};
  const { desiredvCpus, maxvCpus } = change.document === null ? { desiredvCpus: 0, maxvCpus: 0 } : limits;
  if (desiredvCpus !== undefined) {
    state.sampler.set('environment-vcpus', change.name, 'desired', change.at, desiredvCpus);
  }
  if (maxvCpus !== undefined) state.sampler.set('environment-vcpus', change.name, 'maximum', change.at, maxvCpus);
}

/** Takes what the tally says of one cause: a stretch from its first count to 0, with the newest count and evidence. */
export function applyWait(state: EpochState, rows: BatchRows, change: WaitChange): void {
  const queue = nameOfArn(change.queueArn);
  const key = waitKey(queue, change.share, change.shape, change.cause);
  const known = state.waits.get(key);
  if (known !== undefined && change.seq <= known.seq) return;
  if (change.count === 0 && known?.isOpen !== true) return;
  const sinceAt = known?.isOpen === true ? known.sinceAt : change.at;
  const isOpen = change.count > 0;
  state.waits.set(key, { sinceAt, isOpen, seq: change.seq });
  const last = rows.waits.get(`${key}\n${sinceAt}`);
  rows.waits.set(`${key}\n${sinceAt}`, {
    change: isOpen || last === undefined ? change : { ...change, evidence: last.change.evidence },
    sinceAt,
    untilAt: isOpen ? null : change.at,
    count: isOpen ? change.count : (last?.count ?? 0),
  });
  rows.topics.add('waiting');
}
