import { describe, expect, it } from 'vitest';
import type { Principal, Simulator } from '../contract';
import { createSimulator } from '../simulator';
import { definition, ec2, fargate, queueOn, sized } from './sample-calls';

const principal: Principal = { actor: 'test', source: 'simulate' };
const START = Date.UTC(2026, 0, 1);

function done(simulator: Simulator, operation: string, input: object): Record<string, unknown> {
  const result = simulator.call(operation, input, principal);
  if (!result.ok) throw new Error(`${operation}: ${result.error.message}`);
  simulator.advance(simulator.now() + 1000);
  return { ...result.output };
}

/** Environments `fleet`, `arm`, `tasks`; queues `main`, `closed` on EC2 and `serverless`; definitions; an array of three. */
function world(): { simulator: Simulator; array: string; single: string } {
  const simulator = createSimulator({
    seed: 3,
    timing: 'ideal',
    startAt: START,
    region: 'us-east-1',
    account: '123456789012',
  });
  done(simulator, 'CreateComputeEnvironment', ec2('fleet'));
  done(simulator, 'CreateComputeEnvironment', ec2('arm', { instanceTypes: ['m6g'] }));
  done(simulator, 'CreateComputeEnvironment', fargate('tasks'));
  done(simulator, 'CreateJobQueue', queueOn('main', 'fleet'));
  done(simulator, 'CreateJobQueue', { ...queueOn('closed', 'fleet'), state: 'DISABLED' });
  done(simulator, 'CreateJobQueue', queueOn('serverless', 'tasks'));
  done(simulator, 'RegisterJobDefinition', definition('tool'));
  done(
    simulator,
    'RegisterJobDefinition',
    definition('sized', {}, { vcpus: undefined, memory: undefined, resourceRequirements: sized('2', '128') }),
  );
  const serverless = {
    executionRoleArn: 'r',
    vcpus: undefined,
    memory: undefined,
    resourceRequirements: sized('1', '2048'),
  };
  done(simulator, 'RegisterJobDefinition', definition('cloud', { platformCapabilities: ['FARGATE'] }, serverless));
  done(simulator, 'RegisterJobDefinition', definition('old'));
  done(simulator, 'DeregisterJobDefinition', { jobDefinition: 'old:1' });
  const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'tool' };
  const array = String(done(simulator, 'SubmitJob', { ...job, arrayProperties: { size: 3 } }).jobId);
  const single = String(done(simulator, 'SubmitJob', job).jobId);
  return { simulator, array, single };
}

const QUEUE_ARN = 'arn:aws:batch:us-east-1:123456789012:job-queue/main';
const DEFINITION_ARN = 'arn:aws:batch:us-east-1:123456789012:job-definition/tool';
const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'tool' };
const ON_EKS = { eksClusterArn: 'arn:aws:eks:us-east-1:123456789012:cluster/x' };

describe('what is accepted', () => {
  it.each<[string, object | ((ids: { array: string; single: string }) => object)]>([
    ['SubmitJob', { ...job, jobQueue: QUEUE_ARN, jobDefinition: DEFINITION_ARN }],
    ['SubmitJob', { ...job, jobDefinition: `${DEFINITION_ARN}:1` }],
    ['SubmitJob', { ...job, jobQueue: 'serverless', jobDefinition: 'cloud' }],
    ['SubmitJob', { ...job, containerOverrides: { vcpus: 1000, memory: 9_999_999 } }],
    ['SubmitJob', { ...job, arrayProperties: { size: 10 }, dependsOn: [{ type: 'SEQUENTIAL' }] }],
    [
      'SubmitJob',
      ({ array }) => ({ ...job, arrayProperties: { size: 3 }, dependsOn: [{ jobId: array, type: 'N_TO_N' }] }),
    ],
    [
      'SubmitJob',
      ({ array, single }) => ({ ...job, dependsOn: [{ jobId: `${array}:2` }, { jobId: single }, { jobId: single }] }),
    ],
    ['CreateJobQueue', queueOn('one', 'arn:aws:batch:us-east-1:123456789012:compute-environment/fleet')],
    ['UpdateJobQueue', { jobQueue: QUEUE_ARN, priority: 0 }],
    ['DeregisterJobDefinition', { jobDefinition: 'old:1' }],
    ['TerminateJob', { jobId: 'nothing', reason: 'x' }],
    ['CancelJob', { jobId: 'nothing', reason: '' }],
  ])('%s %j', (operation, input) => {
    const { simulator, ...ids } = world();
    const result = simulator.call(operation, typeof input === 'function' ? input(ids) : input, principal);
    expect(result).toMatchObject({ ok: true, input: { kind: 'call', operation, at: simulator.now() + 1 } });
  });
});

