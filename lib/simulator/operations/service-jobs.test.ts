import { describe, expect, it } from 'vitest';
import { environmentInput, queueInput, WHO } from '../test-machine';
import { limit, payload, QUOTA_POLICY, quotaQueue, serviceQueueOf, share, shareArn, TYPE } from '../test-services';

const basics = { jobName: 'train', jobQueue: 'train', serviceJobType: 'SAGEMAKER_TRAINING' };
const submit = (more: object = {}): object => ({ ...basics, serviceRequestPayload: payload(1), ...more });
const retries = (more: object): object => submit({ retryStrategy: { attempts: 2, ...more } });
const order = (serviceEnvironment: string) => [{ order: 1, serviceEnvironment }];
const queue = (more: object): object => ({ jobQueueName: 'q', priority: 1, ...more });
const POLICY = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy';
const sizeless = '{"TrainingJobName":"x"}';
const action = (more: object) => [
  { reason: 'x', state: 'RUNNABLE', maxTimeSeconds: 600, action: 'TERMINATE', ...more },
];

type Row = [string, object, string, fact?: string];

function world() {
  const machine = serviceQueueOf([limit(4)]);
  machine.call('CreateSchedulingPolicy', { name: 'quota', ...QUOTA_POLICY });
  machine.call('CreateSchedulingPolicy', { name: 'fair', fairsharePolicy: {} });
  machine.call('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 2 }));
  const types = { serviceEnvironmentName: 'types', capacityLimits: [limit(4, TYPE)] };
  machine.call('CreateServiceEnvironment', { ...types, serviceEnvironmentType: 'SAGEMAKER_TRAINING' });
  machine.call('CreateJobQueue', queueInput('plain', 1, ['fleet']));
  machine.call('RegisterJobDefinition', {
    jobDefinitionName: 'one',
    type: 'container',
    containerProperties: {
      image: 'x',
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '128' },
      ],
    },
  });
  const policied = { jobQueueName: 'quotas', priority: 1, serviceEnvironmentOrder: order('types') };
  machine.call('CreateJobQueue', { ...policied, schedulingPolicyArn: `${POLICY}/quota` });
  machine.call(
    'CreateJobQueue',
    queue({ jobQueueName: 'fair', serviceEnvironmentOrder: order('sage'), schedulingPolicyArn: `${POLICY}/fair` }),
  );
  machine.call('SubmitServiceJob', submit({ clientToken: 'once' }));
  machine.runTo(1);
  return machine;
}

const ofJobs: Row[] = [
  [
    'SubmitServiceJob',
    submit({ serviceRequestPayload: '{"a":' }),
    'serviceRequestPayload must be a JSON object.',
    '[SJ-1]',
  ],
  ['SubmitServiceJob', submit({ serviceRequestPayload: sizeless }), 'must have a ResourceConfig'],
  [
    'SubmitServiceJob',
    submit({ serviceRequestPayload: payload(1, { A: 'x'.repeat(10_240) }) }),
    'limit of 10240 bytes',
    '[SJ-1]',
  ],
  ['SubmitServiceJob', submit({ jobName: 'a b' }), 'Job name should match valid pattern'],
  ['SubmitServiceJob', submit({ jobQueue: 'none' }), 'JobQueue none not found.'],
  ['SubmitServiceJob', submit({ jobQueue: 'plain' }), 'of type SAGEMAKER_TRAINING'],
  ['SubmitServiceJob', submit({ shareIdentifier: 'a' }), 'can onlybe submitted'],
  ['SubmitServiceJob', submit({ quotaShareName: 'a' }), 'can only be submitted to job queue with quota share'],
  ['SubmitServiceJob', submit({ jobQueue: 'fair' }), 'Job must have shareIdentifier'],
  ['SubmitServiceJob', submit({ jobQueue: 'quotas' }), 'Job must have quotaShareName'],
  ['SubmitServiceJob', submit({ jobQueue: 'quotas', quotaShareName: 'none' }), 'QuotaShare none not found.'],
  ['SubmitServiceJob', submit({ schedulingPriority: 10_000 }), 'Scheduling priority must be between 0 and 9999.'],
  ['SubmitServiceJob', retries({ attempts: 11 }), 'RetryAttempts must be between 1 and 10.', '[SJ-3]'],
  [
    'SubmitServiceJob',
    retries({ evaluateOnExit: [{ action: 'EXIT' }] }),
    'EvaluateOnExit should contain onStatusReason',
  ],
  ['SubmitServiceJob', submit({ timeoutConfig: { attemptDurationSeconds: 59 } }), 'less than 60 seconds'],
  ['SubmitServiceJob', submit({ clientToken: 'once' }), 'same clientToken and payload', '[SJ-2]'],
  ['SubmitJob', { jobName: 'j', jobQueue: 'train', jobDefinition: 'one' }, 'takes service jobs only'],
  ['DescribeServiceJob', { jobId: 'none' }, 'ServiceJob none not found.'],
  ['UpdateServiceJob', { jobId: 'none', schedulingPriority: 1 }, 'ServiceJob none not found.'],
  ['TerminateServiceJobs', { jobs: [], reason: 'r' }, 'At least one job is required.'],
  ['TerminateServiceJobs', { jobs: Array.from({ length: 51 }, () => 'j'), reason: 'r' }, 'supported is 50'],
];

