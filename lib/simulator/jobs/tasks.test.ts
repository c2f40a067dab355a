import { describe, expect, it } from 'vitest';
import { fargate, sized } from '../operations/sample-calls';
import { environmentInput, fixedFleet, queueInput, type TestMachine, testMachine, WHO } from '../test-machine';

const inside = (document: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), document);

interface Sized {
  vcpus?: string;
  memory?: string;
}

function container(name: string, variables: Record<string, string | number>, over: object = {}, size: Sized = {}) {
  return {
    name,
    image: 'busybox',
    command: ['run'],
    environment: Object.entries(variables).map(([key, value]) => ({ name: key, value: String(value) })),
    resourceRequirements: sized(size.vcpus ?? '1', size.memory ?? '64'),
    ...over,
  };
}

function task(containers: object[], over: object = {}, more: object = {}) {
  const ecsProperties = { taskProperties: [{ containers, ...over }] };
  return { jobDefinitionName: 'task', type: 'container', ecsProperties, ...more };
}

function refusal(input: object, operation = 'RegisterJobDefinition', machine = testMachine()): string {
  const answer = machine.sim.call(operation, input, WHO);
  return answer.ok ? 'accepted' : answer.error.message;
}

const onFargate = (containers: object[], over: object = {}) =>
  task(containers, { executionRoleArn: 'r', ...over }, { platformCapabilities: ['FARGATE'] });

function bigFleet(): TestMachine {
  const machine = testMachine();
  machine.resource(
    'CreateComputeEnvironment',
    environmentInput('fleet', { maxvCpus: 8, instanceTypes: ['c5.2xlarge'] }),
  );
  machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
  machine.runTo(0);
  return machine;
}

function ran(definition: object, over: object = {}, machine = bigFleet()) {
  machine.call('RegisterJobDefinition', definition);
  const id = machine.submit({ jobDefinition: 'task', ...over });
  machine.runTo(10_000);
  return { machine, id, job: machine.job(id) };
}
const containersOf = (job: object) => inside(job, 'ecsProperties', 'taskProperties', 0, 'containers');

const a = container('a', {});
const waits = (name: string, containerName: string, condition = 'START') =>
  container(name, {}, { dependsOn: [{ containerName, condition }] });

describe('a definition with ecsProperties', () => {
  it.each<[object, string, string]>([
    [task([a, a]), 'Container names must be unique', '[TASK-1]'],
    [{ ...task([]), ecsProperties: { taskProperties: [] } }, 'exactly 1 element', '[TASK-2]'],
    [task([]), 'between 1 and 10 containers', '[TASK-3]'],
    [task(Array.from({ length: 11 }, (_, at) => container(`c${at}`, {}))), 'between 1 and 10 containers', '[TASK-3]'],
    [task([container('a', {}, { essential: false })]), 'At least one container of a task', '[TASK-4]'],
    [task([a, waits('b', 'z')]), 'is not a container of the task', '[TASK-5]'],
    [task([a, waits('b', 'a', 'LATER')]), 'Valid conditions: [START, COMPLETE, SUCCESS]', '[TASK-5]'],
    [task([waits('a', 'b'), waits('b', 'a')]), 'in a circle', '[TASK-5]'],
    [task([waits('a', 'a')]), 'in a circle', '[TASK-5]'],
    [task([a, container('b', {}, {}, { vcpus: '0.5' })]), 'vCPU must be at least 1, got 0.5.', '[TASK-6]'],
    [task([a, container('b', {}, { command: [''] })]), 'Command can not contain an empty string.', '[TASK-6]'],
    [task([a], { networkConfiguration: {} }), 'networkConfiguration not applicable for EC2.', '[TASK-6]'],
    [onFargate([a], { executionRoleArn: undefined }), 'executionRoleArn is required for Fargate jobs.', '[TASK-6]'],
    [onFargate([a]), 'Fargate resource requirements (1 vCPU, 64 MiB) not valid.', '[TASK-7]'],
  ])('%# is refused: %s %s', (input, message) => {
    expect(refusal(input)).toContain(message);
  });

  it('of Fargate has its size by the sum of its containers [TASK-7]', () => {
    const half = { vcpus: '0.125', memory: '256' };
    expect(refusal(onFargate([container('a', {}, {}, half), container('b', {}, {}, half)]))).toBe('accepted');
  });

  it('is described as given, with the empty collections filled in and `essential` said', () => {
    const machine = testMachine();
    machine.call('RegisterJobDefinition', task([a, waits('b', 'a')], { taskRoleArn: 'role' }));
    const [shown] = [inside(machine.call('DescribeJobDefinitions', {}), 'jobDefinitions', 0)];
    expect(shown).toMatchObject({ type: 'container', containerOrchestrationType: 'ECS' });
    expect(inside(shown, 'containerProperties')).toBeUndefined();
    expect(inside(shown, 'ecsProperties', 'taskProperties', 0)).toMatchObject({
      taskRoleArn: 'role',
      volumes: [],
      containers: [
        { name: 'a', essential: true, dependsOn: [], secrets: [] },
        { name: 'b', dependsOn: [{ containerName: 'a', condition: 'START' }] },
      ],
    });
  });
});

