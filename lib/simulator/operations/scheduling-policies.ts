import type {
  CreateSchedulingPolicyCommandInput,
  DeleteSchedulingPolicyCommandInput,
  DescribeSchedulingPoliciesCommandInput,
  ListSchedulingPoliciesCommandInput,
  SchedulingPolicyDetail,
  UpdateSchedulingPolicyCommandInput,
} from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { Machine } from '../machine';
import { checkPolicy, type GivenPolicy, shownFairshare } from './fairshare-rules';
import { byCodeUnit, pageByKey } from './pages';
import { refuse, refuseValue } from './refusals';
import { checkResourceName, checkTags } from './request-rules';

const POLICIES_DESCRIBED_MAX = 100;

function shownPolicy({ fairsharePolicy, quotaSharePolicy }: GivenPolicy): Partial<SchedulingPolicyDetail> {
  return quotaSharePolicy === undefined
    ? { fairsharePolicy: shownFairshare(fairsharePolicy ?? {}) }
    : { quotaSharePolicy };
}

/** CreateSchedulingPolicy: a fair-share policy unless it is one of quota shares; its kind is for good. */
export function createSchedulingPolicy(machine: Machine, input: CreateSchedulingPolicyCommandInput): object {
  const name = input.name ?? '';
  checkResourceName('Scheduling policy', name);
  checkPolicy(input);
  checkTags(input.tags);
  const arn = batchArn(machine.place, 'scheduling-policy', name);
  if (machine.policy(arn) !== undefined) refuse('Object already exists');
  machine.putPolicy({ name, arn, ...shownPolicy(input), tags: input.tags ?? {} });
  return { name, arn };
}

function checkSameKind(current: SchedulingPolicyDetail, input: GivenPolicy): void {
  const isFairshare = current.fairsharePolicy !== undefined;
  if (isFairshare ? input.quotaSharePolicy !== undefined : input.fairsharePolicy !== undefined) {
    const [own, other] = isFairshare
      ? ['fairsharePolicy', 'quotaSharePolicy']
      : ['quotaSharePolicy', 'fairsharePolicy'];
    refuseValue(`A scheduling policy with ${own} can not be changed to ${other}.`);
  }
}

/** UpdateSchedulingPolicy: its content as a whole; nothing given leaves it. Queues that use it follow at once. */
export function updateSchedulingPolicy(machine: Machine, input: UpdateSchedulingPolicyCommandInput): object {
  const current = machine.policy(input.arn ?? '');
  if (current === undefined) refuse(`SchedulingPolicy ${input.arn} not found.`);
  checkPolicy(input);
  checkSameKind(current, input);
  const isGiven = input.fairsharePolicy !== undefined || input.quotaSharePolicy !== undefined;
  if (isGiven) machine.putPolicy({ ...current, ...shownPolicy(input) });
  return {};
}

/** DeleteSchedulingPolicy: refused while a queue refers to it. One that does not exist is gone already. */
export function deleteSchedulingPolicy(machine: Machine, input: DeleteSchedulingPolicyCommandInput): object {
  const arn = input.arn ?? '';
  if (machine.policy(arn) === undefined) return {};
  if (machine.queues().some((queue) => queue.schedulingPolicyArn === arn)) {
    refuse('Cannot delete, found existing JobQueue relationship');
  }
  machine.removePolicy(arn);
  return {};
}

/** DescribeSchedulingPolicies: those of up to 100 ARNs; what is unknown is left out. */
export function describeSchedulingPolicies(machine: Machine, input: DescribeSchedulingPoliciesCommandInput): object {
  const asked = input.arns ?? [];
  if (asked.length > POLICIES_DESCRIBED_MAX) {
    refuseValue(`Maximum number of scheduling policies supported is ${POLICIES_DESCRIBED_MAX} .`);
  }
  const found = [...new Set(asked)].map((arn) => machine.policy(arn));
  return { schedulingPolicies: found.filter((document) => document !== undefined) };
}

/** ListSchedulingPolicies: ARNs, in pages of at most 100. */
export function listSchedulingPolicies(machine: Machine, input: ListSchedulingPoliciesCommandInput): object {
  const arns = machine.policies().map((document) => document.arn ?? '');
  const page = pageByKey(machine, 'ListSchedulingPolicies', arns.sort(byCodeUnit), (arn) => arn, input);
  return { schedulingPolicies: page.items.map((arn) => ({ arn })), nextToken: page.nextToken };
}
