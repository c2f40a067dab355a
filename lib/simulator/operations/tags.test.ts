import { describe, expect, it } from 'vitest';
import { fixedFleet, type TestMachine, WHO } from '../test-machine';

const ARN = 'arn:aws:batch:us-east-1:123456789012';
const QUEUE = `${ARN}:job-queue/main`;

function world(): TestMachine {
  const machine = fixedFleet(2);
  machine.call('CreateSchedulingPolicy', { name: 'fair' });
  return machine;
}

const tagsOf = (machine: TestMachine, resourceArn: string) => machine.call('ListTagsForResource', { resourceArn });
const manyTags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

describe('tags', () => {
  it.each([
    ['compute-environment', 'fleet'],
    ['job-queue', 'main'],
    ['job-definition', 'one:1'],
    ['scheduling-policy', 'fair'],
  ])('of a %s are added, replaced and taken away, each told with who did it [TAG-5]', (resourceKind, name) => {
    const machine = world();
    const resourceArn = `${ARN}:${resourceKind}/${name}`;
    const told = () => machine.changes.filter((change) => change.kind === 'resource' && change.arn === resourceArn);
    const before = told().length;
    machine.call('TagResource', { resourceArn, tags: { team: 'a', stage: 'x' } });
    machine.call('TagResource', { resourceArn, tags: { team: 'b' } });
    machine.call('TagResource', { resourceArn, tags: { team: 'b' } });
    expect(tagsOf(machine, resourceArn)).toEqual({ tags: { team: 'b', stage: 'x' } });
    machine.call('UntagResource', { resourceArn, tagKeys: ['team', 'none'] });
    machine.call('UntagResource', { resourceArn, tagKeys: ['none'] });
    expect(tagsOf(machine, resourceArn)).toEqual({ tags: { stage: 'x' } });
    const version = { resourceKind, name, edit: true, by: WHO };
    expect(told().slice(before)).toMatchObject([
      { ...version, document: { tags: { team: 'a', stage: 'x' } } },
      { ...version, document: { tags: { team: 'b', stage: 'x' } } },
      { ...version, document: { tags: { stage: 'x' } } },
    ]);
    expect(machine.sim.fork().call('ListTagsForResource', { resourceArn }, WHO)).toMatchObject({
      output: { tags: { stage: 'x' } },
    });
  });

  it('of one job are its own, also while it runs', () => {
    const machine = world();
    const sleep = { containerOverrides: { environment: [{ name: 'SIM_SECONDS', value: '100' }] } };
    const [first, second] = [machine.submit(sleep), machine.submit(sleep)];
    machine.runTo(10);
    machine.call('TagResource', { resourceArn: `${ARN}:job/${first}`, tags: { who: 'me' } });
    machine.runTo(1000);
    expect(machine.job(first)).toMatchObject({ status: 'SUCCEEDED', tags: { who: 'me' } });
    expect(machine.job(second)).toMatchObject({ status: 'SUCCEEDED', tags: {} });
    expect(machine.story(first).slice(1)).toEqual(machine.story(second).slice(1));
    expect(machine.changes).toContainEqual(
      expect.objectContaining({ resourceKind: 'job', name: first, document: { tags: { who: 'me' } }, by: WHO }),
    );
  });

  it('of an array don’t reach its children [TAG-6]', () => {
    const machine = world();
    const array = machine.submit({ arrayProperties: { size: 2 } });
    machine.call('TagResource', { resourceArn: `${ARN}:job/${array}`, tags: { who: 'me' } });
    expect(machine.job(array)).toMatchObject({ tags: { who: 'me' } });
    expect(machine.job(`${array}:1`)).toMatchObject({ tags: {} });
    const child = { resourceArn: `${ARN}:job/${array}:1`, tags: { who: 'me' } };
    expect(machine.sim.call('TagResource', child, WHO)).toMatchObject({
      error: { message: expect.stringContaining('not supported for child jobs') },
    });
  });

  it('number fifty at most, those that are there included [TAG-1]', () => {
    const machine = world();
    machine.call('TagResource', { resourceArn: QUEUE, tags: manyTags(50) });
    machine.call('TagResource', { resourceArn: QUEUE, tags: { k0: 'other' } });
    expect(machine.sim.call('TagResource', { resourceArn: QUEUE, tags: { more: '' } }, WHO)).toMatchObject({
      ok: false,
      error: { message: 'Number of tags exceeds the maximum of 50.' },
    });
  });

  it.each<[string, object, string, string?]>([
    ['TagResource', { resourceArn: QUEUE, tags: { 'AWS:x': '' } }, 'reserved for AWS use', '[TAG-3]'],
    ['TagResource', { resourceArn: QUEUE, tags: { '': 'x' } }, 'between 1 and 128'],
    ['TagResource', { resourceArn: QUEUE, tags: { a: 'x'.repeat(257) } }, 'at most 256', '[TAG-2]'],
    ['TagResource', { resourceArn: `${QUEUE}s`, tags: { a: 'b' } }, 'not found'],
    ['TagResource', { resourceArn: QUEUE.replace('123456789012', '999999999999'), tags: { a: 'b' } }, 'not found'],
    ['TagResource', { resourceArn: `${ARN}:constructor/main`, tags: { a: 'b' } }, 'not found'],
    ['UntagResource', { resourceArn: QUEUE, tagKeys: [] }, 'between 1 and 50'],
    ['UntagResource', { resourceArn: QUEUE, tagKeys: ['aws:x'] }, 'reserved for AWS use', '[TAG-3]'],
    ['ListTagsForResource', { resourceArn: 'main' }, 'Resource main not found.'],
  ])('%s %j is refused without a trace', (operation, input, message) => {
    const { sim } = world();
    const before = sim.stateHash();
    expect(sim.call(operation, input, WHO)).toMatchObject({
      ok: false,
      error: { name: 'ClientException', message: expect.stringContaining(message) },
    });
    expect(sim.stateHash()).toBe(before);
  });
});