const ofQueues: Row[] = [
  ['CreateJobQueue', queue({ jobQueueType: 'SAGEMAKER_TRAINING' }), 'must have serviceEnvironmentOrder.', '[JQ-13]'],
  ['CreateJobQueue', queue({ serviceEnvironmentOrder: order('none') }), 'must be created and valid before attaching'],
  [
    'CreateJobQueue',
    queue({ serviceEnvironmentOrder: [...order('sage'), { order: 2, serviceEnvironment: 'types' }] }),
    'Only 1 service environment',
  ],
  [
    'CreateJobQueue',
    queue({
      serviceEnvironmentOrder: order('sage'),
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
    }),
    'can not have both',
  ],
  [
    'CreateJobQueue',
    { ...queueInput('q', 1, ['fleet']), schedulingPolicyArn: `${POLICY}/quota` },
    'Quota Management feature is only supported for SageMaker Training job queues.',
  ],
  [
    'CreateJobQueue',
    queue({ serviceEnvironmentOrder: order('sage'), schedulingPolicyArn: `${POLICY}/quota` }),
    'capacity units are instance types',
  ],
  ['CreateJobQueue', queue({ serviceEnvironmentOrder: order('types') }), 'with capacity unit NUM_INSTANCES'],
  [
    'CreateJobQueue',
    queue({ serviceEnvironmentOrder: order('types'), schedulingPolicyArn: `${POLICY}/quota` }),
    'can be attached to only 1 job queue',
  ],
  [
    'CreateJobQueue',
    queue({ serviceEnvironmentOrder: order('sage'), jobStateTimeLimitActions: action({ action: 'CANCEL' }) }),
    'Invalid job action. Valid job actions: [TERMINATE]',
    '[JQ-10]',
  ],
  [
    'CreateJobQueue',
    { ...queueInput('q', 1, ['fleet']), jobStateTimeLimitActions: action({}) },
    'Invalid job action. Valid job actions: [CANCEL]',
  ],
  ['UpdateJobQueue', { jobQueue: 'fair', schedulingPolicyArn: `${POLICY}/quota` }, 'can not change between'],
  ['DeleteServiceEnvironment', { serviceEnvironment: 'sage' }, 'must be in DISABLED state'],
];