describe('what is refused, and leaves no trace', () => {
  const capability = 'Job Queue is attached to Compute Environment that can not run Jobs with capability';
  const rows: [string, object | ((ids: { array: string; single: string }) => object), string][] = [
    [
      'CreateComputeEnvironment',
      { ...ec2('x'), state: 'DISABLED' },
      'Compute Environment must be created in ENABLED state.',
    ],
    [
      'CreateComputeEnvironment',
      { ...ec2('x'), unmanagedvCpus: 4 },
      'unmanagedvCpus is not applicable for managed Compute Environment.',
    ],
    ['CreateComputeEnvironment', { computeEnvironmentName: 'x', type: 'MANAGED' }, 'computeResources are required'],
    ['CreateComputeEnvironment', { computeEnvironmentName: 'x', type: 'UNMANAGED' }, 'ServiceRole is required.'],
    [
      'CreateComputeEnvironment',
      { computeEnvironmentName: 'x', type: 'UNMANAGED', serviceRole: 'role/AWSServiceRoleForBatch' },
      'Service Linked Role cannot be used with UNMANAGED Compute Environment',
    ],
    [
      'CreateComputeEnvironment',
      { ...ec2('x'), type: 'UNMANAGED', serviceRole: 'own' },
      'computeResources is not applicable for unmanaged Compute Environment.',
    ],
    [
      'CreateComputeEnvironment',
      { computeEnvironmentName: 'x', type: 'UNMANAGED', serviceRole: 'own', unmanagedvCpus: -1 },
      'unmanagedvCpus must not be negative.',
    ],
    [
      'CreateComputeEnvironment',
      { computeEnvironmentName: 'x', type: 'UNMANAGED', serviceRole: 'own', eksConfiguration: ON_EKS },
      'A compute environment on Amazon EKS is part of AWS Batch',
    ],
    [
      'UpdateComputeEnvironment',
      { computeEnvironment: 'fleet', serviceRole: 'own' },
      'can not be changed between the service-linked role and another role.',
    ],
    ['UpdateComputeEnvironment', { computeEnvironment: 'fleet', unmanagedvCpus: 4 }, 'not applicable for managed'],
    [
      'UpdateComputeEnvironment',
      { computeEnvironment: 'none', state: 'DISABLED' },
      'ComputeEnvironment none not found.',
    ],
    [
      'UpdateComputeEnvironment',
      { computeEnvironment: 'fleet' },
      'One of [state | compute-resources | service-role | unmanaged-vcpus] is required.',
    ],
    ['CreateJobQueue', queueOn('q', 'fleet', 'tasks'), 'Fargate and EC2 compute environments can not be mixed.'],
    ['CreateJobQueue', queueOn('q', 'fleet', 'arm'), 'different architectures'],
    [
      'CreateJobQueue',
      queueOn('q', 'none'),
      'Compute Environments must be created and valid before attaching them to a job queue',
    ],
    ['CreateJobQueue', queueOn('q'), 'At least one compute environment is required'],
    ['CreateJobQueue', queueOn('q', 'fleet', 'fleet'), 'Duplicate ComputeEnvironments within order list.'],
    ['CreateJobQueue', queueOn('q', 'a', 'b', 'c', 'd'), 'Only 3 environments are allowed in job queue request.'],
    [
      'CreateJobQueue',
      {
        ...queueOn('q', 'fleet'),
        computeEnvironmentOrder: [
          { order: 1, computeEnvironment: 'fleet' },
          { order: 1, computeEnvironment: 'arm' },
        ],
      },
      'Duplicate ComputeEnvironment order values.',
    ],
    ['CreateJobQueue', { ...queueOn('q', 'fleet'), priority: -1 }, 'priority must be between 0 and 1000'],
    ['CreateJobQueue', { ...queueOn('q', 'fleet'), schedulingPolicyArn: 'arn:x' }, 'SchedulingPolicy arn:x not found.'],
    [
      'CreateJobQueue',
      { ...queueOn('q', 'fleet'), jobQueueType: 'ECS_FARGATE' },
      'can not have compute environments of type ECS',
    ],
    ['CreateJobQueue', queueOn('main', 'fleet'), 'Object already exists'],
    ['UpdateJobQueue', { jobQueue: 'none', priority: 1 }, 'JobQueue none not found.'],
    [
      'UpdateJobQueue',
      { jobQueue: 'main', ...queueOn('main', 'tasks') },
      'Fargate and EC2 compute environments can not be mixed.',
    ],
    ['UpdateJobQueue', { jobQueue: 'main', schedulingPolicyArn: 'arn:x' }, 'created without a scheduling policy'],
    ['RegisterJobDefinition', definition('d', { platformCapabilities: [] }), 'Exactly 1 capability must be provided.'],
    [
      'RegisterJobDefinition',
      definition('d', { ecsProperties: { taskProperties: [] } }),
      'Cannot use both ECS containerProperties and ecsProperties',
    ],
    ['RegisterJobDefinition', { jobDefinitionName: 'd', type: 'container' }, 'is required when'],
    [
      'RegisterJobDefinition',
      { jobDefinitionName: 'd', type: 'multinode', platformCapabilities: ['FARGATE'] },
      'Fargate does not support MNP jobs',
    ],
    [
      'RegisterJobDefinition',
      { jobDefinitionName: 'd', type: 'multinode' },
      'nodeProperties is required when type is multinode.',
    ],
    ['RegisterJobDefinition', definition('d', { parameters: { p: 'x'.repeat(25_000) } }), '24576 bytes'],
    [
      'RegisterJobDefinition',
      definition('d', { schedulingPriority: 10_000 }),
      'Scheduling priority must be between 0 and 9999.',
    ],
    ['DeregisterJobDefinition', { jobDefinition: 'tool' }, 'name:revision'],
    ['DeregisterJobDefinition', { jobDefinition: 'tool:9' }, 'does not exist or is not in ACTIVE status'],
    ['SubmitJob', { ...job, jobQueue: 'closed' }, 'is not in ENABLED state'],
    ['SubmitJob', { ...job, jobQueue: QUEUE_ARN.replace('us-east-1', 'eu-west-1') }, 'not found.'],
    ['SubmitJob', { ...job, jobDefinition: 'old' }, 'JobDefinition name old does not exist or is not in ACTIVE status'],
    [
      'SubmitJob',
      { ...job, jobDefinition: 'old:1' },
      'JobDefinition name old:1 does not exist or is not in ACTIVE status',
    ],
    [
      'SubmitJob',
      { ...job, jobDefinition: 'tool:one' },
      'Provided name tool:one is not supported pattern[a-zA-Z_0-9-]{1,128}',
    ],
    ['SubmitJob', { ...job, jobDefinition: 'cloud' }, `${capability} FARGATE`],
    ['SubmitJob', { ...job, jobQueue: 'serverless' }, `${capability} EC2`],
    [
      'SubmitJob',
      { ...job, jobDefinition: 'sized', containerOverrides: { vcpus: 1 } },
      'This value was submitted in a deprecated key',
    ],
    ['SubmitJob', { ...job, containerOverrides: { command: [''] } }, 'empty string'],
    [
      'SubmitJob',
      { ...job, containerOverrides: { resourceRequirements: sized('0', '64') } },
      'vCPU must be at least 1, got 0.',
    ],
    [
      'SubmitJob',
      {
        ...job,
        jobQueue: 'serverless',
        jobDefinition: 'cloud',
        containerOverrides: { resourceRequirements: sized('1', '3') },
      },
      'Fargate resource requirements (1 vCPU, 3 MiB) not valid.',
    ],
    ['SubmitJob', { ...job, containerOverrides: { environment: [{ name: 'AWS_BATCH_X', value: '' }] } }, 'reserved'],
    [
      'SubmitJob',
      { ...job, containerOverrides: { command: ['Ref::nothing'] } },
      'No parameter found for reference nothing',
    ],
    [
      'SubmitJob',
      { ...job, containerOverrides: { command: ['Ref::__proto__'] } },
      'No parameter found for reference __proto__',
    ],
    ['SubmitJob', { ...job, arrayProperties: { size: 10_001 } }, 'Array size must be between 2 and 10000'],
    ['SubmitJob', { ...job, dependsOn: Array.from({ length: 21 }, () => ({ jobId: 'x' })) }, 'maximum of 20'],
    ['SubmitJob', { ...job, dependsOn: [{ jobId: 'x' }] }, 'Dependent job x does not exist.'],
    ['SubmitJob', { ...job, dependsOn: [{}] }, 'jobId is required for a dependency.'],
    ['SubmitJob', { ...job, dependsOn: [{ type: 'SEQUENTIAL' }] }, 'only supported for array jobs'],
    [
      'SubmitJob',
      ({ array }) => ({ ...job, dependsOn: [{ jobId: array, type: 'N_TO_N' }] }),
      'two array jobs of the same size',
    ],
    [
      'SubmitJob',
      ({ array }) => ({ ...job, arrayProperties: { size: 4 }, dependsOn: [{ jobId: array, type: 'N_TO_N' }] }),
      'two array jobs of the same size',
    ],
    [
      'SubmitJob',
      ({ single }) => ({ ...job, arrayProperties: { size: 3 }, dependsOn: [{ jobId: single, type: 'N_TO_N' }] }),
      'two array jobs of the same size',
    ],
    ['SubmitJob', { ...job, parameters: { p: 'x'.repeat(31_000) } }, '30720 bytes'],
    ['SubmitJob', { ...job, nodeOverrides: {} }, 'nodeOverrides is not applicable'],
    ['TerminateJob', { jobId: 'x', reason: 'r'.repeat(1025) }, '1024'],
    [
      'DescribeComputeEnvironments',
      { computeEnvironments: ['fleet'], maxResults: 1 },
      'ComputeEnvironments and MaxResults cannot both be set',
    ],
    ['DescribeJobDefinitions', { status: 'active' }, 'Value active for status is not valid.'],
    ['ListJobs', { jobQueue: 'none' }, 'JobQueue none not found.'],
    [
      'ListJobs',
      { jobQueue: 'main', filters: [{ name: 'JOB_NAME', values: ['a'] }], maxResults: 101 },
      'between 1 and 100',
    ],
    ['ListJobs', { jobQueue: 'main', filters: [{ name: 'COLOUR', values: ['red'] }] }, 'Filter COLOUR is not valid.'],
    [
      'ListJobs',
      { jobQueue: 'main', filters: [{ name: 'AFTER_CREATED_AT', values: ['today'] }] },
      'a time in milliseconds',
    ],
    ['RegisterJobDefinition', { jobDefinitionName: 'k', eksProperties: {} }, 'eksProperties is part of AWS Batch'],
  ];
  it.each(rows.map(([operation, input, message]) => ({ operation, input, message })))('$operation: $message', (row) => {
    const { operation, input, message } = row;
    const { simulator, ...ids } = world();
    const before = simulator.stateHash();
    const seq = simulator.inputSeq();
    const result = simulator.call(operation, typeof input === 'function' ? input(ids) : input, principal);
    expect(result).toMatchObject({
      ok: false,
      error: { name: 'ClientException', message: expect.stringContaining(message) },
    });
    expect(simulator.stateHash()).toBe(before);
    expect(simulator.inputSeq()).toBe(seq);
  });
});
