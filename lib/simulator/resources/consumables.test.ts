import { describe, expect, it } from 'vitest';
import type { Timing } from '../index';
import {
  definitionInput,
  environmentInput,
  fixedFleet,
  gang,
  nodeContainer,
  queueInput,
  scripted,
  testMachine,
} from '../test-machine';

const needs = (quantity: number, consumableResource = 'licence') => ({
  consumableResourcePropertiesOverride: { consumableResourceList: [{ consumableResource, quantity }] },
});

function world(totalQuantity: number, timing: Timing = 'ideal', more: object = {}) {
  const machine = fixedFleet(8, timing);
  machine.call('CreateConsumableResource', { consumableResourceName: 'licence', totalQuantity, ...more });
  machine.runTo(1);
  const show = () => machine.call('DescribeConsumableResource', { consumableResource: 'licence' });
  const set = (operation: string, quantity: number) =>
    machine.call('UpdateConsumableResource', { consumableResource: 'licence', operation, quantity });
  const waits = () =>
    machine.changes.flatMap((change) =>
      change.kind === 'wait' ? [{ cause: change.cause, count: change.count, evidence: change.evidence }] : [],
    );
  return { ...machine, show, set, waits };
}

const amounts = (totalQuantity: number, inUseQuantity: number, availableQuantity: number) => ({
  totalQuantity,
  inUseQuantity,
  availableQuantity,
});
const seconds = (value: number, more: Record<string, number> = {}) => scripted({ SIM_SECONDS: value, ...more });

