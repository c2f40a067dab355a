import type { SchedulingPolicyDetail } from '@aws-sdk/client-batch';
import type { Core } from '../core';
import { markQueue } from '../jobs/transitions';
import { emitResource } from './resource-changes';

/** Takes a policy, or replaces the one with the same ARN: queues that use it are looked at in the next pass. */
export function putPolicy(core: Core, document: SchedulingPolicyDetail): void {
  const at = core.policies.findIndex((other) => other.arn === document.arn);
  if (at < 0) core.policies.push(document);
  else core.policies[at] = document;
  emitResource(core, 'scheduling-policy', document.arn ?? '', document.name ?? '', document, true);
  for (const queue of core.queues) {
    if (queue.gone || queue.document.schedulingPolicyArn !== document.arn) continue;
    markQueue(core, queue.index);
    core.instant.scaleDirty = true;
    core.instant.tallyDirty = true;
  }
}

/** The policy's end; nothing refers to it any more. */
export function removePolicy(core: Core, arn: string): void {
  const at = core.policies.findIndex((document) => document.arn === arn);
  const [document] = at < 0 ? [] : core.policies.splice(at, 1);
  if (document !== undefined) emitResource(core, 'scheduling-policy', arn, document.name ?? '', null, true);
}
