import { describe, expect, it } from 'vitest';
import { definitionInput, fixedFleet, gang, nodeContainer, queueInput, scripted, WHO } from '../test-machine';

const ARN = 'arn:aws:batch:us-east-1:123456789012:consumable-resource/licence';

function world(totalQuantity = 3, timing: 'ideal' | 'aws' = 'ideal') {
  const machine = fixedFleet(8, timing);
  machine.call('CreateConsumableResource', { consumableResourceName: 'licence', totalQuantity });
  machine.runTo(1);
  return machine;
}

const list = (...names: string[]) => ({
  consumableResourceList: names.map((consumableResource) => ({ consumableResource, quantity: 1 })),
});
const licensed = (properties: object) => ({ ...definitionInput('x'), consumableResourceProperties: properties });
const described = (machine: ReturnType<typeof world>, consumableResource = 'licence') =>
  machine.call('DescribeConsumableResource', { consumableResource });
const update = (operation: string, quantity: number, clientToken?: string) => ({
  consumableResource: 'licence',
  operation,
  quantity,
  ...(clientToken === undefined ? {} : { clientToken }),
});

describe('what is refused of consumable resources, without a trace', () => {
  const submit = { jobName: 'j', jobQueue: 'main', jobDefinition: 'one' };
  it.each<[string, object, string, boolean, string?]>([
    [
      'CreateConsumableResource',
      { consumableResourceName: 'a b' },
      'ConsumableResource name should match a valid pattern.',
      true,
      '[CR-1]',
    ],
    [
      'CreateConsumableResource',
      { consumableResourceName: 'x', totalQuantity: -1 },
      'totalQuantity cannot be a negative number.',
      true,
      '[CR-2]',
    ],
    ['CreateConsumableResource', { consumableResourceName: 'x', resourceType: 'SLOTS' }, 'Value SLOTS for', true],
    ['CreateConsumableResource', { consumableResourceName: 'x', tags: { 'aws:x': '' } }, 'reserved', true],
    ['CreateConsumableResource', { consumableResourceName: 'licence' }, 'Object already exists', false],
    ['UpdateConsumableResource', { ...update('SET', 1), consumableResource: 'none' }, 'none not found.', false],
    ['UpdateConsumableResource', update('MULTIPLY', 2), 'Value MULTIPLY for operation is not valid.', true],
    ['UpdateConsumableResource', { consumableResource: 'licence', quantity: 2 }, 'for operation is not valid', true],
    ['UpdateConsumableResource', { consumableResource: 'licence', operation: 'SET' }, 'quantity is required', true],
    ['UpdateConsumableResource', update('ADD', -1), 'quantity cannot be a negative number.', true],
    ['UpdateConsumableResource', update('REMOVE', 4), 'totalQuantity cannot be a negative number.', true, '[CR-2]'],
    ['DescribeConsumableResource', { consumableResource: 'none' }, 'ConsumableResource none not found.', false],
    ['DeleteConsumableResource', { consumableResource: 'a b' }, 'should match a valid pattern.', true],
    ['ListConsumableResources', { filters: [{ name: 'NAME', values: ['a'] }] }, 'Filter NAME is not valid.', true],
    ['ListConsumableResources', { maxResults: 101 }, 'between 1 and 100', true],
    ['ListJobsByConsumableResource', { consumableResource: 'none' }, 'none not found.', false],
    [
      'ListJobsByConsumableResource',
      { consumableResource: 'licence', filters: [{ name: 'JOB_STATUS', values: ['WAITING'] }] },
      'Value WAITING for JOB_STATUS is not valid.',
      true,
    ],
    [
      'RegisterJobDefinition',
      licensed(list('a', 'b', 'c', 'd', 'e', 'f')),
      'Each ConsumableResourceProperty can have at most 5 consumableResources',
      true,
      '[CR-3]',
    ],
    [
      'RegisterJobDefinition',
      licensed(list('licence', ARN)),
      'Cannot have duplicate consumableResource in consumableResourceProperties',
      true,
      '[CR-4]',
    ],
    [
      'RegisterJobDefinition',
      licensed(list('a b')),
      'ConsumableResource name should match a valid pattern.',
      true,
      '[CR-1]',
    ],
    [
      'RegisterJobDefinition',
      licensed({ consumableResourceList: [{ consumableResource: 'licence', quantity: 0 }] }),
      'must be at least 1',
      true,
    ],
    [
      'RegisterJobDefinition',
      {
        ...gang('crew', 2, 0, {}),
        nodeProperties: {
          numNodes: 2,
          mainNode: 0,
          nodeRangeProperties: [
            { targetNodes: '0:', container: nodeContainer(), consumableResourceProperties: list('a', 'a') },
          ],
        },
      },
      'Cannot have duplicate consumableResource',
      true,
    ],
    [
      'SubmitJob',
      { ...submit, consumableResourcePropertiesOverride: list('none') },
      'ConsumableResource none not found.',
      false,
      '[CR-5]',
    ],
    ['SubmitJob', { ...submit, consumableResourcePropertiesOverride: list('licence', ARN) }, 'duplicate', true],
  ])('%s %j', (operation, input, message, enveloped) => {
    const { sim } = world();
    const before = sim.stateHash();
    const answer = sim.call(operation, input, WHO);
    expect(answer).toMatchObject({
      ok: false,
      error: { name: 'ClientException', message: expect.stringContaining(message) },
    });
    expect(!answer.ok && answer.error.enveloped === true).toBe(enveloped);
    expect(sim.stateHash()).toBe(before);
  });
});

