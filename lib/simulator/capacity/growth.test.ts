import { describe, expect, it } from 'vitest';
import type { InstanceChange } from '@/lib/batch';
import { instanceType, usableMemoryMib } from '@/lib/catalogue';
import type { Timing } from '../contract';
import { fargate, sized } from '../operations/sample-calls';
import {
  definitionInput,
  environmentInput,
  fixedFleet,
  queueInput,
  START,
  scripted,
  type TestMachine,
  testMachine,
} from '../test-machine';

function fleet(resources: object, timing: Timing = 'ideal', seed = 1): TestMachine {
  const machine = testMachine(timing, seed);
  machine.resource('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 64, ...resources }));
  machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
  machine.resource('RegisterJobDefinition', definitionInput('one'));
  machine.runTo(0);
  return machine;
}

const instances = (machine: TestMachine, state: string): InstanceChange[] =>
  machine.changes.filter((change): change is InstanceChange => change.kind === 'instance' && change.state === state);
const typesOf = (machine: TestMachine): string[] => instances(machine, 'pending').map(({ type }) => type);
const secondsOf = ({ at }: { at: number }): number => (at - START) / 1000;
const stepOf = (machine: TestMachine, job: string, status: string): number =>
  Number(
    machine
      .story(job)
      .find((step) => step.startsWith(status))
      ?.split('@')[1],
  );
const need = (vcpus: number, memory = 128) => ({
  containerOverrides: {
    environment: [{ name: 'SIM_SECONDS', value: '1000' }],
    resourceRequirements: sized(String(vcpus), String(memory)),
  },
});

describe('an environment', () => {
  it('that is DISABLED does not grow, and goes down to its minimum [CE-51]', () => {
    const machine = fleet({ minvCpus: 2, desiredvCpus: 2 });
    machine.submit(need(1));
    for (let job = 0; job < 4; job++) machine.submit({ ...need(2), ...scripted({ SIM_SECONDS: 100 }, 2) });
    machine.runTo(10);
    expect(instances(machine, 'pending')).toHaveLength(5);
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
    machine.submit(need(2));
    machine.runTo(5000);
    expect(instances(machine, 'pending')).toHaveLength(5);
    expect(instances(machine, 'terminated')).toHaveLength(4);
  });

  it('with a maximum of 0 launches nothing [CEU-26]', () => {
    const machine = fleet({});
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', computeResources: { maxvCpus: 0 } });
    const job = machine.submit(need(1));
    machine.runTo(5000);
    expect([instances(machine, 'pending').length, machine.job(job).status]).toEqual([0, 'RUNNABLE']);
  });

  it('has as many vCPUs as an operator asks for [CEU-25]', () => {
    const machine = fleet({});
    machine.call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', computeResources: { desiredvCpus: 8 } });
    machine.runTo(1);
    expect(instances(machine, 'pending')).toHaveLength(4);
  });

  it.each([
    ['BEST_FIT_PROGRESSIVE', 2],
    ['BEST_FIT', 1],
  ])('by %s with 24 vCPUs of at most 30 grows to %i instances [SCALE-4]', (allocationStrategy, count) => {
    const machine = fleet({ allocationStrategy, maxvCpus: 30, instanceTypes: ['c5.4xlarge'] });
    for (let job = 0; job < 8; job++) machine.submit(need(16));
    machine.runTo(100);
    expect(instances(machine, 'pending')).toHaveLength(count);
  });

  it('on Fargate counts its jobs’ vCPUs against the maximum [SCALE-5]', () => {
    const machine = testMachine();
    machine.resource('CreateComputeEnvironment', fargate('tasks'));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['tasks']));
    const container = { executionRoleArn: 'r', resourceRequirements: sized('4', '8192') };
    machine.resource('RegisterJobDefinition', {
      ...definitionInput('one', container),
      platformCapabilities: ['FARGATE'],
    });
    machine.runTo(0);
    const ids = Array.from({ length: 5 }, () => machine.submit(scripted({ SIM_SECONDS: 100 })));
    machine.runTo(10);
    expect(ids.map((id) => machine.job(id).status)).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'RUNNABLE']);
  });

  it('keeps an instance that has run a job as long as it is told, from the end of that job [SCALE-3]', () => {
    const machine = fleet({ scalingPolicy: { minScaleDownDelayMinutes: 30 } }, 'aws');
    const job = machine.submit(scripted({ SIM_SECONDS: 60 }));
    machine.runTo(10_000);
    const [gone] = instances(machine, 'terminated');
    expect(secondsOf({ at: gone?.at ?? 0 })).toBe(stepOf(machine, job, 'SUCCEEDED') + 1800);
  });
});

