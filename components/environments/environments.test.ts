import { describe, expect, it } from 'vitest';
import type { EnvironmentRow, InstanceRow, WaitingReason } from '@/lib/history';
import {
  environmentsSentence,
  environmentVerdict,
  fillHistogram,
  fillOf,
  groupByType,
  waitingFor,
} from './environment-words';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

function environment(given: Partial<EnvironmentRow>): EnvironmentRow {
  return {
    name: 'spot',
    arn: 'arn',
    type: 'SPOT',
    state: 'ENABLED',
    status: 'VALID',
    hasServiceLinkedRole: true,
    takesNewInstances: true,
    statusReason: null,
    queues: ['main'],
    minimumVcpus: 0,
    desiredVcpus: 0,
    maximumVcpus: 64,
    provisionedVcpus: 0,
    usedMilliVcpus: 0,
    instances: 0,
    nanoUsdPerHour: '0',
    onDemandNanoUsdPerHour: '0',
    idleNanoUsd: null,
    lastChange: null,
    tags: {},
    version: 1,
    stateSince: null,
    ...given,
  };
}

function instance(id: string, jobs: [number, number][], type = 'c7i.xlarge', vcpus = 4): InstanceRow {
  return {
    instanceId: id,
    type,
    zone: 'a',
    purchase: 'SPOT',
    state: 'running',
    vcpus,
    memoryMib: 8000,
    gpus: 0,
    runningAt: 0,
    nanoUsdPerHour: '100',
    jobs: jobs.map(([milliVcpus, memoryMib], index) => ({
      id: `${id}-${index}`,
      name: 'x',
      queue: 'main',
      milliVcpus,
      memoryMib,
    })),
  };
}

const reason = (cause: WaitingReason['cause'], count: number): WaitingReason => ({
  queue: 'main',
  cause,
  count,
  since: 42,
  evidence: { environment: 'spot' },
});

describe('an environment at a glance', () => {
  it('says what a person should see first', () => {
    expect(environmentVerdict(environment({}), [])).toEqual({ tone: 'ok', word: 'valid', since: null });
    expect(environmentVerdict(environment({ status: 'INVALID' }), []).tone).toBe('bad');
    expect(environmentVerdict(environment({ state: 'DISABLED' }), []).word).toBe('disabled');
    expect(environmentVerdict(environment({}), [reason('at-maximum', 3)])).toEqual({
      tone: 'warn',
      word: 'at maximum',
      since: 42,
    });
    expect(environmentVerdict(environment({}), [reason('at-maximum', 0)]).word).toBe('valid');
    expect(waitingFor(environment({}), [reason('at-maximum', 3), reason('no-capacity', 4)])).toBe(7);
  });
  it('is summed up for the list', () => {
    expect(plain(environmentsSentence([environment({})], []))).toBe('1 environment, none full.');
    expect(
      plain(
        environmentsSentence(
          [environment({}), environment({ name: 'b', status: 'INVALID' })],
          [reason('at-maximum', 1)],
        ),
      ),
    ).toBe('1 of 2 environments is full or gets no capacity, 1 is INVALID.');
  });
});

describe('packing', () => {
  it('sees memory that is full while vCPUs are free', () => {
    expect(fillOf(instance('a', [[1000, 7000]]))).toMatchObject({ used: 1, free: 3, isMemoryFull: true });
    expect(fillOf(instance('b', [[1000, 2000]])).isMemoryFull).toBe(false);
    expect(fillOf(instance('c', [])).isMemoryFull).toBe(false);
  });
  it('groups by type, emptiest last', () => {
    const groups = groupByType([instance('a', []), instance('b', [[4000, 100]]), instance('c', [], 'c7i.8xlarge', 32)]);
    expect(groups.map((group) => [group.type, group.instances.map((one) => one.instanceId)])).toEqual([
      ['c7i.8xlarge', ['c']],
      ['c7i.xlarge', ['b', 'a']],
    ]);
  });
  it('counts by tenths of fill', () => {
    const bins = fillHistogram([instance('a', []), instance('b', [[4000, 1]]), instance('c', [[2000, 1]])]);
    expect([bins[0], bins[5], bins[9]]).toEqual([1, 1, 1]);
    expect(bins.reduce((sum, count) => sum + count)).toBe(3);
  });
});
