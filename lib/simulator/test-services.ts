import { type TestMachine, testMachine } from './test-machine';

/** Queues of service jobs for tests, in few words. */
export const TYPE = 'ml.g5.xlarge';

export const limit = (maxCapacity: number, capacityUnit = 'NUM_INSTANCES') => ({ maxCapacity, capacityUnit });

/** A request to SageMaker; `variables` script what the training does. */
export function payload(count: number, variables: Record<string, string | number> = {}, more: object = {}): string {
  return JSON.stringify({
    TrainingJobName: 'train-it',
    AlgorithmSpecification: { TrainingInputMode: 'File' },
    ResourceConfig: { InstanceType: TYPE, InstanceCount: count, VolumeSizeInGB: 1 },
    Environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
    ...more,
  });
}

export interface ServiceMachine extends TestMachine {
  /** Submits to queue `train` and gives the job's id: `seconds` on `count` instances. */
  train(count: number, seconds: number, more?: object): string;
  service(jobId: string): Record<string, unknown>;
}

function asRecord(value: object): Record<string, unknown> {
  return value as Record<string, unknown>;
}

function serviceCalls(machine: TestMachine): ServiceMachine {
  let names = 0;
  return {
    ...machine,
    train: (count, seconds, more = {}) => {
      names++;
      const serviceRequestPayload = payload(count, { SIM_SECONDS: seconds });
      const basics = { jobName: `train-${names}`, jobQueue: 'train', serviceJobType: 'SAGEMAKER_TRAINING' };
      return String(asRecord(machine.call('SubmitServiceJob', { ...basics, serviceRequestPayload, ...more })).jobId);
    },
    service: (jobId) => asRecord(machine.call('DescribeServiceJob', { jobId })),
  };
}

/** A service environment `sage` and a queue `train` on it, settled at the start. */
export function serviceQueueOf(
  limits: object[],
  {
    policy,
    queue = {},
    shares = [],
    timing = 'ideal',
    seed = 1,
  }: { policy?: object; queue?: object; shares?: object[]; timing?: 'ideal' | 'aws'; seed?: number } = {},
): ServiceMachine {
  const machine = testMachine(timing, seed);
  machine.resource('CreateServiceEnvironment', {
    serviceEnvironmentName: 'sage',
    serviceEnvironmentType: 'SAGEMAKER_TRAINING',
    capacityLimits: limits,
  });
  if (policy !== undefined) machine.resource('CreateSchedulingPolicy', { name: 'policy', ...policy });
  machine.resource('CreateJobQueue', {
    jobQueueName: 'train',
    priority: 1,
    serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: 'sage' }],
    ...(policy === undefined
      ? {}
      : { schedulingPolicyArn: 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/policy' }),
    ...queue,
  });
  for (const one of shares) machine.resource('CreateQuotaShare', one);
  machine.runTo(0);
  return serviceCalls(machine);
}

export const QUOTA_POLICY = { quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } };

export const shareArn = (name: string): string =>
  `arn:aws:batch:us-east-1:123456789012:job-queue/train/quota-share/${name}`;

/** A quota share of queue `train` that owns so many instances of `TYPE`. */
export function share(name: string, count: number, strategy: string, more: object = {}): object {
  return {
    quotaShareName: name,
    jobQueue: 'train',
    capacityLimits: [limit(count, TYPE)],
    resourceSharingConfiguration: { strategy },
    preemptionConfiguration: { inSharePreemption: 'DISABLED' },
    ...more,
  };
}

/** A queue with quota shares on `count` instances of `TYPE`. */
export function quotaQueue(
  count: number,
  shares: object[],
  timing: 'ideal' | 'aws' = 'ideal',
  seed = 1,
): ServiceMachine {
  return serviceQueueOf([limit(count, TYPE)], { policy: QUOTA_POLICY, shares, timing, seed });
}
