import type { Core, QueueState } from '../core';
import type { ServiceJob } from './contract';
import { serviceEnvironmentNumber, serviceEnvironmentOf } from './service-environments';
import { serviceJobAt } from './service-job';

/** The service environment of a queue as a pass sees it. */
export interface Capacity {
  number: number;
  isUsable: boolean;
  /** Instances of any type. */
  maximum: number;
}

/** What a queue's service environment has; takes jobs when ENABLED and VALID, or under a change. */
export function capacityOf(core: Core, queue: QueueState): Capacity {
  const number = serviceEnvironmentNumber(core, serviceEnvironmentOf(queue.document) ?? '');
  const document = core.services.environments[number]?.document;
  const isUsable = document?.state === 'ENABLED' && (document.status === 'VALID' || document.status === 'UPDATING');
  const maximum = document?.capacityLimits?.reduce((sum, { maxCapacity = 0 }) => sum + maxCapacity, 0) ?? 0;
  return { number, isUsable, maximum };
}

/** Jobs that hold capacity of a service environment. */
export function holdersOf(core: Core, environment: number): ServiceJob[] {
  return core.services.holding
    .map((ordinal) => serviceJobAt(core, ordinal))
    .filter((job) => job.environment === environment);
}

/** Whether a queue goes by quota shares. */
export function hasQuotaShares(core: Core, queue: QueueState): boolean {
  const arn = queue.document.schedulingPolicyArn;
  return (
    arn !== undefined && core.policies.some((policy) => policy.arn === arn && policy.quotaSharePolicy !== undefined)
  );
}
