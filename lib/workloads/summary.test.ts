import { describe, expect, it } from 'vitest';
import { arrivalHistogram, summariseWorkload } from '.';
import { read, swfLine } from './reading-in-tests';

describe('a summary', () => {
  it('counts what is in the file', async () => {
    const lines = [
      swfLine({ 2: 0, 4: 3600, 8: 2, 12: 5 }),
      swfLine({ 2: 3599, 4: 60, 8: 2, 12: 5 }),
      swfLine({ 2: 3600, 4: 0, 8: 4, 12: 3, 10: 2048 }),
      swfLine({ 2: 10_800, 4: 120, 8: 64 }),
    ];
    const summary = summariseWorkload(await read(lines.join('\n'), { fileName: 'x.swf' }));
    expect(summary).toMatchObject({
      format: 'swf',
      name: 'x',
      jobs: 4,
      users: [
        { name: 'u5', jobs: 2 },
        { name: 'u3', jobs: 1 },
      ],
      jobsWithoutUser: 1,
      spanMs: 10_800_000,
      vcpuSizes: [
        { milliVcpus: 2000, jobs: 2 },
        { milliVcpus: 4000, jobs: 1 },
        { milliVcpus: 64_000, jobs: 1 },
      ],
      minMilliVcpus: 2000,
      maxMilliVcpus: 64_000,
      modeMilliVcpus: 2000,
      maxMemoryMib: 8,
      medianRunMs: 60_000,
      maxRunMs: 3_600_000,
      zeroRunJobs: 1,
      gpuJobs: 0,
      relayJobs: 0,
    });
    expect(summary.vcpuHours).toBeCloseTo(2 + 2 / 60 + 128 / 60, 9);
    expect(summary.arrivals).toEqual({ bucketMs: 3_600_000, counts: Uint32Array.from([2, 1, 0, 1]) });
  });

  it('counts the relay jobs of a wide fan-in', async () => {
    const tasks = Array.from({ length: 25 }, (_, index) => ({ id: `t${index}` }));
    const document = {
      workflow: {
        specification: { tasks: [...tasks, { id: 'end', parents: tasks.map((task) => task.id) }] },
        execution: { tasks: [...tasks, { id: 'end' }].map((task) => ({ ...task, runtimeInSeconds: 1 })) },
      },
    };
    const summary = summariseWorkload(await read(JSON.stringify(document)));
    expect(summary).toMatchObject({ jobs: 26, dependencies: 25, maxParents: 25, relayJobs: 1, maxMemoryMib: null });
  });

  it('widens the buckets of a span of centuries', async () => {
    const { rows } = await read([swfLine({ 2: 0 }), swfLine({ 2: 1e10 })].join('\n'));
    const histogram = arrivalHistogram(rows);
    expect(histogram.counts.length).toBeLessThanOrEqual(20_001);
    expect(histogram.counts.reduce((sum, count) => sum + count)).toBe(2);
  });
});
