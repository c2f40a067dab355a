import { describe, expect, it } from 'vitest';
import { generateAlibaba, generateSwf, generateWfFormat, summariseWorkload } from '.';
import { read } from './reading-in-tests';

describe('generated workloads', () => {
  it('are the same for the same seed and others for another', () => {
    for (const make of [
      (seed: number) => generateSwf({ seed, jobs: 50 }),
      (seed: number) => generateWfFormat({ seed }),
      (seed: number) => generateAlibaba({ seed, jobs: 50 }),
    ]) {
      expect(make(7)).toBe(make(7));
      expect(make(7)).not.toBe(make(8));
    }
    expect(generateSwf({ seed: 7, jobs: 2 }).split('\n').slice(-3)).toMatchInlineSnapshot(`
      [
        "1 0 -1 141 2 -1 1008640 2 282 1008640 1 2 1 -1 1 -1 -1 -1",
        "2 119 -1 22 1 -1 721920 1 44 721920 1 2 1 -1 1 -1 -1 -1",
        "",
      ]
    `);
  });

  it('hold what was asked for, with some of everything', async () => {
    const swf = summariseWorkload(await read(generateSwf({ seed: 1, jobs: 2000, users: 9 })));
    expect(swf).toMatchObject({ jobs: 2000, jobsWithoutUser: 0 });
    expect(swf.users).toHaveLength(9);
    expect(swf.zeroRunJobs).toBeGreaterThan(0);
    expect(swf.maxMilliVcpus).toBe(16_000);
    const dag = summariseWorkload(await read(generateWfFormat({ seed: 1, branches: 4, width: 30 })));
    expect(dag).toMatchObject({ jobs: 129, maxParents: 30, relayJobs: 4 });
    const pods = summariseWorkload(await read(generateAlibaba({ seed: 1, jobs: 300 })));
    expect(pods.jobs).toBe(300);
    expect(pods.gpuJobs).toBeGreaterThan(0);
  });
});