describe('a job with ecsProperties', () => {
  it('asks for what its containers ask for together [TASK-30]', () => {
    const machine = fixedFleet(2);
    machine.call('RegisterJobDefinition', task([container('a', { SIM_SECONDS: 10 }), container('b', {})]));
    const ids = [0, 1].map(() => machine.submit({ jobDefinition: 'task' }));
    machine.runTo(5);
    expect(ids.map((id) => machine.job(id).status)).toEqual(['RUNNING', 'RUNNABLE']);
    const listed = machine.call('ListJobs', { jobQueue: 'main', jobStatus: 'RUNNING' });
    expect(inside(listed, 'jobSummaryList', 0, 'capacityUsage')).toEqual([{ capacityUnit: 'VCPU', quantity: 2 }]);
  });

  it('ends with its first essential container; one that goes on is killed, one that is over keeps its own end [TASK-31]', () => {
    const side = { essential: false };
    const { job } = ran(
      task([
        container('early', { SIM_SECONDS: 5, SIM_EXIT_CODE: 3 }, side),
        container('main', { SIM_SECONDS: 20 }),
        container('late', { SIM_SECONDS: 100 }, side),
      ]),
    );
    expect(job).toMatchObject({ status: 'SUCCEEDED', statusReason: 'Essential container in task exited' });
    expect(containersOf(job)).toMatchObject([
      { name: 'early', exitCode: 3 },
      { name: 'main', exitCode: 0 },
      { name: 'late', exitCode: 137 },
    ]);
  });

  it('fails with it, and is tried again by its exit code', () => {
    const { job } = ran(task([container('main', { SIM_SECONDS: 1, SIM_EXIT_CODE: 7 }), container('b', {})]), {
      retryStrategy: { attempts: 2, evaluateOnExit: [{ onExitCode: '7', action: 'RETRY' }] },
    });
    expect(job).toMatchObject({ status: 'FAILED' });
    expect(job.attempts).toHaveLength(2);
  });

  it('shows its containers in ecsProperties and taskProperties, and `container` empty [TASK-32]', () => {
    const { machine, job } = ran(task([container('main', { SIM_SECONDS: 1 }), container('b', { SIM_SECONDS: 1 })]));
    expect(job.container).toEqual({});
    const [attempt] = [inside(job, 'attempts', 0)];
    const arns = { taskArn: expect.stringContaining(':task/'), containerInstanceArn: expect.stringContaining('arn:') };
    expect(inside(job, 'ecsProperties', 'taskProperties', 0)).toMatchObject(arns);
    expect(inside(attempt, 'taskProperties', 0)).toMatchObject({
      ...arns,
      containers: [
        { name: 'main', exitCode: 0, logStreamName: expect.stringMatching(/^task\/main\/[0-9a-f]{32}$/) },
        { name: 'b', exitCode: 0, logStreamName: expect.stringMatching(/^task\/b\/[0-9a-f]{32}$/) },
      ],
    });
    expect(inside(attempt, 'container')).toBeUndefined();
    const stream = String(inside(containersOf(job), 1, 'logStreamName'));
    expect(machine.sim.logLines(stream, 0, 10)?.total).toBeGreaterThan(0);
  });

  it('takes ecsPropertiesOverride by the name of the container, and parameters [TASK-33]', () => {
    const both = [container('main', { A: 1, SIM_SECONDS: 1 }, { command: ['Ref::tool'] }), container('b', {})];
    const override = {
      name: 'main',
      environment: [{ name: 'A', value: '2' }],
      resourceRequirements: [{ type: 'VCPU', value: '3' }],
    };
    const { job } = ran(task(both), {
      parameters: { tool: 'sort' },
      ecsPropertiesOverride: { taskProperties: [{ containers: [override] }] },
    });
    expect(containersOf(job)).toMatchObject([
      { command: ['sort'], environment: [{ name: 'A', value: '2' }, { name: 'SIM_SECONDS' }] },
      { command: ['run'] },
    ]);
    expect(inside(containersOf(job), 0, 'resourceRequirements')).toEqual(sized('3', '64'));
  });

  it.each<[object, string]>([
    [{ ecsPropertiesOverride: { taskProperties: [{ containers: [{ name: 'z' }] }] } }, 'Container z of ecsProperties'],
    [{ containerOverrides: {} }, 'containerOverrides is not applicable for jobs with ecsProperties.'],
    [{ eksPropertiesOverride: {} }, 'eksPropertiesOverride is not applicable for jobs with ecsProperties.'],
  ])('refuses %j [TASK-34]', (over, message) => {
    const machine = fixedFleet(2);
    machine.call('RegisterJobDefinition', task([a]));
    const call = { jobName: 'j', jobQueue: 'main', jobDefinition: 'task', ...over };
    expect(refusal(call, 'SubmitJob', machine)).toContain(message);
  });

  it('runs on Fargate', () => {
    const machine = testMachine();
    machine.resource('CreateComputeEnvironment', fargate('fleet'));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.runTo(0);
    const size = { vcpus: '0.5', memory: '1024' };
    const { job } = ran(onFargate([container('a', {}, {}, size), container('b', {}, {}, size)]), {}, machine);
    expect(job).toMatchObject({ status: 'SUCCEEDED', platformCapabilities: ['FARGATE'] });
    expect(machine.sim.totals().billNanoUsd).toBeGreaterThan(0n);
  });

  it('may be a node of a multi-node one, on the type that its range names [TASK-35]', () => {
    const machine = testMachine();
    const types = { maxvCpus: 32, instanceTypes: ['c5.large', 'c5.xlarge'] };
    machine.resource('CreateComputeEnvironment', environmentInput('fleet', types));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.runTo(0);
    const ecsProperties = {
      taskProperties: [{ containers: [container('a', { SIM_SECONDS: 5 }), container('b', {})] }],
    };
    const range = { targetNodes: '0:', ecsProperties, instanceTypes: ['c5.xlarge'] };
    const nodeProperties = { numNodes: 2, mainNode: 0, nodeRangeProperties: [range] };
    const { id, job } = ran({ jobDefinitionName: 'task', type: 'multinode', nodeProperties }, {}, machine);
    expect(job).toMatchObject({ status: 'SUCCEEDED' });
    const [shown] = [inside(job, 'nodeProperties', 'nodeRangeProperties', 0)];
    expect(shown).toMatchObject({ targetNodes: '0:1', instanceTypes: ['c5.xlarge'] });
    expect(containersOf(machine.job(`${id}#1`))).toMatchObject([{ name: 'a' }, { name: 'b' }]);
  });
});