describe('a consumable resource', () => {
  it('is REPLENISHABLE, with what there is of it, unless the request says otherwise [CR-20]', () => {
    const machine = world();
    const made = {
      consumableResourceName: 'credit',
      totalQuantity: 5,
      resourceType: 'NON_REPLENISHABLE',
      tags: { a: 'b' },
    };
    machine.call('CreateConsumableResource', made);
    expect(described(machine)).toMatchObject({
      consumableResourceName: 'licence',
      consumableResourceArn: ARN,
      totalQuantity: 3,
      inUseQuantity: 0,
      availableQuantity: 3,
      resourceType: 'REPLENISHABLE',
      tags: {},
    });
    expect(described(machine, ARN)).toEqual(described(machine));
    expect(described(machine, 'credit')).toMatchObject({ ...made, availableQuantity: 5 });
  });

  it('takes SET, ADD and REMOVE, and answers the new total [CR-22]', () => {
    const machine = world();
    const totals = [update('SET', 10), update('ADD', 5), { ...update('REMOVE', 15), consumableResource: ARN }].map(
      (input) => machine.call('UpdateConsumableResource', input),
    );
    expect(totals).toMatchObject([{ totalQuantity: 10 }, { totalQuantity: 15 }, { totalQuantity: 0 }]);
    expect(described(machine)).toMatchObject({ totalQuantity: 0, availableQuantity: 0 });
  });

  it('applies an update with the same token and payload once within 8 hours, and both succeed [CR-23]', () => {
    const machine = world();
    const add = (token: string, quantity = 1) =>
      machine.call('UpdateConsumableResource', update('ADD', quantity, token));
    expect([add('t'), add('t')]).toMatchObject([{ totalQuantity: 4 }, { totalQuantity: 4 }]);
    expect([add('t', 2), add('u')]).toMatchObject([{ totalQuantity: 6 }, { totalQuantity: 7 }]);
    machine.runTo(8 * 3600);
    expect(add('t')).toMatchObject({ totalQuantity: 7 });
    machine.runTo(8 * 3600 + 2);
    expect(add('t')).toMatchObject({ totalQuantity: 8 });
  });

  it('is deleted at any time, and made again it is the same one, which RUNNABLE jobs may use [CR-30]', () => {
    const machine = world(1);
    const needs = { consumableResourcePropertiesOverride: list('licence') };
    const first = machine.submit({ ...needs, ...scripted({ SIM_SECONDS: 100 }) });
    const second = machine.submit(needs);
    machine.runTo(2);
    machine.call('DeleteConsumableResource', { consumableResource: 'licence' });
    machine.call('DeleteConsumableResource', { consumableResource: 'licence' });
    machine.runTo(200);
    expect([machine.job(first).status, machine.job(second).status]).toEqual(['SUCCEEDED', 'RUNNABLE']);
    expect(machine.call('ListConsumableResources', {})).toMatchObject({ consumableResources: [] });
    machine.call('CreateConsumableResource', { consumableResourceName: 'licence', totalQuantity: 1 });
    machine.runTo(201);
    expect(machine.job(second).status).toBe('SUCCEEDED');
  });

  it('has tags like any resource', () => {
    const machine = world();
    machine.call('TagResource', { resourceArn: ARN, tags: { team: 'a' } });
    expect(machine.call('ListTagsForResource', { resourceArn: ARN })).toEqual({ tags: { team: 'a' } });
    expect(described(machine)).toMatchObject({ tags: { team: 'a' } });
    machine.call('UntagResource', { resourceArn: ARN, tagKeys: ['team'] });
    expect(described(machine)).toMatchObject({ tags: {} });
  });
});

