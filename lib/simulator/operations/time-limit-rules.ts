import type { JobStateTimeLimitAction } from '@aws-sdk/client-batch';
import { AWS_WAITING_CODE } from '@/lib/batch';
import { refuseValue } from './refusals';

const SECONDS = { min: 600, max: 86_400 };
/** Batch's reasons on which a queue may act. Source: user guide, job state time limit actions. */
const REASONS: readonly (string | undefined)[] = [
  AWS_WAITING_CODE['no-capacity'],
  AWS_WAITING_CODE['exceeds-maximum'],
  AWS_WAITING_CODE['fits-no-type'],
  'MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED',
];

/** The same of queues of service jobs. Source: user guide, SageMaker jobs stuck in RUNNABLE. */
const SERVICE_REASONS: readonly (string | undefined)[] = [
  AWS_WAITING_CODE['no-capacity'],
  'MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE',
  AWS_WAITING_CODE['exceeds-quota-share'],
];

/** AWS's rules on what a queue does to a job that blocks it; `isService` where its jobs are service jobs. */
export function checkTimeLimitActions(
  actions: readonly JobStateTimeLimitAction[] | undefined,
  isService: boolean,
): void {
  const allowed = isService ? 'TERMINATE' : 'CANCEL';
  const reasons = isService ? SERVICE_REASONS : REASONS;
  const seen = new Set<string>();
  for (const { reason, state, maxTimeSeconds, action } of actions ?? []) {
    if (action !== allowed) refuseValue(`Invalid job action. Valid job actions: [${allowed}]`);
    if (!reasons.includes(reason)) refuseValue(`Invalid job reason. Valid job reasons: [${reasons.join(', ')}]`);
    if (maxTimeSeconds === undefined || maxTimeSeconds < SECONDS.min || maxTimeSeconds > SECONDS.max) {
      refuseValue(`maxTimeSeconds must be between ${SECONDS.min} and ${SECONDS.max}.`);
    }
    const key = `${state} ${reason}`;
    if (seen.has(key)) refuseValue('Duplicate job state limit actions are not allowed.');
    seen.add(key);
  }
}
