import type {
  CreateQuotaShareCommandInput,
  DeleteQuotaShareCommandInput,
  DescribeQuotaShareCommandInput,
  ListQuotaSharesCommandInput,
  QuotaShareDetail,
  QuotaShareResourceSharingConfiguration,
  UpdateQuotaShareCommandInput,
} from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import type { QuotaShareDocument } from '../service-jobs/contract';
import { checkCapacityLimits, countsInstances } from './capacity-limit-rules';
import { checkDeletable } from './deletions';
import { byCodeUnit, pageByKey } from './pages';
import { knownQueue } from './queue-lookup';
import { refuse, refuseValue } from './refusals';
import { checkResourceName, checkTags } from './request-rules';
import { isQuotaPolicy } from './service-queue-rules';

const SHARES_MAX = 20;
const UNLIMITED = -1;

function shareOf(machine: Machine, arn: string): QuotaShareDocument {
  return machine.quotaShare(arn) ?? refuse(`QuotaShare ${arn} not found.`);
}

function checkLimits(limits: CreateQuotaShareCommandInput['capacityLimits']): void {
  checkCapacityLimits(limits);
  if (countsInstances(limits)) refuseValue('Capacity units of a quota share must be instance types.');
}

function checkSharing(sharing: QuotaShareResourceSharingConfiguration | undefined): void {
  const limit = sharing?.borrowLimit;
  if (limit === undefined) return;
  if (sharing?.strategy !== 'LEND_AND_BORROW') {
    refuseValue('borrowLimit can only be applied to quota shares with a strategy of LEND_AND_BORROW.');
  }
  if (limit < UNLIMITED) refuseValue('borrowLimit must be -1 or more.');
}

/** AWS's default filled in. */
function shownSharing(sharing: QuotaShareResourceSharingConfiguration): QuotaShareResourceSharingConfiguration {
  if (sharing.strategy !== 'LEND_AND_BORROW') return { strategy: sharing.strategy };
  return { strategy: sharing.strategy, borrowLimit: sharing.borrowLimit ?? UNLIMITED };
}

/** CreateQuotaShare: a virtual queue with capacity of its own inside a queue that goes by quota shares. */
export function createQuotaShare(machine: Machine, input: CreateQuotaShareCommandInput): object {
  const name = input.quotaShareName ?? '';
  checkResourceName('Quota share', name);
  checkLimits(input.capacityLimits);
  checkSharing(input.resourceSharingConfiguration);
  checkTags(input.tags);
  const queue = knownQueue(machine, input.jobQueue ?? '').queue;
  if (!isQuotaPolicy(machine, queue.schedulingPolicyArn)) {
    refuse('Quota shares can only be created in a job queue with a quota share scheduling policy.');
  }
  if (queue.status !== 'VALID') refuse('A job queue must be VALID before a quota share is created in it.');
  const arn = `${queue.jobQueueArn}/quota-share/${name}`;
  if (machine.quotaShare(arn) !== undefined) refuse('Object already exists');
  if (machine.quotaShares(queue.jobQueueName ?? '').length >= SHARES_MAX) {
    refuse(`Number of quota shares exceeds the limit of ${SHARES_MAX} in a job queue.`);
  }
  machine.addQuotaShare(queue.jobQueueName ?? '', {
    quotaShareName: name,
    quotaShareArn: arn,
    jobQueueArn: queue.jobQueueArn,
    capacityLimits: input.capacityLimits,
    resourceSharingConfiguration: shownSharing(input.resourceSharingConfiguration ?? { strategy: 'RESERVE' }),
    preemptionConfiguration: input.preemptionConfiguration,
    state: input.state ?? 'ENABLED',
    status: 'CREATING',
    tags: input.tags ?? {},
  });
  return { quotaShareName: name, quotaShareArn: arn };
}

/** UpdateQuotaShare: what is given replaces what was. Jobs beyond lowered limits may lose their capacity. */
export function updateQuotaShare(machine: Machine, input: UpdateQuotaShareCommandInput): object {
  const current = shareOf(machine, input.quotaShareArn ?? '');
  if (input.capacityLimits !== undefined) checkLimits(input.capacityLimits);
  checkSharing(input.resourceSharingConfiguration);
  if (current.status !== 'VALID' && current.status !== 'INVALID') refuse('Cannot update, resource is being modified');
  const sharing = input.resourceSharingConfiguration;
  machine.updateQuotaShare({
    ...current,
    state: input.state ?? current.state,
    capacityLimits: input.capacityLimits ?? current.capacityLimits,
    ...(sharing === undefined ? {} : { resourceSharingConfiguration: shownSharing(sharing) }),
    preemptionConfiguration: input.preemptionConfiguration ?? current.preemptionConfiguration,
  });
  return { quotaShareName: current.quotaShareName, quotaShareArn: current.quotaShareArn };
}

/** DeleteQuotaShare: DISABLED; its jobs are ended. One that does not exist is gone already. */
export function deleteQuotaShare(machine: Machine, input: DeleteQuotaShareCommandInput): object {
  const arn = input.quotaShareArn ?? '';
  const current = machine.quotaShare(arn);
  if (current === undefined) return {};
  checkDeletable('quota share', current);
  machine.deleteQuotaShare(arn);
  return {};
}

/** DescribeQuotaShare: one, by its ARN. */
export function describeQuotaShare(machine: Machine, input: DescribeQuotaShareCommandInput): object {
  return shareOf(machine, input.quotaShareArn ?? '');
}

/** ListQuotaShares: those of a queue by name, in pages of at most 100. */
export function listQuotaShares(machine: Machine, input: ListQuotaSharesCommandInput): object {
  const { jobQueueName = '' } = knownQueue(machine, input.jobQueue ?? '').queue;
  const nameOf = (share: QuotaShareDetail): string => share.quotaShareName ?? '';
  const all = machine.quotaShares(jobQueueName).map(({ tags: _, ...share }) => share);
  const sorted = all.sort((a, b) => byCodeUnit(nameOf(a), nameOf(b)));
  const page = pageByKey(machine, `ListQuotaShares ${jobQueueName}`, sorted, nameOf, input);
  return { quotaShares: page.items, nextToken: page.nextToken };
}
