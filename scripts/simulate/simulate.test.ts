import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateSwf, generateWfFormat } from '@/lib/workloads';
import { EXIT, simulateCommand } from './command';
import { spreadOf } from './print';
import { waitStatistics } from './summary';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  writeFileSync(join(folder, 'fleet.json'), JSON.stringify(fleet()));
  writeFileSync(join(folder, 'small.swf'), generateSwf({ seed: 4, jobs: 300 }));
  writeFileSync(join(folder, 'dag.json.gz'), gzipSync(generateWfFormat({ seed: 4 })));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fleet(change: object = {}) {
  return {
    name: 'fleet',
    seed: 1,
    timing: 'ideal',
    startAt: '2026-01-01T00:00:00Z',
    resources: [
      {
        operation: 'CreateComputeEnvironment',
        input: {
          computeEnvironmentName: 'fleet',
          type: 'MANAGED',
          state: 'ENABLED',
          computeResources: {
            type: 'EC2',
            minvCpus: 256,
            desiredvCpus: 256,
            maxvCpus: 256,
            instanceTypes: ['c5.18xlarge'],
            subnets: ['subnet-1'],
            securityGroupIds: ['sg-1'],
            instanceRole: 'ecsInstanceRole',
          },
        },
      },
      {
        operation: 'CreateJobQueue',
        input: {
          jobQueueName: 'main',
          state: 'ENABLED',
          priority: 1,
          computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
        },
      },
    ],
    workloads: [{ file: 'small.swf', queue: 'main', memoryMibPerProcessor: 64 }],
    ...change,
  };
}

