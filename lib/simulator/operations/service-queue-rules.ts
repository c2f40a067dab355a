import type { ServiceEnvironmentOrder } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { countsInstances } from './capacity-limit-rules';
import { refuse, refuseValue } from './refusals';
import { localName } from './request-rules';

interface Asked {
  queue: string;
  serviceEnvironmentOrder?: ServiceEnvironmentOrder[] | undefined;
  computeEnvironmentOrder?: object[] | undefined;
  policyArn: string | undefined;
}

/** Whether a request means a queue of service jobs. */
export function asksForService({ serviceEnvironmentOrder = [] }: Pick<Asked, 'serviceEnvironmentOrder'>): boolean {
  return serviceEnvironmentOrder.length > 0;
}

/** Whether a policy is one of quota shares. */
export function isQuotaPolicy(machine: Machine, policyArn: string | undefined): boolean {
  return policyArn !== undefined && machine.policy(policyArn)?.quotaSharePolicy !== undefined;
}

/**
 * AWS's rules on the service environment of a queue; gives the order by ARN. What units its limits may have follows from the
 * queue's policy; AWS tells the rule, not the words of its refusal.
 */
export function checkServiceOrder(machine: Machine, asked: Asked): ServiceEnvironmentOrder[] {
  const { serviceEnvironmentOrder: order = [], policyArn } = asked;
  if ((asked.computeEnvironmentOrder?.length ?? 0) > 0) {
    refuseValue('A job queue can not have both serviceEnvironmentOrder and computeEnvironmentOrder.');
  }
  const [entry] = order;
  if (entry === undefined || order.length > 1)
    refuseValue('Only 1 service environment is allowed in job queue request.');
  const name = localName(machine.place, 'service-environment', entry.serviceEnvironment ?? '');
  const environment = name === null ? undefined : machine.serviceEnvironment(name);
  if (name === null || environment?.status !== 'VALID') {
    refuse('Service environments must be created and valid before attaching them to a job queue.');
  }
  const isQuota = isQuotaPolicy(machine, policyArn);
  if (isQuota === countsInstances(environment.capacityLimits)) {
    refuseValue(
      isQuota
        ? 'Job queues with a quota share policy must have a service environment whose capacity units are instance types.'
        : 'Job queues without a quota share policy must have a service environment with capacity unit NUM_INSTANCES.',
    );
  }
  const others = machine.serviceQueues(name).filter((queue) => queue !== asked.queue);
  if (isQuota && others.length > 0) {
    refuse('A quota management enabled service environment can be attached to only 1 job queue.');
  }
  return [{ order: entry.order, serviceEnvironment: environment.serviceEnvironmentArn }];
}
