import { describe, expect, it } from 'vitest';
import { testMachine, WHO } from '../test-machine';

const ARN = 'arn:aws:batch:us-east-1:123456789012:service-environment/train';
const limit = (maxCapacity: number, capacityUnit = 'NUM_INSTANCES') => ({ maxCapacity, capacityUnit });

function create(more: object = {}): object {
  const serviceEnvironmentType = 'SAGEMAKER_TRAINING';
  return { serviceEnvironmentName: 'train', serviceEnvironmentType, capacityLimits: [limit(4)], ...more };
}

function shown(machine: ReturnType<typeof testMachine>): unknown {
  return Object.values(machine.call('DescribeServiceEnvironments', { serviceEnvironments: ['train'] }))[0];
}

describe('what is refused of a service environment, without a trace', () => {
  const types = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => limit(1, `ml.${letter}5.large`));
  const rows: [string, object, string, fact?: string][] = [
    [
      'CreateServiceEnvironment',
      create({ serviceEnvironmentName: 'a b' }),
      'Service environment name should match',
      '[SE-1]',
    ],
    ['CreateServiceEnvironment', create({ capacityLimits: [] }), 'Capacitylimits are required.', '[SE-2]'],
    ['CreateServiceEnvironment', create({ capacityLimits: types }), 'Number of capacity limits exceeds 5.', '[SE-3]'],
    ['CreateServiceEnvironment', create({ capacityLimits: [limit(0)] }), 'Max capacity must be more than 0.', '[SE-4]'],
    [
      'CreateServiceEnvironment',
      create({ capacityLimits: [limit(1), limit(1, 'ml.m5.large')] }),
      'Capacity units must specify either number of instances OR instance type',
      '[SE-5]',
    ],
    [
      'CreateServiceEnvironment',
      create({ capacityLimits: [limit(1, 'GPUs')] }),
      'Capacity units must specify either number of instances OR instance type',
      '[SE-5]',
    ],
    ['CreateServiceEnvironment', create(), 'Object already exists'],
    [
      'UpdateServiceEnvironment',
      { serviceEnvironment: 'none', state: 'DISABLED' },
      'ServiceEnvironment none not found.',
    ],
    [
      'UpdateServiceEnvironment',
      { serviceEnvironment: 'train', capacityLimits: [] },
      'Capacitylimits are required.',
      '[SE-2]',
    ],
    [
      'DeleteServiceEnvironment',
      { serviceEnvironment: 'train' },
      'Cannot delete, service environment must be in DISABLED state',
      '[SE-7]',
    ],
  ];

  it.each(rows)('%s %j', (operation, input, message) => {
    const machine = testMachine();
    machine.call('CreateServiceEnvironment', create());
    machine.runTo(1);
    const before = machine.sim.stateHash();
    const answer = machine.sim.call(operation, input, WHO);
    expect(answer.ok ? '' : answer.error.message).toContain(message);
    expect(machine.sim.stateHash()).toBe(before);
  });

  it('the fifty-first of an account and region [SE-6]', () => {
    const machine = testMachine();
    for (let number = 0; number < 50; number++) {
      machine.call('CreateServiceEnvironment', create({ serviceEnvironmentName: `train-${number}` }));
    }
    expect(() => machine.call('CreateServiceEnvironment', create())).toThrow('exceeds the limit of 50');
  });
});

describe('a service environment', () => {
  it('is CREATING, UPDATING and DELETING for its time, and told as a resource at each step [SE-20]', () => {
    const machine = testMachine('aws');
    machine.runTo(1);
    machine.call('CreateServiceEnvironment', create({ tags: { team: 'a' } }));
    expect(shown(machine)).toMatchObject([{ status: 'CREATING', state: 'ENABLED', serviceEnvironmentArn: ARN }]);
    machine.runTo(20);
    expect(shown(machine)).toMatchObject([{ status: 'VALID', tags: { team: 'a' }, capacityLimits: [limit(4)] }]);
    machine.call('UpdateServiceEnvironment', {
      serviceEnvironment: ARN,
      state: 'DISABLED',
      capacityLimits: [limit(9)],
    });
    expect(() => machine.call('UpdateServiceEnvironment', { serviceEnvironment: 'train', state: 'ENABLED' })).toThrow(
      'Cannot update, resource is being modified',
    );
    expect(() => machine.call('DeleteServiceEnvironment', { serviceEnvironment: 'train' })).toThrow(
      'Cannot delete, resource is being modified',
    );
    machine.runTo(60);
    expect(shown(machine)).toMatchObject([{ status: 'VALID', state: 'DISABLED', capacityLimits: [limit(9)] }]);
    machine.call('DeleteServiceEnvironment', { serviceEnvironment: 'train' });
    expect(shown(machine)).toMatchObject([{ status: 'DELETING' }]);
    machine.runTo(120);
    expect(shown(machine)).toEqual([]);
    const told = machine.changes.filter((change) => change.kind === 'resource');
    expect(told.map(({ edit, document }) => [edit, document === null])).toEqual([
      [true, false],
      [false, false],
      [true, false],
      [false, false],
      [true, false],
      [false, true],
    ]);
  });

  it('takes tags by its ARN', () => {
    const machine = testMachine();
    machine.call('CreateServiceEnvironment', create());
    machine.call('TagResource', { resourceArn: ARN, tags: { team: 'b' } });
    expect(machine.call('ListTagsForResource', { resourceArn: ARN })).toEqual({ tags: { team: 'b' } });
  });

  it('is listed by name in pages', () => {
    const machine = testMachine();
    for (const name of ['b', 'c', 'a'])
      machine.call('CreateServiceEnvironment', create({ serviceEnvironmentName: name }));
    const first = machine.call('DescribeServiceEnvironments', { maxResults: 2 });
    expect(first).toMatchObject({
      serviceEnvironments: [{ serviceEnvironmentName: 'a' }, { serviceEnvironmentName: 'b' }],
    });
    const nextToken = Object.values(first)[1];
    const second = machine.call('DescribeServiceEnvironments', { maxResults: 2, nextToken });
    expect(second).toMatchObject({ serviceEnvironments: [{ serviceEnvironmentName: 'c' }] });
  });

  it('stands in snapshots', () => {
    const machine = testMachine('aws');
    machine.call('CreateServiceEnvironment', create());
    const fork = machine.sim.fork();
    machine.runTo(60);
    fork.advance(machine.sim.now());
    expect(fork.stateHash()).toBe(machine.sim.stateHash());
  });
});
