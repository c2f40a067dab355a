import { describe, expect, it } from 'vitest';
import { definition, ec2, queueOn } from './sample-calls';
import { callInWorld, type RefusedCall } from './sample-world';

const ON_EKS = { eksClusterArn: 'arn:aws:eks:us-east-1:123456789012:cluster/x', kubernetesNamespace: 'jobs' };

describe('what is refused of queues, environments and definitions, and leaves no trace', () => {
  const rows: RefusedCall[] = [
    [
      'CreateComputeEnvironment',
      { ...ec2('x'), state: 'DISABLED' },
      'Compute Environment must be created in ENABLED state.',
      '[CE-1]',
    ],
    [
      'CreateComputeEnvironment',
      { ...ec2('x'), unmanagedvCpus: 4 },
      'unmanagedvCpus is not applicable for managed Compute Environment.',
      '[CE-4]',
    ],
    ['CreateComputeEnvironment', { computeEnvironmentName: 'x', type: 'MANAGED' }, 'computeResources are required'],
    [
      'CreateComputeEnvironment',
      { computeEnvironmentName: 'x', type: 'UNMANAGED' },
      'ServiceRole is required.',
      '[CE-2]',
    ],
    [
      'CreateComputeEnvironment',
      { computeEnvironmentName: 'x', type: 'UNMANAGED', serviceRole: 'role/AWSServiceRoleForBatch' },
      'Service Linked Role cannot be used with UNMANAGED Compute Environment',
      '[CE-3]',
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
      'eksConfiguration is not applicable for unmanaged Compute Environment.',
      '[EKS-22]',
    ],
    [
      'UpdateComputeEnvironment',
      { computeEnvironment: 'fleet', serviceRole: 'own' },
      'can not be changed between the service-linked role and another role.',
      '[CEU-6]',
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
    [
      'CreateJobQueue',
      queueOn('q', 'fleet', 'tasks'),
      'Fargate and EC2 compute environments can not be mixed.',
      '[JQ-4]',
    ],
    ['CreateJobQueue', queueOn('q', 'fleet', 'arm'), 'different architectures', '[JQ-5]'],
    [
      'CreateJobQueue',
      queueOn('q', 'none'),
      'Compute Environments must be created and valid before attaching them to a job queue',
      '[JQ-6]',
    ],
    [
      'CreateComputeEnvironment',
      { ...ec2('x'), eksConfiguration: { eksClusterArn: 'x', kubernetesNamespace: 'y' } },
      'eksClusterArn must be an EKS cluster ARN.',
      '[CE-21]',
    ],
    ['CreateJobQueue', queueOn('q'), 'At least one compute environment is required'],
    ['CreateJobQueue', queueOn('q', 'fleet', 'fleet'), 'Duplicate ComputeEnvironments within order list.', '[JQ-3]'],
    [
      'CreateJobQueue',
      queueOn('q', 'a', 'b', 'c', 'd'),
      'Only 3 environments are allowed in job queue request.',
      '[JQ-1]',
    ],
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
      '[JQ-2]',
    ],
    ['CreateJobQueue', { ...queueOn('q', 'fleet'), priority: -1 }, 'priority must be between 0 and 1000', '[JQ-15]'],
    [
      'CreateJobQueue',
      { ...queueOn('q', 'fleet'), schedulingPolicyArn: 'arn:x' },
      'SchedulingPolicy arn:x not found.',
      '[JQ-7]',
    ],
    [
      'CreateJobQueue',
      { ...queueOn('q', 'fleet'), jobQueueType: 'ECS_FARGATE' },
      'can not have compute environments of type ECS',
    ],
    ['CreateJobQueue', queueOn('main', 'fleet'), 'Object already exists', '[NAME-4]'],
    ['UpdateJobQueue', { jobQueue: 'none', priority: 1 }, 'JobQueue none not found.', '[API-4]'],
    [
      'UpdateJobQueue',
      { jobQueue: 'main', ...queueOn('main', 'tasks') },
      'Fargate and EC2 compute environments can not be mixed.',
      '[JQ-4]',
    ],
    [
      'UpdateJobQueue',
      { jobQueue: 'main', schedulingPolicyArn: 'arn:x' },
      'created without a scheduling policy',
      '[JQ-8]',
    ],
    [
      'RegisterJobDefinition',
      definition('d', { platformCapabilities: [] }),
      'Exactly 1 capability must be provided.',
      '[JD-10]',
    ],
    [
      'RegisterJobDefinition',
      definition('d', { ecsProperties: { taskProperties: [] } }),
      'Cannot use both ECS containerProperties and ecsProperties',
      '[JD-7]',
    ],
    ['RegisterJobDefinition', { jobDefinitionName: 'd', type: 'container' }, 'is required when', '[JD-6]'],
    [
      'RegisterJobDefinition',
      { jobDefinitionName: 'd', type: 'multinode', platformCapabilities: ['FARGATE'] },
      'Fargate does not support MNP jobs',
      '[FG-11]',
    ],
    [
      'RegisterJobDefinition',
      { jobDefinitionName: 'd', type: 'multinode' },
      'nodeProperties is required when type is multinode.',
    ],
    ['RegisterJobDefinition', definition('d', { parameters: { p: 'x'.repeat(25_000) } }), '24576 bytes', '[JD-15]'],
    [
      'RegisterJobDefinition',
      definition('d', { schedulingPriority: 10_000 }),
      'Scheduling priority must be between 0 and 9999.',
      '[JD-18]',
    ],
    ['DeregisterJobDefinition', { jobDefinition: 'tool' }, 'name:revision'],
    ['DeregisterJobDefinition', { jobDefinition: 'tool:9' }, 'does not exist or is not in ACTIVE status'],
  ];
  it.each(rows.map(([operation, input, message, fact = '']) => ({ operation, input, message, fact })))(
    '$operation: $message $fact',
    (row) => {
      const { operation, input, message } = row;
      const { result, before, after } = callInWorld(operation, input);
      expect(result).toMatchObject({
        ok: false,
        error: { name: 'ClientException', message: expect.stringContaining(message) },
      });
      expect(after).toEqual(before);
    },
  );
});