const ofShares: Row[] = [
  [
    'CreateQuotaShare',
    share('s', 1, 'RESERVE', { quotaShareName: 'a b' }),
    'Quota share name should match a valid pattern.',
  ],
  [
    'CreateQuotaShare',
    share('s', 1, 'RESERVE'),
    'can only be created in a job queue with a quota share scheduling policy.',
  ],
  ['CreateQuotaShare', share('s', 1, 'RESERVE', { jobQueue: 'none' }), 'JobQueue none not found.'],
  ['CreateQuotaShare', share('s', 1, 'RESERVE', { capacityLimits: [] }), 'Capacitylimits are required.'],
  ['CreateQuotaShare', share('s', 1, 'RESERVE', { capacityLimits: [limit(1)] }), 'must be instance types.'],
  [
    'CreateQuotaShare',
    share('s', 1, '', { resourceSharingConfiguration: { strategy: 'LEND', borrowLimit: 5 } }),
    'borrowLimit can only be applied',
  ],
  ['UpdateQuotaShare', { quotaShareArn: shareArn('none') }, `QuotaShare ${shareArn('none')} not found.`],
  ['DescribeQuotaShare', { quotaShareArn: shareArn('none') }, `QuotaShare ${shareArn('none')} not found.`],
];

describe('what is refused of service jobs, their queues and quota shares, without a trace', () => {
  it.each([...ofJobs, ...ofQueues, ...ofShares])('%s %j', (operation, input, message) => {
    const machine = world();
    const before = machine.sim.stateHash();
    const answer = machine.sim.call(operation, input, WHO);
    expect(answer.ok ? 'accepted' : answer.error.message).toContain(message);
    expect(machine.sim.stateHash()).toBe(before);
  });

  it('the twenty-first quota share of a queue [QS-1]', () => {
    const machine = quotaQueue(4, []);
    for (let number = 0; number < 20; number++) machine.call('CreateQuotaShare', share(`s${number}`, 1, 'RESERVE'));
    expect(() => machine.call('CreateQuotaShare', share('more', 1, 'RESERVE'))).toThrow('exceeds the limit of 20');
  });

  it('a service environment or a queue that others refer to [SE-7]', () => {
    const machine = quotaQueue(4, [share('own', 1, 'RESERVE')]);
    machine.call('UpdateServiceEnvironment', { serviceEnvironment: 'sage', state: 'DISABLED' });
    machine.call('UpdateJobQueue', { jobQueue: 'train', state: 'DISABLED' });
    machine.runTo(1);
    expect(() => machine.call('DeleteServiceEnvironment', { serviceEnvironment: 'sage' })).toThrow(
      'Cannot delete, found existing JobQueue relationship',
    );
    expect(() => machine.call('DeleteJobQueue', { jobQueue: 'train' })).toThrow('existing QuotaShare relationship');
  });
});

describe('ListServiceJobs', () => {
  function listed(machine: ReturnType<typeof serviceQueueOf>, input: object): string[] {
    const [jobs] = Object.values(machine.call('ListServiceJobs', { jobQueue: 'train', ...input }));
    return (jobs as { jobName: string }[]).map(({ jobName }) => jobName);
  }

  it('gives RUNNING jobs, those of a status, or those of a filter whatever their status; newest first [SJ-26]', () => {
    const machine = serviceQueueOf([limit(2)]);
    for (const seconds of [60, 600, 600, 600]) machine.train(1, seconds);
    machine.runTo(100);
    expect(listed(machine, {})).toEqual(['train-3', 'train-2']);
    expect(listed(machine, { jobStatus: 'RUNNABLE' })).toEqual(['train-4']);
    expect(listed(machine, { jobStatus: 'SUCCEEDED' })).toEqual(['train-1']);
    expect(listed(machine, { filters: [{ name: 'JOB_NAME', values: ['TRAIN-*'] }] })).toHaveLength(4);
    expect(listed(machine, { filters: [{ name: 'AFTER_CREATED_AT', values: ['0'] }], maxResults: 3 })).toEqual([
      'train-4',
      'train-3',
      'train-2',
    ]);
  });

  it('filters by quota share, together with a status', () => {
    const machine = quotaQueue(2, [share('a', 1, 'RESERVE'), share('b', 1, 'RESERVE')]);
    for (const quotaShareName of ['a', 'b', 'a']) machine.train(1, 600, { quotaShareName });
    machine.runTo(10);
    const filters = [{ name: 'QUOTA_SHARE_NAME', values: ['a'] }];
    expect(listed(machine, { filters })).toEqual(['train-3', 'train-1']);
    expect(listed(machine, { filters, jobStatus: 'RUNNING' })).toEqual(['train-1']);
  });
});
