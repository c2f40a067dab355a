import { describe, expect, it } from 'vitest';
import { fixedFleet, queueInput, WHO } from '../test-machine';

const ARN = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/fair';

function world() {
  const machine = fixedFleet(2);
  machine.call('CreateSchedulingPolicy', { name: 'fair', fairsharePolicy: {} });
  machine.call('CreateSchedulingPolicy', {
    name: 'quota',
    quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' },
  });
  machine.runTo(1);
  return machine;
}

const shares = (...shareDistribution: object[]) => ({ name: 'x', fairsharePolicy: { shareDistribution } });

describe('what is refused of a scheduling policy, without a trace', () => {
  const rows: [string, object, string][] = [
    ['CreateSchedulingPolicy', { name: 'with blanks' }, 'Scheduling policy name should match a valid pattern.'],
    ['CreateSchedulingPolicy', { name: 'fair' }, 'Object already exists'],
    ['CreateSchedulingPolicy', { name: 'x', tags: { 'aws:x': '' } }, 'reserved'],
    [
      'CreateSchedulingPolicy',
      { name: 'x', fairsharePolicy: {}, quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } },
      'A scheduling policy can have either fairsharePolicy or quotaSharePolicy',
    ],
    ['CreateSchedulingPolicy', { name: 'x', fairsharePolicy: { shareDecaySeconds: 604_801 } }, 'between 0 and 604800'],
    ['CreateSchedulingPolicy', { name: 'x', fairsharePolicy: { computeReservation: 100 } }, 'between 0 and 99'],
    [
      'CreateSchedulingPolicy',
      shares(...Array.from({ length: 501 }, (_, index) => ({ shareIdentifier: `s${index}` }))),
      'ShareDistribution size cannot be greater than 500.',
    ],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: 'a b' }),
      'ShareIdentifier name should match a valid pattern.',
    ],
    ['CreateSchedulingPolicy', shares({ shareIdentifier: '*' }), 'ShareIdentifier name should match a valid pattern.'],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: 'a', weightFactor: 0 }),
      'Weight factor should be between 0.0001 and 999.9999.',
    ],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: 'a' }, { shareIdentifier: 'a' }),
      'Cannot have two or more identical shareIdentifiers.',
    ],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: 'team1' }, { shareIdentifier: 'team*' }),
      'Share identifier team1 matches another share identifier team*',
    ],
    ['UpdateSchedulingPolicy', { arn: `${ARN}s` }, `SchedulingPolicy ${ARN}s not found.`],
    [
      'UpdateSchedulingPolicy',
      { arn: ARN, quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } },
      'can not be changed to quotaSharePolicy',
    ],
    [
      'CreateJobQueue',
      { ...queueInput('q', 1, ['fleet']), schedulingPolicyArn: ARN.replace('/fair', '/quota') },
      'Quota Management feature is only supported for SageMaker Training job queues.',
    ],
    ['DescribeSchedulingPolicies', { arns: Array.from({ length: 101 }, () => ARN) }, 'supported is 100 .'],
  ];
  it.each(rows)('%s %j', (operation, input, message) => {
    const { sim } = world();
    const before = sim.stateHash();
    expect(sim.call(operation, input, WHO)).toMatchObject({
      ok: false,
      error: { name: 'ClientException', message: expect.stringContaining(message) },
    });
    expect(sim.stateHash()).toBe(before);
  });
});

it('tells each version of a policy and its end, with who did it', () => {
  const machine = world();
  machine.call('UpdateSchedulingPolicy', { arn: ARN, fairsharePolicy: { shareDecaySeconds: 60 } });
  machine.call('UpdateSchedulingPolicy', { arn: ARN });
  machine.call('DeleteSchedulingPolicy', { arn: ARN });
  const told = machine.changes.filter((change) => change.kind === 'resource' && change.arn === ARN);
  const version = { resourceKind: 'scheduling-policy', name: 'fair', edit: true, by: WHO };
  expect(told).toMatchObject([
    { ...version, document: { fairsharePolicy: { shareDecaySeconds: 0, shareDistribution: [] } } },
    { ...version, document: { fairsharePolicy: { shareDecaySeconds: 60 } } },
    { ...version, document: null },
  ]);
});

it('keeps policies through a snapshot', () => {
  const { sim } = world();
  const asked = { arns: [ARN] };
  expect(sim.fork().call('DescribeSchedulingPolicies', asked, WHO)).toEqual(
    sim.call('DescribeSchedulingPolicies', asked, WHO),
  );
});
