import { describe, expect, it } from 'vitest';
import { environmentInput, queueInput, type TestMachine, testMachine, WHO } from '../test-machine';

const CLUSTER = 'arn:aws:eks:us-east-1:123456789012:cluster/batch';
const EKS = { eksClusterArn: CLUSTER, kubernetesNamespace: 'jobs' };

const inside = (document: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), document);

const withSize = (cpu: string, memory: string, more: object = {}) => ({ limits: { cpu, memory, ...more } });

function container(name: string, variables: Record<string, string | number> = {}, over: object = {}) {
  const env = Object.entries(variables).map(([key, value]) => ({ name: key, value: String(value) }));
  return { name, image: 'busybox', command: ['run'], env, resources: withSize('1', '64Mi'), ...over };
}

function pod(containers: object[], over: object = {}, more: object = {}) {
  const eksProperties = { podProperties: { containers, ...over } };
  return { jobDefinitionName: 'pod', type: 'container', eksProperties, ...more };
}

function environment(name: string, over: object = {}, resources: object = {}): object {
  const strategy = { allocationStrategy: 'BEST_FIT_PROGRESSIVE', maxvCpus: 4, instanceTypes: ['c5.xlarge'] };
  return { ...environmentInput(name, { ...strategy, ...resources }), eksConfiguration: EKS, ...over };
}

function fleet(): TestMachine {
  const machine = testMachine();
  machine.resource('CreateComputeEnvironment', environment('fleet'));
  machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
  machine.runTo(0);
  return machine;
}

function refusal(operation: string, input: object, machine = testMachine()): string {
  const answer = machine.sim.call(operation, input, WHO);
  return answer.ok ? 'accepted' : answer.error.message;
}

function ran(definition: object, over: object = {}) {
  const machine = fleet();
  machine.call('RegisterJobDefinition', definition);
  const id = machine.submit({ jobDefinition: 'pod', ...over });
  machine.runTo(10_000);
  return { machine, job: machine.job(id) };
}

describe('a definition with eksProperties', () => {
  it.each<[object, string, string]>([
    [pod([container('a', {}, { resources: withSize('1', '2Gi') })]), 'Value 2Gi for type memory', '[EKS-1]'],
    [pod([container('a', {}, { resources: withSize('0.3', '64Mi') })]), 'Value 0.3 for type cpu', '[EKS-2]'],
    [
      pod([container('a', {}, { resources: { limits: { memory: '8Mi', cpu: '1' }, requests: { memory: '4Mi' } } })]),
      'The limits of memory must be equal to its requests.',
      '[EKS-3]',
    ],
    [
      pod([container('a', {}, { resources: { limits: { memory: '8Mi', cpu: '1' }, requests: { cpu: '2' } } })]),
      'The limits of cpu must be at least its requests.',
      '[EKS-3]',
    ],
    [
      pod([container('a', {}, { resources: withSize('1', '64Mi', { 'nvidia.com/gpu': '0.5' }) })]),
      'Value 0.5 for type nvidia.com/gpu is not valid.',
      '[EKS-4]',
    ],
    [pod([container('a', {}, { resources: {} })]), 'memory is required', '[EKS-5]'],
    [pod([container('a'), container('a')]), 'Container names must be unique', '[EKS-6]'],
    [pod([]), 'between 1 and 10 containers', '[EKS-6]'],
    [pod([container('a')], {}, { platformCapabilities: ['EC2'] }), 'platformCapabilities is not', '[EKS-7]'],
    [pod([container('a')], {}, { propagateTags: true }), 'propagateTags is not applicable for EKS.', '[EKS-7]'],
    [pod([container('a', { AWS_BATCH_X: 1 })]), 'names that start with AWS_BATCH are reserved', '[EKS-8]'],
  ])('%# is refused: %s %s', (input, message) => {
    expect(refusal('RegisterJobDefinition', input)).toContain(message);
  });

  it('is described as given, for EKS', () => {
    const machine = testMachine();
    machine.call('RegisterJobDefinition', pod([container('a')], { serviceAccountName: 'batch' }));
    const [shown] = [inside(machine.call('DescribeJobDefinitions', {}), 'jobDefinitions', 0)];
    expect(shown).toMatchObject({ containerOrchestrationType: 'EKS', type: 'container' });
    expect(inside(shown, 'platformCapabilities')).toBeUndefined();
    expect(inside(shown, 'eksProperties', 'podProperties')).toMatchObject({
      serviceAccountName: 'batch',
      containers: [{ name: 'a', args: [], volumeMounts: [] }],
    });
  });
});