async function simulate(...given: string[]) {
  const out: string[] = [];
  const failures: string[] = [];
  let wall = 0;
  const code = await simulateCommand(
    given,
    { out: (text) => out.push(text), progress: null, clock: () => wall++, folder },
    (sentence) => failures.push(sentence),
  );
  return { code, out: out.join('\n'), failures };
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('npm run simulate', () => {
  it('runs a workload to its end, and writes summary and jobs', async () => {
    const { code, out } = await simulate('--scenario', 'fleet.json', '--json', 's.json', '--jobs', 'j.csv');
    expect(code).toBe(EXIT.done);
    expect(out).toContain('jobs succeeded');
    const summary = JSON.parse(read('s.json'));
    expect(Object.keys(summary)).toEqual([
      'seed',
      'scenario',
      'jobs',
      'makespanSeconds',
      'waitSeconds',
      'vcpuUtilisation',
      'costUsd',
      'spot',
      'events',
      'eventsPerSecond',
      'wallSeconds',
    ]);
    expect(summary.jobs).toEqual({ submitted: 300, succeeded: 300, failed: 0, waiting: 0, running: 0, relay: 0 });
    expect(summary.costUsd).toMatch(/^\d+\.\d{9}$/);
    expect(read('j.csv').trimEnd().split('\n').length).toBe(301);
  });

  it('gives the same again, and another with another seed only where something is drawn', async () => {
    await simulate('--scenario', 'fleet.json', '--json', 'a.json', '--jobs', 'a.csv');
    await simulate('--scenario', 'fleet.json', '--json', 'b.json', '--jobs', 'b.csv');
    expect(read('b.csv')).toBe(read('a.csv'));
    const { code, out } = await simulate('--scenario', 'fleet.json', '--against', 'a.json');
    expect(code).toBe(EXIT.done);
    expect(out).toMatch(/cost +\$\S+ +\$\S+ +=/);
  });

  it('replays the jobs it wrote, with the same waits', async () => {
    await simulate('--scenario', 'fleet.json', '--json', 'a.json', '--jobs', 'a.csv');
    const { code } = await simulate('--scenario', 'fleet.json', '--workload', 'a.csv', '--json', 'c.json');
    expect(code).toBe(EXIT.done);
    const [first, again] = [JSON.parse(read('a.json')), JSON.parse(read('c.json'))];
    expect(again.jobs).toEqual(first.jobs);
    expect(again.makespanSeconds).toBe(first.makespanSeconds);
    expect(again.waitSeconds).toEqual(first.waitSeconds);
  });

  it('takes a DAG in place of the log, and counts relay jobs apart', async () => {
    const { code } = await simulate(
      '--scenario',
      'fleet.json',
      '--workload',
      'dag.json.gz',
      '--json',
      'd.json',
      '--jobs',
      'd.csv',
    );
    expect(code).toBe(EXIT.done);
    const { jobs } = JSON.parse(read('d.json'));
    const lines = read('d.csv').trimEnd().split('\n');
    expect(jobs.submitted).toBe(lines.length - 1);
    expect(jobs.succeeded).toBe(jobs.submitted);
    const known = new Set(lines.slice(1).map((line) => line.split(',')[0]));
    const dependencies = lines.slice(1).flatMap((line) => (line.split(',')[7] ?? '').split(' ').filter(Boolean));
    expect(dependencies.length).toBeGreaterThan(10);
    expect(dependencies.filter((id) => !known.has(id))).toEqual([]);
  });

  it('says how many jobs are left, with exit code 2', async () => {
    const { code, out } = await simulate('--scenario', 'fleet.json', '--until', 'PT1H', '--json', 'u.json');
    expect(code).toBe(EXIT.jobsLeft);
    expect(out).toMatch(/jobs? ha(s|ve) not ended/);
    const summary = JSON.parse(read('u.json'));
    expect(summary.jobs.waiting + summary.jobs.running).toBeGreaterThan(0);
  });

  it('ends by itself where a job can never start', async () => {
    const calls = [
      { at: 'PT1H', operation: 'RegisterJobDefinition', input: definition('huge', '1024') },
      { at: 'PT1H', operation: 'SubmitJob', input: { jobName: 'huge', jobQueue: 'main', jobDefinition: 'huge' } },
    ];
    writeFileSync(join(folder, 'never.json'), JSON.stringify(fleet({ workloads: [], calls })));
    const { code } = await simulate('--scenario', 'never.json', '--json', 'n.json');
    expect(code).toBe(EXIT.jobsLeft);
    expect(JSON.parse(read('n.json')).jobs).toMatchObject({ submitted: 1, waiting: 1 });
  });

  it('runs several seeds and tells their spread', async () => {
    const { code, out } = await simulate('--scenario', 'demo', '--until', 'PT1H', '--seeds', '3', '--json', 'm.json');
    expect(code).toBe(EXIT.jobsLeft);
    expect(out).toContain('std dev');
    const { runs, spread } = JSON.parse(read('m.json'));
    expect(runs.map((run: { seed: number }) => run.seed)).toEqual([7, 8, 9]);
    expect(new Set(runs.map((run: { costUsd: string }) => run.costUsd)).size).toBe(3);
    expect(spread['jobs submitted'].mean).toBeGreaterThan(0);
  });

  it.each([
    [[], '--scenario is missing'],
    [['--scenario', 'none.json'], "--scenario none.json can't be read (ENOENT)."],
    [['--scenario', 'small.swf'], 'not valid JSON'],
    [['--scenario', 'fleet.json', '--seed', 'x'], '--seed x is not a whole number'],
    [['--scenario', 'fleet.json', '--seeds', '0'], '--seeds 0'],
    [['--scenario', 'fleet.json', '--until', 'noon'], '--until noon is neither'],
    [['--scenario', 'fleet.json', '--until', '2020-01-01T00:00:00Z'], "is before the scenario's start"],
    [['--scenario', 'fleet.json', '--workload', 'no.swf'], '--workload no.swf does not exist'],
    [['--scenario', 'fleet.json', '--against', 'fleet.json'], 'is not a summary'],
    [
      ['--scenario', 'fleet.json', '--json', 'no/folder/x.json', '--until', 'PT0S'],
      "--json no/folder/x.json can't be written",
    ],
    [['--scenario', 'empty', '--workload', 'small.swf'], '--workload needs a queue'],
    [['--scenary', 'x'], "Unknown option '--scenary'"],
  ])('refuses %j in one sentence, exit code 1', async (given, sentence) => {
    const { code, failures, out } = await simulate(...given);
    expect([code, failures.length]).toEqual([EXIT.badInput, 1]);
    expect(failures[0]).toContain(sentence);
    expect(failures[0]).not.toContain('\n');
    expect(given.includes('--json') ? '' : out).toBe('');
  });

  it('names the resource that the simulator refuses, in its words', async () => {
    const text = JSON.stringify(fleet()).replace('"computeEnvironment":"fleet"', '"computeEnvironment":"gone"');
    writeFileSync(join(folder, 'bad.json'), text);
    const { code, failures } = await simulate('--scenario', 'bad.json');
    expect(code).toBe(EXIT.badInput);
    expect(failures[0]).toContain('CreateJobQueue of main was refused: ');
  });
});

function definition(name: string, vcpus: string) {
  return {
    jobDefinitionName: name,
    type: 'container',
    containerProperties: {
      image: 'busybox',
      resourceRequirements: [
        { type: 'VCPU', value: vcpus },
        { type: 'MEMORY', value: '1024' },
      ],
    },
  };
}

describe('statistics', () => {
  it('takes percentiles by nearest rank', () => {
    const waits = Array.from({ length: 20 }, (_, i) => (20 - i) * 1000);
    expect(waitStatistics(waits)).toEqual({ mean: 10.5, median: 10, p95: 19, max: 20 });
    expect(waitStatistics([7])).toEqual({ mean: 0.007, median: 0.007, p95: 0.007, max: 0.007 });
    expect(waitStatistics([])).toEqual({ mean: null, median: null, p95: null, max: null });
  });

  it('spreads over the runs that have the measure', () => {
    expect(spreadOf([2, null, 4])).toEqual({ mean: 3, deviation: Math.SQRT2, lowest: 2, highest: 4 });
    expect(spreadOf([null])).toBeNull();
  });
});