it('a decision looks at the first 1,000 RUNNABLE jobs of a queue [SCALE-11]', () => {
  const machine = fleet({ maxvCpus: 10_000 }, 'aws');
  machine.submit({ ...need(2), arrayProperties: { size: 2500 } });
  machine.runTo(31);
  expect(instances(machine, 'pending')).toHaveLength(1000);
});

describe('what is believable takes its time', () => {
  it('EC2 has an instance registered after 75-135 s, Spot up to 30 s later; it is decided every 30 s [SCALE-6, SCALE-7]', () => {
    for (const [type, most] of [
      ['EC2', 135],
      ['SPOT', 165],
    ] as const) {
      const strategy = type === 'SPOT' ? { allocationStrategy: 'SPOT_CAPACITY_OPTIMIZED' } : {};
      const machine = fleet({ type, ...strategy }, 'aws', 3);
      const ids = Array.from({ length: 20 }, () => machine.submit(need(2)));
      machine.runTo(1000);
      const pending = instances(machine, 'pending');
      expect(new Set(pending.map((one) => secondsOf(one) % 30))).toEqual(new Set([0]));
      for (const id of ids) {
        const wait = stepOf(machine, id, 'STARTING') - secondsOf({ at: pending[0]?.at ?? 0 });
        expect(wait).toBeGreaterThanOrEqual(75);
        // Placed by the next cycle of 5 s.
        expect(wait).toBeLessThanOrEqual(most + 5);
      }
    }
  });

  it('an image is pulled at 50 MB/s after 10 s, and in 1 s where the instance has it [SCALE-8]', () => {
    const machine = fixedFleet(2, 'aws');
    machine.runTo(200);
    const [cold, warm] = [0, 1].map(() => machine.submit(scripted({ SIM_SECONDS: 1 }, 2)));
    machine.runTo(400);
    const startOf = (job = '') => stepOf(machine, job, 'RUNNING') - stepOf(machine, job, 'STARTING');
    expect(startOf(cold)).toBeGreaterThanOrEqual(12);
    expect(startOf(cold)).toBeLessThanOrEqual(28);
    expect(startOf(warm)).toBe(1);
  });

  it('Fargate starts a task in 25-45 s and the pull [SCALE-9]', () => {
    const machine = testMachine('aws');
    machine.resource('CreateComputeEnvironment', fargate('tasks'));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['tasks']));
    const container = { executionRoleArn: 'r', resourceRequirements: sized('1', '2048') };
    machine.resource('RegisterJobDefinition', {
      ...definitionInput('one', container),
      platformCapabilities: ['FARGATE'],
    });
    machine.runTo(0);
    const ids = Array.from({ length: 10 }, () => machine.submit(scripted({ SIM_SECONDS: 100 })));
    machine.runTo(400);
    const starts = ids.map((id) => stepOf(machine, id, 'RUNNING') - stepOf(machine, id, 'STARTING'));
    const pull = 10;
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(25 + pull);
    expect(Math.max(...starts) - Math.min(...starts)).toBeLessThanOrEqual(20);
    expect(new Set(starts).size).toBeGreaterThan(1);
  });
});