describe('an environment on Amazon EKS', () => {
  it.each<[object, string, string]>([
    [environment('x', {}, { allocationStrategy: undefined }), 'Resource allocationStrategy is required.', '[EKS-20]'],
    [environment('x', {}, { allocationStrategy: 'BEST_FIT' }), 'BEST_FIT is not applicable for EKS.', '[EKS-20]'],
    [environment('x', {}, { minvCpus: undefined }), 'Resource minvCpus is required.', '[CE-5]'],
    [
      environment('x', { eksConfiguration: { ...EKS, kubernetesNamespace: 'kube-system' } }),
      'kubernetesNamespace',
      '[EKS-21]',
    ],
    [
      environment('x', { eksConfiguration: { ...EKS, kubernetesNamespace: 'default' } }),
      'kubernetesNamespace',
      '[EKS-21]',
    ],
    [environment('x', {}, { type: 'FARGATE' }), 'Fargate is not applicable for EKS.', '[EKS-22]'],
    [environment('x', {}, { ec2Configuration: [{ imageType: 'ECS_AL2023' }] }), 'Invalid imageType', '[EKS-23]'],
  ])('%# is refused: %s %s', (input, message) => {
    expect(refusal('CreateComputeEnvironment', input)).toContain(message);
  });

  it('is described with its cluster, and with EKS’s image where none is given [EKS-23, EKS-30]', () => {
    const shown = inside(fleet().call('DescribeComputeEnvironments', {}), 'computeEnvironments', 0);
    expect(shown).toMatchObject({ containerOrchestrationType: 'EKS', eksConfiguration: EKS, status: 'VALID' });
    expect(inside(shown, 'computeResources', 'ec2Configuration')).toEqual([{ imageType: 'EKS_AL2023' }]);
    expect(inside(shown, 'ecsClusterArn')).toBeUndefined();
  });

  it('stands in no queue with one on ECS; its queue is of type EKS [EKS-24, EKS-31]', () => {
    const machine = fleet();
    machine.call('CreateComputeEnvironment', environmentInput('ecs', { maxvCpus: 4 }));
    machine.runTo(60);
    expect(refusal('CreateJobQueue', queueInput('both', 1, ['fleet', 'ecs']), machine)).toContain('can not be mixed');
    expect(inside(machine.call('DescribeJobQueues', {}), 'jobQueues', 0)).toMatchObject({ jobQueueType: 'EKS' });
  });

  it('takes five environments a cluster [EKS-25]', () => {
    const machine = testMachine();
    for (let at = 0; at < 5; at++) machine.call('CreateComputeEnvironment', environment(`e${at}`));
    expect(refusal('CreateComputeEnvironment', environment('e5'), machine)).toContain('exceeds the limit of 5');
  });
});

