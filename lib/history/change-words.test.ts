import { describe, expect, it } from 'vitest';
import { changeWords } from './change-words';

const environment = {
  state: 'ENABLED',
  status: 'VALID',
  computeResources: { maxvCpus: 3072, instanceTypes: ['c5'], desiredvCpus: 4 },
};
const queue = (names: string[], more: object = {}) => ({
  state: 'ENABLED',
  priority: 1,
  computeEnvironmentOrder: names.map((name, order) => ({
    order,
    computeEnvironment: `arn:aws:batch:us-east-1:1:compute-environment/${name}`,
  })),
  ...more,
});

describe('an edit in a few words', () => {
  it.each([
    [null, environment, 'created'],
    [environment, null, 'deleted'],
    [environment, { ...environment, state: 'DISABLED' }, 'disabled'],
    [{ ...environment, state: 'DISABLED' }, environment, 'enabled'],
    [
      environment,
      { ...environment, computeResources: { ...environment.computeResources, maxvCpus: 4096 } },
      'maximum 3,072 → 4,096',
    ],
    [
      environment,
      { ...environment, computeResources: { ...environment.computeResources, instanceTypes: ['m5'] } },
      'instance types changed',
    ],
    [environment, { ...environment, status: 'UPDATING' }, null],
    [environment, { ...environment, tags: { team: 'ml' } }, 'tags changed'],
    [environment, { ...environment, context: 'x' }, 'context changed'],
    [queue(['a']), queue(['a', 'b']), 'b added'],
    [queue(['a', 'b']), queue(['b']), 'a taken out'],
    [queue(['a', 'b']), queue(['b', 'a']), 'environments in another order'],
    [queue(['a']), queue(['b']), 'environments changed'],
    [queue(['a']), queue(['a'], { priority: 40 }), 'priority 1 → 40'],
  ])('%#: %o', (before, after, words) => {
    expect(changeWords(before, after)).toBe(words);
  });
  it('is not misled by odd documents', () => {
    expect(changeWords('x', [])).toBeNull();
    expect(changeWords({ computeEnvironmentOrder: 'x' }, { computeEnvironmentOrder: 5 })).not.toBe('created');
  });
});