describe('allocation strategies', () => {
  const usd = (name: string) => instanceType(name)?.onDemandNanoUsdPerHour ?? 0;
  const band = (name: string) => instanceType(name)?.interruptionBand ?? 9;

  it('BEST_FIT takes the cheapest type that holds the job, and waits for it [ALLOC-1]', () => {
    const machine = fleet({ allocationStrategy: 'BEST_FIT', instanceTypes: ['m5.xlarge', 'c5.xlarge', 'c5.large'] });
    machine.submit(need(4));
    machine.runTo(1);
    expect(typesOf(machine)).toEqual(['c5.xlarge']);
    const short = fleet({ allocationStrategy: 'BEST_FIT', instanceTypes: ['m5.xlarge', 'c5.xlarge'] });
    short.fault({ kind: 'capacity-out', types: ['c5.xlarge'], at: START + 1 });
    const job = short.submit(need(4));
    short.runTo(5000);
    expect([typesOf(short), short.job(job).status]).toEqual([[], 'RUNNABLE']);
  });

  it('BEST_FIT_PROGRESSIVE takes the lowest price per vCPU, and then further types [ALLOC-2]', () => {
    const resources = {
      allocationStrategy: 'BEST_FIT_PROGRESSIVE',
      instanceTypes: ['r5.xlarge', 'm5.xlarge', 'c5.xlarge'],
    };
    const machine = fleet(resources);
    machine.submit(need(4));
    machine.runTo(1);
    expect(typesOf(machine)).toEqual(['c5.xlarge']);
    const short = fleet(resources);
    short.fault({ kind: 'capacity-out', types: ['c5.xlarge'], at: START + 1 });
    short.submit(need(4));
    short.runTo(100);
    expect(typesOf(short)).toEqual(['m5.xlarge']);
    expect(usd('c5.xlarge')).toBeLessThan(usd('m5.xlarge'));
    expect(usd('m5.xlarge')).toBeLessThan(usd('r5.xlarge'));
  });

  it('BEST_FIT_PROGRESSIVE_ORDERED goes by the list and skips types that are too small [ALLOC-3]', () => {
    const instanceTypes = ['r5.large', 'r5.xlarge', 'm5.xlarge', 'c5.xlarge'];
    const machine = fleet({ allocationStrategy: 'BEST_FIT_PROGRESSIVE_ORDERED', instanceTypes });
    machine.submit(need(4));
    machine.runTo(1);
    expect(typesOf(machine)).toEqual(['r5.xlarge']);
  });

  const CALM = 'm5.xlarge';
  const spot = (allocationStrategy: string, instanceTypes: string[]) => {
    const machine = fleet({ type: 'SPOT', allocationStrategy, instanceTypes });
    machine.submit(need(4));
    machine.runTo(1);
    return typesOf(machine);
  };
  const names = ['c5.xlarge', 'm5.xlarge', 'r5.xlarge', 'c5a.xlarge', 'm5a.xlarge', 'm4.xlarge', 'c4.xlarge'].filter(
    (name) => instanceType(name) !== null && instanceType(name) !== undefined,
  );
  const calmest = Math.min(...names.map(band));

  it('SPOT_CAPACITY_OPTIMIZED takes a pool that is least likely to be interrupted [ALLOC-4]', () => {
    expect(new Set(names.map(band)).size).toBeGreaterThan(1);
    const [taken] = spot('SPOT_CAPACITY_OPTIMIZED', names);
    expect(band(taken ?? '')).toBe(calmest);
  });

  it('SPOT_CAPACITY_OPTIMIZED_PRIORITIZED keeps to the list among pools that are alike [ALLOC-6]', () => {
    const alike = names.filter((name) => band(name) === calmest);
    const rest = names.filter((name) => band(name) !== calmest);
    for (const order of [
      [...rest, ...alike],
      [...rest, ...alike.toReversed()],
    ]) {
      expect(spot('SPOT_CAPACITY_OPTIMIZED_PRIORITIZED', order)).toEqual([
        order.find((name) => band(name) === calmest),
      ]);
    }
  });

  it('SPOT_PRICE_CAPACITY_OPTIMIZED weighs the price by the rate of interruptions [ALLOC-5]', () => {
    const [taken = CALM] = spot('SPOT_PRICE_CAPACITY_OPTIMIZED', names);
    const price = (name: string) =>
      (instanceType(name)?.spotNanoUsdPerHour ?? Number.POSITIVE_INFINITY) * (1 + band(name) / 10);
    const better = names.filter((name) => price(name) < price(taken) / 1.5);
    expect(better).toEqual([]);
  });

  it('Spot is not bought above bidPercentage of the On-Demand price [SPOT-3]', () => {
    const machine = fleet({ type: 'SPOT', allocationStrategy: 'SPOT_CAPACITY_OPTIMIZED', bidPercentage: 1 });
    const job = machine.submit(need(1));
    machine.runTo(1000);
    expect([typesOf(machine), machine.job(job).status]).toEqual([[], 'RUNNABLE']);
    const rich = fleet({ type: 'SPOT', allocationStrategy: 'SPOT_CAPACITY_OPTIMIZED', bidPercentage: 100 });
    rich.submit(need(1));
    rich.runTo(1);
    expect(typesOf(rich)).toEqual(['c5.large']);
  });
});

it('a job for the whole nominal memory of a type does not fit on it; one for what it registers does [MEM-2]', () => {
  const nominal = instanceType('c5.large')?.memoryMib ?? 0;
  const ends = [nominal, usableMemoryMib(nominal)].map((memory) => {
    const machine = fleet({ allocationStrategy: 'BEST_FIT', instanceTypes: ['c5.large', 'c5.xlarge'] });
    machine.submit(need(1, memory));
    machine.runTo(1);
    return typesOf(machine);
  });
  expect(ends).toEqual([['c5.xlarge'], ['c5.large']]);
});
