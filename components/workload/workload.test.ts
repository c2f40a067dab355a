import { describe, expect, it } from 'vitest';
import type { UploadedWorkload } from './upload';
import { arrivalBars, draftFor, readWorkloadDraft, spanOf } from './workload-draft';

const HOUR = 3_600_000;
const summary = {
  format: 'swf' as const,
  name: 'cluster',
  jobs: 100,
  users: [],
  jobsWithoutUser: 100,
  spanMs: 3 * HOUR,
  vcpuSizes: [],
  minMilliVcpus: 1000,
  maxMilliVcpus: 1000,
  modeMilliVcpus: 1000,
  maxMemoryMib: null,
  gpuJobs: 0,
  medianRunMs: 1,
  maxRunMs: 1,
  vcpuHours: 1,
  zeroRunJobs: 0,
  dependencies: 0,
  maxParents: 0,
  relayJobs: 0,
  outsideDependencies: 0,
  arrivals: { bucketMs: HOUR, counts: [50, 0, 30, 20] },
};
const workload: UploadedWorkload = {
  hash: 'a'.repeat(64),
  name: 'cluster',
  fileName: 'cluster.swf',
  format: 'swf',
  jobs: 100,
  summary,
};
const read = (given: object) =>
  readWorkloadDraft({ ...draftFor(workload, 'main'), ...given }, workload, 'simulator', 10 * HOUR, 0);

describe('options of a workload', () => {
  it('say nothing that is the default', () => {
    expect(read({})).toEqual({
      problems: {},
      request: { connection: 'simulator', hash: workload.hash, queue: 'main' },
    });
  });
  it('are read where they differ', () => {
    expect(
      read({
        limit: '2 0',
        firstArrival: '+2 h',
        timeScale: '60',
        memory: '2048',
        takesFileMemory: true,
        attempts: '1',
      }).request,
    ).toMatchObject({
      limit: 20,
      at: 12 * HOUR,
      timeScale: 60,
      memoryMibPerProcessor: 2048,
      memory: 'file',
      retryStrategy: { attempts: 1 },
    });
  });
  it.each([
    [{ queue: '' }, 'queue'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '0' }, 'limit'],
    [{ timeScale: '0' }, 'timeScale'],
    [{ memory: 'all' }, 'memory'],
    [{ attempts: '11' }, 'attempts'],
    [{ firstArrival: 'soon' }, 'firstArrival'],
    [{ firstArrival: 'Day 1, 09:00' }, 'firstArrival'],
  ])('%o is told at its field', (given, field) => {
    expect(Object.keys(read(given).problems)).toEqual([field]);
  });
});

describe('arrivals', () => {
  it('fold into as many bars as there is room for, and keep their sum', () => {
    expect(arrivalBars(summary.arrivals, 10)).toEqual({ bars: [50, 0, 30, 20], bucketMs: HOUR });
    expect(arrivalBars(summary.arrivals, 2)).toEqual({ bars: [50, 50], bucketMs: 2 * HOUR });
  });
  it('end when the last of the chosen has come', () => {
    expect(spanOf(summary.arrivals, 50)).toBe(HOUR);
    expect(spanOf(summary.arrivals, 51)).toBe(3 * HOUR);
    expect(spanOf(summary.arrivals, 100)).toBe(4 * HOUR);
  });
});
