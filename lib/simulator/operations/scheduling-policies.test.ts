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
  const rows: [string, object, string, fact?: string][] = [
    [
      'CreateSchedulingPolicy',
      { name: 'with blanks' },
      'Scheduling policy name should match a valid pattern.',
      '[NAME-1]',
    ],
    ['CreateSchedulingPolicy', { name: 'fair' }, 'Object already exists', '[NAME-4]'],
    ['CreateSchedulingPolicy', { name: 'x', tags: { 'aws:x': '' } }, 'reserved'],
    [
      'CreateSchedulingPolicy',
      { name: 'x', fairsharePolicy: {}, quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } },
      'A scheduling policy can have either fairsharePolicy or quotaSharePolicy',
      '[SP-6]',
    ],
    [
      'CreateSchedulingPolicy',
      { name: 'x', fairsharePolicy: { shareDecaySeconds: 604_801 } },
      'between 0 and 604800',
      '[SP-7]',
    ],
    [
      'CreateSchedulingPolicy',
      { name: 'x', fairsharePolicy: { computeReservation: 100 } },
      'between 0 and 99',
      '[SP-8]',
    ],
    [
      'CreateSchedulingPolicy',
      shares(...Array.from({ length: 501 }, (_, index) => ({ shareIdentifier: `s${index}` }))),
      'ShareDistribution size cannot be greater than 500.',
      '[SP-1]',
    ],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: 'a b' }),
      'ShareIdentifier name should match a valid pattern.',
      '[SP-4]',
    ],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: '*' }),
      'ShareIdentifier name should match a valid pattern.',
      '[SP-4]',
    ],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: 'a', weightFactor: 0 }),
      'Weight factor should be between 0.0001 and 999.9999.',
      '[SP-5]',
    ],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: 'a' }, { shareIdentifier: 'a' }),
      'Cannot have two or more identical shareIdentifiers.',
      '[SP-2]',
    ],
    [
      'CreateSchedulingPolicy',
      shares({ shareIdentifier: 'team1' }, { shareIdentifier: 'team*' }),
      'Share identifier team1 matches another share identifier team*',
      '[SP-3]',
    ],
    ['UpdateSchedulingPolicy', { arn: `${ARN}s` }, `SchedulingPolicy ${ARN}s not found.`],
    [
      'UpdateSchedulingPolicy',
      { arn: ARN, quotaSharePolicy: { idleResourceAssignmentStrategy: 'FIFO' } },
      'can not be changed to quotaSharePolicy',
      '[SP-9]',
    ],
    [
      'CreateJobQueue',
      { ...queueInput('q', 1, ['fleet']), schedulingPolicyArn: ARN.replace('/fair', '/quota') },
      'Quota Management feature is only supported for SageMaker Training job queues.',
      '[JQ-14]',
    ],
    ['DescribeSchedulingPolicies', { arns: Array.from({ length: 101 }, () => ARN) }, 'supported is 100 .', '[SP-22]'],
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
