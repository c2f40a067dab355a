import type { DeleteComputeEnvironmentCommandInput, DeleteJobQueueCommandInput } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { refuse } from './refusals';
import { localName } from './request-rules';

/** AWS's preconditions that environments, queues and quota shares have in common: switched off, and nothing else under way. */
export function checkDeletable(
  what: string,
  { state, status }: { state?: string | undefined; status?: string | undefined },
): void {
  if (state !== 'DISABLED') refuse(`Cannot delete, ${what} must be in DISABLED state`);
  if (status !== 'VALID' && status !== 'INVALID') refuse('Cannot delete, resource is being modified');
}

/** DeleteComputeEnvironment: DISABLED, and no queue refers to it. One that does not exist is gone already. */
export function deleteComputeEnvironment(machine: Machine, input: DeleteComputeEnvironmentCommandInput): object {
  const name = localName(machine.place, 'compute-environment', input.computeEnvironment ?? '');
  const current = name === null ? undefined : machine.environment(name);
  if (name === null || current === undefined) return {};
  checkDeletable('compute environment', current);
  if (machine.isAttached(name)) refuse('Cannot delete, found existing JobQueue relationship');
  machine.deleteEnvironment(name);
  return {};
}

/** DeleteJobQueue: DISABLED; its jobs are ended, its environments stay. One that does not exist is gone already. */
export function deleteJobQueue(machine: Machine, input: DeleteJobQueueCommandInput): object {
  const name = localName(machine.place, 'job-queue', input.jobQueue ?? '');
  const current = name === null ? undefined : machine.queue(name);
  if (name === null || current === undefined) return {};
  checkDeletable('job queue', current);
  if (machine.quotaShares(name).length > 0) refuse('Cannot delete, found existing QuotaShare relationship');
  machine.deleteQueue(name);
  return {};
}
