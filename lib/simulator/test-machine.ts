import type { Change, JobChange, WorkloadRows } from '@/lib/batch';
import type { Fault } from './contract';
import { createSimulator, type Genesis, type Principal, type Simulator, type Timing } from './index';

/** A machine for tests: resources, jobs and what they told, in few words. */
export const START = 1_767_225_600_000;
export const WHO: Principal = { actor: 'tester', source: 'simulate' };

export interface TestMachine {
  sim: Simulator;
  changes: Change[];
  resource(operation: string, input: object): void;
  call(operation: string, input: object): object;
  /** A fault from now on, or as it says. */
  fault(fault: Fault): void;
  /** Submits and gives the job's id. */
  submit(input?: object): string;
  /** Steps of a job as `STATUS@seconds since start`. */
  story(jobId: string): string[];
  /** Runs up to so many seconds since the start. */
  runTo(seconds: number): void;
  job(jobId: string): Record<string, unknown>;
}

export function genesisOf(timing: Timing, seed: number): Genesis {
  return { seed, timing, startAt: START, region: 'us-east-1', account: '123456789012' };
}

export function environmentInput(name: string, resources: object): object {
  return {
    computeEnvironmentName: name,
    type: 'MANAGED',
    state: 'ENABLED',
    computeResources: {
      type: 'EC2',
      minvCpus: 0,
      maxvCpus: 0,
      instanceTypes: ['c5.large'],
      subnets: ['subnet-1'],
      securityGroupIds: ['sg-1'],
      instanceRole: 'ecsInstanceRole',
      ...resources,
    },
  };
}

export function queueInput(name: string, priority: number, environments: string[]): object {
  return {
    jobQueueName: name,
    state: 'ENABLED',
    priority,
    computeEnvironmentOrder: environments.map((computeEnvironment, at) => ({ order: at + 1, computeEnvironment })),
  };
}

export function definitionInput(name: string, container: object = {}): object {
  return {
    jobDefinitionName: name,
    type: 'container',
    containerProperties: {
      image: 'busybox',
      command: ['true'],
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: '128' },
      ],
      ...container,
    },
  };
}

/** A node's container; its variables script it. */
export const nodeContainer = (
  variables: Record<string, string | number> = {},
  vcpus = 2,
  more: object = {},
): object => ({
  image: 'mpi',
  command: ['true'],
  environment: Object.entries(variables).map(([name, value]) => ({ name, value: String(value) })),
  resourceRequirements: [
    { type: 'VCPU', value: String(vcpus) },
    { type: 'MEMORY', value: '512' },
  ],
  ...more,
});

/** A multi-node definition: `ranges` by their target nodes. */
export function gang(
  name: string,
  numNodes: number,
  mainNode: number,
  ranges: Record<string, object>,
  more: object = {},
) {
  const nodeRangeProperties = Object.entries(ranges).map(([targetNodes, one]) => ({ targetNodes, container: one }));
  const nodeProperties = { numNodes, mainNode, nodeRangeProperties };
  return { jobDefinitionName: name, type: 'multinode', nodeProperties, ...more };
}

/** Overrides that script a job. */
export function scripted(variables: Record<string, string | number>, vcpus?: number): object {
  return {
    containerOverrides: {
      environment: Object.entries(variables).map(([name, value]) => ({ name, value: String(value) })),
      ...(vcpus === undefined ? {} : { resourceRequirements: [{ type: 'VCPU', value: String(vcpus) }] }),
    },
  };
}

// The operations answer with plain objects; a test that reads a member that is absent fails by it.
function asRecord(value: object): Record<string, unknown> {
  return value as Record<string, unknown>;
}

function storyOf(changes: readonly Change[], jobId: string): string[] {
  return changes
    .filter((change): change is JobChange => change.kind === 'job' && change.jobId === jobId)
    .map(({ status, at }) => `${status}@${((at ?? 0) - START) / 1000}`);
}

export function testMachine(timing: Timing = 'ideal', seed = 1): TestMachine {
  const sim = createSimulator(genesisOf(timing, seed));
  const changes: Change[] = [];
  sim.onChanges((change) => changes.push(change));
  let names = 0;
  const call = (operation: string, input: object): object => {
    const result = sim.call(operation, input, WHO);
    if (!result.ok) throw new Error(`${operation}: ${result.error.message}`);
    return result.output;
  };
  return {
    sim,
    changes,
    call,
    resource: (operation, input) => {
      const done = sim.apply({
        seq: sim.inputSeq() + 1,
        at: START,
        kind: 'resource',
        operation,
        input,
        principal: WHO,
      });
      if (!done.ok) throw new Error(`${operation}: ${done.error.message}`);
    },
    fault: (fault) => {
      const at = sim.now() + 1;
      const done = sim.apply({ seq: sim.inputSeq() + 1, at, kind: 'fault', fault, principal: WHO });
      if (!done.ok) throw new Error(`${fault.kind}: ${done.error.message}`);
    },
    submit: (input = {}) => {
      names++;
      const output = asRecord(
        call('SubmitJob', { jobName: `job-${names}`, jobQueue: 'main', jobDefinition: 'one', ...input }),
      );
      return String(output.jobId);
    },
    story: (jobId) => storyOf(changes, jobId),
    runTo: (seconds) => {
      sim.advance(START + seconds * 1000);
    },
    job: (jobId) => {
      const { jobs } = asRecord(call('DescribeJobs', { jobs: [jobId] }));
      const [job] = Array.isArray(jobs) ? jobs : [];
      return asRecord(job ?? {});
    },
  };
}

/** A fixed fleet of c5.large, one queue `main`, one definition `one` of 1 vCPU that ends at once; settled at the start. */
export function fixedFleet(vcpus: number, timing: Timing = 'ideal', seed = 1): TestMachine {
  const machine = testMachine(timing, seed);
  const size = { minvCpus: vcpus, desiredvCpus: vcpus, maxvCpus: vcpus };
  machine.resource('CreateComputeEnvironment', environmentInput('fleet', size));
  machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
  machine.resource('RegisterJobDefinition', definitionInput('one'));
  machine.runTo(0);
  return machine;
}

/** A workload of jobs of 1 s and 1 vCPU, submitted at these milliseconds. */
export function workloadRows(...submitMs: number[]): WorkloadRows {
  const count = submitMs.length;
  return {
    count,
    firstSubmitMs: submitMs[0] ?? 0,
    submitMs: Float64Array.from(submitMs),
    runMs: new Float64Array(count).fill(1000),
    milliVcpus: new Uint32Array(count).fill(1000),
    memoryMib: new Int32Array(count).fill(-1),
    gpus: new Uint16Array(count),
    user: new Int32Array(count).fill(-1),
    users: [],
    parentStart: new Uint32Array(count + 1),
    parentIndex: new Uint32Array(0),
    names: null,
    exitCode: null,
    definition: null,
    definitions: [],
    queue: null,
    queues: [],
  };
}