describe('a job with eksProperties', () => {
  it('asks for the requests of its containers together, or its largest init container’s, counted in cpu [EKS-32]', () => {
    const machine = fleet();
    const requests = { resources: { limits: { memory: '64Mi', cpu: '4' }, requests: { cpu: '0.5' } } };
    const big = container('setup', {}, { resources: withSize('3', '64Mi') });
    const containers = [container('a', { SIM_SECONDS: 10 }), container('b', {}, requests)];
    machine.call('RegisterJobDefinition', pod(containers));
    machine.call('RegisterJobDefinition', pod(containers, { initContainers: [big] }));
    const ids = ['pod:1', 'pod:2', 'pod:2'].map((jobDefinition) => machine.submit({ jobDefinition }));
    machine.runTo(5);
    expect(ids.map((id) => machine.job(id).status)).toEqual(['RUNNING', 'RUNNABLE', 'RUNNABLE']);
    const listed = machine.call('ListJobs', { jobQueue: 'main', jobStatus: 'RUNNING' });
    expect(inside(listed, 'jobSummaryList', 0, 'capacityUsage')).toEqual([{ capacityUnit: 'cpu', quantity: 1.5 }]);
    const front = machine.call('GetJobQueueSnapshot', { jobQueue: 'main' });
    expect(inside(front, 'queueUtilization', 'totalCapacityUsage', 0)).toEqual({ capacityUnit: 'cpu', quantity: 1.5 });
  });

  it('shows pod, node and containers in eksProperties and eksAttempts, and has no `container` [EKS-33, EKS-34]', () => {
    const { job } = ran(pod([container('main', { SIM_SECONDS: 5 }), container('side', { SIM_SECONDS: 99 })]));
    expect(job).toMatchObject({ status: 'SUCCEEDED', attempts: [] });
    expect(job.container).toBeUndefined();
    const names = {
      podName: expect.stringMatching(/^aws-batch\.[0-9a-f]{8}-/),
      nodeName: expect.stringMatching(/^ip-10-.*\.internal$/),
      containers: [
        { name: 'main', exitCode: 0 },
        { name: 'side', exitCode: 137 },
      ],
    };
    expect(inside(job, 'eksProperties', 'podProperties')).toMatchObject(names);
    const attempt = inside(job, 'eksAttempts', 0);
    expect(attempt).toMatchObject({ ...names, eksClusterArn: CLUSTER, podNamespace: 'jobs' });
    expect(Number(inside(attempt, 'stoppedAt')) - Number(inside(attempt, 'startedAt'))).toBe(5000);
  });

  it('takes eksPropertiesOverride by the name of the container [EKS-35]', () => {
    const override = {
      name: 'main',
      args: ['Ref::tool'],
      env: [{ name: 'SIM_EXIT_CODE', value: '3' }],
      resources: { limits: { memory: '128Mi' } },
    };
    const { job } = ran(pod([container('main', { SIM_SECONDS: 1 })]), {
      parameters: { tool: 'sort' },
      eksPropertiesOverride: { podProperties: { containers: [override] } },
    });
    expect(job.status).toBe('FAILED');
    expect(inside(job, 'eksProperties', 'podProperties', 'containers', 0)).toMatchObject({
      args: ['sort'],
      exitCode: 3,
      resources: { limits: { cpu: '1', memory: '128Mi' } },
    });
  });

  it.each<[object, string]>([
    [{ containerOverrides: {} }, 'containerOverrides is not applicable for jobs with eksProperties.'],
    [{ eksPropertiesOverride: { podProperties: { containers: [{ name: 'z' }] } } }, 'Container z of eksProperties'],
  ])('refuses %j [EKS-26]', (over, message) => {
    const machine = fleet();
    machine.call('RegisterJobDefinition', pod([container('a')]));
    const call = { jobName: 'j', jobQueue: 'main', jobDefinition: 'pod', ...over };
    expect(refusal('SubmitJob', call, machine)).toContain(message);
  });

  it('goes to a queue on EKS only, and others to none on EKS [EKS-27]', () => {
    const machine = fleet();
    machine.call('RegisterJobDefinition', {
      jobDefinitionName: 'ecs',
      type: 'container',
      containerProperties: { image: 'i', vcpus: 1, memory: 64 },
    });
    const call = { jobName: 'j', jobQueue: 'main', jobDefinition: 'ecs' };
    expect(refusal('SubmitJob', call, machine)).toContain('can not run Jobs with capability EC2');
  });
});