it('takes at most 50,000 in an account [CR-6]', () => {
  const { sim, call } = world();
  for (let n = 1; n < 50_000; n++) call('CreateConsumableResource', { consumableResourceName: `r${n}` });
  expect(sim.call('CreateConsumableResource', { consumableResourceName: 'more' }, WHO)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('limit of 50000') },
  });
  call('DeleteConsumableResource', { consumableResource: 'r1' });
  expect(sim.call('CreateConsumableResource', { consumableResourceName: 'more' }, WHO)).toMatchObject({ ok: true });
});

it('registers a definition that needs what does not exist, and submits no job of it [CR-5, CR-7]', () => {
  const machine = world();
  machine.call('RegisterJobDefinition', licensed(list('later')));
  const submit = { jobName: 'j', jobQueue: 'main', jobDefinition: 'x' };
  expect(machine.sim.call('SubmitJob', submit, WHO)).toMatchObject({ ok: false });
  machine.call('CreateConsumableResource', { consumableResourceName: 'later', totalQuantity: 1 });
  expect(machine.sim.call('SubmitJob', submit, WHO)).toMatchObject({ ok: true });
});

describe('lists', () => {
  it('names consumable resources in pages; a filter is case-insensitive, with * for a prefix [CR-28]', () => {
    const machine = world();
    for (const consumableResourceName of ['Lab', 'db'])
      machine.call('CreateConsumableResource', { consumableResourceName });
    const names = (input: object): unknown => machine.call('ListConsumableResources', input);
    const of = (...values: string[]) => ({ filters: [{ name: 'CONSUMABLE_RESOURCE_NAME', values }] });
    const named = (...all: string[]) => ({
      consumableResources: all.map((consumableResourceName) => ({ consumableResourceName })),
    });
    expect(names({})).toMatchObject(named('Lab', 'db', 'licence'));
    expect(names(of('L*'))).toMatchObject(named('Lab', 'licence'));
    expect(names(of('LICENCE', 'DB'))).toMatchObject(named('db', 'licence'));
    expect(names({ maxResults: 2 })).toMatchObject({ ...named('Lab', 'db'), nextToken: expect.any(String) });
  });

  it('names the jobs that need one, in every queue, by status and name [CR-29]', () => {
    const machine = world();
    machine.call('CreateJobQueue', queueInput('other', 1, ['fleet']));
    machine.call('RegisterJobDefinition', licensed(list('licence')));
    const holder = machine.submit({ jobDefinition: 'x', jobName: 'Render', ...scripted({ SIM_SECONDS: 50 }) });
    machine.submit();
    machine.submit({ jobDefinition: 'x', jobQueue: 'other', jobName: 'cut', arrayProperties: { size: 2 } });
    machine.runTo(2);
    const jobs = (...filters: object[]) =>
      machine.call('ListJobsByConsumableResource', { consumableResource: ARN, filters });
    const shown = (jobName: string, jobStatus: string) => ({ jobName, jobStatus, quantity: 1 });
    const cuts = [shown('cut', 'SUCCEEDED'), shown('cut', 'SUCCEEDED')];
    expect(jobs()).toMatchObject({ jobs: [...cuts, shown('Render', 'RUNNING')] });
    expect(jobs({ name: 'JOB_NAME', values: ['c*'] })).toMatchObject({ jobs: cuts });
    expect(jobs({ name: 'JOB_STATUS', values: ['RUNNING', 'RUNNABLE'] })).toMatchObject({
      jobs: [
        {
          jobArn: expect.stringContaining(holder),
          jobQueueArn: expect.stringContaining('job-queue/main'),
          jobDefinitionArn: expect.stringContaining('x:1'),
          consumableResourceProperties: list('licence'),
        },
      ],
    });
  });
});

it('shows the resources of a definition and of a job as they were given; the request’s list stands in for the definition’s [CR-34]', () => {
  const machine = world();
  const given = { consumableResourceList: [{ consumableResource: ARN, quantity: 2 }] };
  machine.call('RegisterJobDefinition', licensed(given));
  expect(machine.call('DescribeJobDefinitions', {})).toMatchObject({
    jobDefinitions: expect.arrayContaining([expect.objectContaining({ consumableResourceProperties: given })]),
  });
  const jobs = [{}, { consumableResourcePropertiesOverride: list('licence') }].map((more) =>
    machine.job(machine.submit({ jobDefinition: 'x', ...more })),
  );
  expect(jobs).toMatchObject([
    { consumableResourceProperties: given },
    { consumableResourceProperties: list('licence') },
  ]);
  expect(machine.job(machine.submit())).not.toHaveProperty('consumableResourceProperties');
});