describe('locked at STARTING, released at the end', () => {
  it('waits in RUNNABLE at its turn until enough is free [CR-24, CR-25]', () => {
    const machine = world(2);
    const first = machine.submit({ ...needs(2), ...seconds(100) });
    const second = machine.submit({ ...needs(1), ...seconds(10) });
    machine.runTo(50);
    expect(machine.show()).toMatchObject(amounts(2, 2, 0));
    expect(machine.job(second)).toMatchObject({ status: 'RUNNABLE' });
    machine.runTo(200);
    expect(machine.story(second).map((step) => step.split('@')[0])).toEqual([
      'SUBMITTED',
      'RUNNABLE',
      'STARTING',
      'RUNNING',
      'SUCCEEDED',
    ]);
    expect(machine.story(second)[2]?.split('@')[1]).toBe(machine.story(first).at(-1)?.split('@')[1]);
    expect(machine.show()).toMatchObject(amounts(2, 0, 2));
  });

  it('blocks those behind it, which need none: there is no backfill [CR-25]', () => {
    const machine = world(1);
    machine.submit({ ...needs(1), ...seconds(100) });
    const head = machine.submit({ ...needs(1), ...seconds(10) });
    const behind = machine.submit();
    machine.runTo(50);
    expect(machine.job(behind)).toMatchObject({ status: 'RUNNABLE' });
    expect(machine.waits()).toContainEqual({
      cause: 'behind-blocked',
      count: 1,
      evidence: expect.objectContaining({ blockedBy: head }),
    });
    machine.runTo(102);
    expect(machine.job(behind)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('releases what a terminated job held, and what a failed attempt held until the next [CR-24]', () => {
    const machine = world(1);
    const first = machine.submit({ ...needs(1), ...seconds(1000) });
    const retried = machine.submit({
      ...needs(1),
      retryStrategy: { attempts: 2 },
      ...seconds(10, { SIM_FAIL_ATTEMPTS: 1 }),
    });
    machine.runTo(2);
    machine.call('TerminateJob', { jobId: first, reason: 'enough' });
    machine.runTo(60);
    expect(machine.job(retried)).toMatchObject({ status: 'SUCCEEDED', attempts: [{}, {}] });
    expect(machine.show()).toMatchObject(amounts(1, 0, 1));
  });

  it('holds what each child of an array needs for itself [CR-32]', () => {
    const machine = world(3);
    machine.submit({ ...needs(1), arrayProperties: { size: 5 }, ...seconds(100) });
    machine.runTo(50);
    expect(machine.show()).toMatchObject(amounts(3, 3, 0));
    machine.runTo(150);
    expect(machine.show()).toMatchObject(amounts(3, 2, 1));
  });

  it('holds for a multi-node job what it and each of its nodes need, all or nothing [CR-32]', () => {
    const machine = world(5);
    const consumableResourceProperties = { consumableResourceList: [{ consumableResource: 'licence', quantity: 2 }] };
    const range = { targetNodes: '0:', container: nodeContainer({ SIM_SECONDS: 100 }), consumableResourceProperties };
    const nodeProperties = { numNodes: 2, mainNode: 0, nodeRangeProperties: [range] };
    machine.call('RegisterJobDefinition', { ...gang('crew', 2, 0, {}), nodeProperties });
    const crew = machine.submit({ jobDefinition: 'crew', ...needs(1) });
    machine.runTo(50);
    expect(machine.show()).toMatchObject(amounts(5, 5, 0));
    expect(machine.job(crew)).toMatchObject({
      status: 'RUNNING',
      nodeProperties: { nodeRangeProperties: [{ targetNodes: '0:1', consumableResourceProperties }] },
    });
    const second = machine.submit({ jobDefinition: 'crew' });
    machine.runTo(90);
    expect(machine.job(second)).toMatchObject({ status: 'RUNNABLE' });
    machine.runTo(300);
    expect(machine.show()).toMatchObject(amounts(5, 0, 5));
  });
});

it('NON_REPLENISHABLE: what jobs took is gone from the total, and told once a refresh [CR-21]', () => {
  const machine = world(3, 'aws', { resourceType: 'NON_REPLENISHABLE' });
  for (let job = 0; job < 4; job++) machine.submit({ ...needs(1), ...seconds(20) });
  machine.runTo(200);
  expect(machine.show()).toMatchObject(amounts(0, 0, 0));
  const totals = machine.changes.flatMap((change) =>
    change.kind === 'resource' && change.resourceKind === 'consumable-resource'
      ? [{ edit: change.edit, document: change.document }]
      : [],
  );
  expect(totals).toMatchObject([
    { edit: true, document: { totalQuantity: 3 } },
    { edit: false, document: { totalQuantity: 0 } },
  ]);
  expect(totals[1]?.document).not.toHaveProperty('inUseQuantity');
  machine.set('ADD', 1);
  machine.runTo(300);
  expect(machine.show()).toMatchObject(amounts(0, 0, 0));
});

it('the quantities that Describe shows lag by up to 30 s [CR-26]', () => {
  const machine = world(2, 'aws');
  const job = machine.submit({ ...needs(2), ...seconds(600) });
  machine.runTo(26);
  const placed = machine.story(job).find((step) => step.startsWith('STARTING'));
  expect(placed).toBeDefined();
  expect(machine.show()).toMatchObject(amounts(2, 0, 2));
  machine.runTo(30);
  expect(machine.show()).toMatchObject(amounts(2, 2, 0));
});

describe('an update of the quantity', () => {
  it('lets those that wait go, and is told with what is free now', () => {
    const machine = world(1);
    const job = machine.submit({ ...needs(3), ...seconds(10) });
    machine.runTo(5);
    machine.set('ADD', 1);
    machine.runTo(6);
    expect(machine.job(job)).toMatchObject({ status: 'RUNNABLE' });
    const evidence = (consumableFree: number) => ({
      cause: 'consumable',
      count: 1,
      evidence: expect.objectContaining({
        consumable: 'licence',
        consumableNeeded: 3,
        consumableFree,
        consumableTotal: consumableFree,
      }),
    });
    expect(machine.waits()).toEqual([evidence(1), evidence(2)]);
    machine.set('SET', 3);
    machine.runTo(7);
    expect(machine.job(job)).toMatchObject({ status: 'RUNNING' });
    expect(machine.waits().at(-1)).toEqual({ cause: 'consumable', count: 0, evidence: {} });
  });

  it('below what is in use takes what is free at once, and the total follows as jobs end [CR-31]', () => {
    const machine = world(3);
    machine.submit({ ...needs(1), ...seconds(100) });
    machine.submit({ ...needs(1), ...seconds(200) });
    machine.runTo(5);
    expect(machine.set('SET', 1)).toMatchObject({ totalQuantity: 1 });
    expect(machine.show()).toMatchObject(amounts(2, 2, 0));
    machine.runTo(150);
    expect(machine.show()).toMatchObject(amounts(1, 1, 0));
    machine.runTo(250);
    expect(machine.show()).toMatchObject(amounts(1, 0, 1));
  });
});

it('asks for no capacity for jobs that lack a consumable resource [CR-33]', () => {
  const machine = testMachine('ideal');
  machine.resource('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 64 }));
  machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
  machine.resource('RegisterJobDefinition', definitionInput('one'));
  machine.resource('CreateConsumableResource', { consumableResourceName: 'licence', totalQuantity: 2 });
  machine.runTo(0);
  machine.submit({ ...needs(1), arrayProperties: { size: 20 }, ...seconds(600) });
  machine.runTo(100);
  const started = machine.changes.filter((change) => change.kind === 'instance' && change.state === 'pending');
  expect(started).toHaveLength(1);
});

it('shows no code of its own for a head that waits for a consumable resource [CR-27]', () => {
  const machine = world(0, 'aws');
  const job = machine.submit(needs(1));
  machine.runTo(1000);
  expect(machine.job(job)).toMatchObject({ status: 'RUNNABLE' });
  expect(machine.job(job)).not.toHaveProperty('statusReason');
});
