import { describe, expect, it } from 'vitest';
import { agendaOf, withJobIds } from './agenda';
import { arrivalsOf, draw, negativeLog } from './arrivals';
import { builtInScenario } from './builtin';
import { parseDuration, parseMoment, parseTime } from './iso-time';
import { DEFAULT_START_AT, readyScenario } from './scenario';
import { parseScenario, parseScenarioText } from './scenario-file';

const options = { region: 'us-east-1', account: '123456789012', hashOf: () => 'a'.repeat(64) };
const HOUR = 3_600_000;

describe('ISO 8601 durations and times', () => {
  it.each([
    ['PT2H', 2 * HOUR],
    ['P1D', 24 * HOUR],
    ['P1DT30M', 24.5 * HOUR],
    ['PT0.5S', 500],
    ['P2W', 14 * 24 * HOUR],
    ['PT1H2M3.0005S', HOUR + 123_001],
    ['PT0S', 0],
  ])('%s', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each(['', 'P', 'PT', '2H', 'PT2', 'P1Y', 'P1M', '-PT1H', 'PT1H ', 'P1DT'])('refuses %j', (text) =>
    expect(parseDuration(text)).toBeNull(),
  );

  it('takes a time with its zone only', () => {
    expect(parseTime('2026-01-01T00:00:00Z')).toBe(DEFAULT_START_AT);
    expect(parseTime('2026-01-01T01:00:00+01:00')).toBe(DEFAULT_START_AT);
    expect(parseTime('2026-01-01T00:00:00')).toBeNull();
    expect(parseTime('2026-13-01T00:00:00Z')).toBeNull();
    expect(parseMoment('PT1H', 1000)).toBe(1000 + HOUR);
  });
});

describe('what is wrong with a scenario is told by its place', () => {
  it.each([
    [{ sed: 1 }, 'has no member "sed"'],
    [{ seed: -1 }, 'seed'],
    [{ timing: 'fast' }, 'timing must be "aws", "ideal"'],
    [{ prerun: '2 hours' }, 'prerun must be an ISO 8601 duration'],
    [{ startAt: 'noon' }, 'startAt must be an ISO 8601 time'],
    [{ resources: [{ operation: 'CreateJobQueue' }] }, 'resources[0].input'],
    [{ faults: [{ at: 'PT1H', kind: 'meteor' }] }, 'faults[0].kind must be one of the kinds of fault'],
    [{ faults: [{ at: 'PT1H', kind: 'spot-storm', fraction: 2 }] }, 'faults[0].fraction'],
    [{ workloads: [{ file: 'a.swf' }] }, 'workloads[0].queue'],
    [
      { arrivals: [{ until: 'PT1H', perHour: [1, 2], jobs: [{}] }] },
      'arrivals[0].perHour must be a number above 0, or 24',
    ],
    [{ resources: [{ operation: 'MakeCoffee', input: {} }] }, 'resources[0] is no MakeCoffee that AWS Batch takes'],
    [{ resources: [{ operation: 'CreateJobQueue', input: { jobQueueName: 3 } }] }, 'jobQueueName must be a string'],
    [{ calls: [{ at: 'PT1H', operation: 'SubmitJob', input: {} }] }, 'calls[0] is no SubmitJob that AWS Batch takes'],
    [
      { arrivals: [{ until: 'PT1H', perHour: 1, jobs: [{ jobName: 'a', jobQueue: 'b' }] }] },
      'arrivals[0].jobs[0] is no SubmitJob that AWS Batch takes: jobDefinition is required.',
    ],
    [null, 'The scenario'],
    [[], 'The scenario'],
  ])('%j', (value, text) => expect(() => parseScenario(value)).toThrow(text));

  it('names a moment before the start', () => {
    const file = parseScenario({
      startAt: '2026-01-02T00:00:00Z',
      faults: [{ at: '2026-01-01T00:00:00Z', kind: 'zone-lost', zone: 'us-east-1a' }],
    });
    expect(() => readyScenario(file, options)).toThrow('faults[0].at must not be before its startAt');
  });

  it('is told where the JSON breaks', () => {
    expect(() => parseScenarioText('{ "seed": ')).toThrow('not valid JSON');
  });
});

describe('a scenario made ready', () => {
  const file = parseScenario({
    seed: 5,
    prerun: 'PT1H',
    resources: [{ operation: 'CreateJobQueue', input: { jobQueueName: 'q', priority: 1 } }],
    workloads: [{ file: 'some log.swf.gz', queue: 'q', at: 'PT2H', limit: 10 }],
    faults: [{ at: 'PT3H', duration: 'PT10M', kind: 'spot-storm', fraction: 0.5 }],
  });

  it('turns members into inputs, in order, with moments in virtual ms', () => {
    const scenario = readyScenario(file, { ...options, startAt: 1000 });
    expect(scenario.inputs.map((input) => input.kind)).toEqual(['resource', 'workload', 'fault']);
    expect(scenario.inputs[1]).toMatchObject({ options: { file: 'some-log', at: 1000 + 2 * HOUR, limit: 10 } });
    expect(scenario.inputs[2]).toMatchObject({
      fault: { kind: 'spot-storm', at: 1000 + 3 * HOUR, end: 1000 + 3 * HOUR + 600_000 },
    });
  });

  it('starts at its own time, else a prerun before now, else at the fixed one', () => {
    expect(readyScenario(file, options).genesis.startAt).toBe(DEFAULT_START_AT);
    expect(readyScenario(file, { ...options, now: 10 * HOUR }).genesis.startAt).toBe(9 * HOUR);
    const own = parseScenario({ startAt: '2026-01-01T00:00:00Z' });
    expect(readyScenario(own, { ...options, now: 5 }).genesis.startAt).toBe(DEFAULT_START_AT);
  });

  it('reads the same again from the text it keeps', () => {
    const demo = builtInScenario('demo');
    const first = readyScenario(demo, { ...options, seed: 11 });
    const again = readyScenario(parseScenarioText(first.text), options);
    expect(again).toEqual(first);
  });
});

describe('arrivals', () => {
  it('has a logarithm that is right to twelve digits', () => {
    for (let n = 1; n < 2000; n++) {
      const u = draw(3, 1, n);
      expect(Math.abs(negativeLog(u) + Math.log(u))).toBeLessThan(1e-12 * Math.max(1, -Math.log(u)));
    }
  });

  it('keeps to the rate of each hour', () => {
    const perHour = Array.from({ length: 24 }, (_, hour) => (hour === 5 ? 0 : 100));
    const times = [...arrivalsOf({ seed: 9, stream: 0, from: 0, until: 240 * HOUR, perHour })];
    expect(times.length).toBeGreaterThan(22_000);
    expect(times.length).toBeLessThan(24_000);
    expect(times.filter((at) => Math.floor(at / HOUR) % 24 === 5)).toEqual([]);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('gives one seed one sequence, whatever other streams there are', () => {
    const only = [...arrivalsOf({ seed: 1, stream: 2, from: 0, until: HOUR, perHour: 60 })];
    expect(only).toEqual([...arrivalsOf({ seed: 1, stream: 2, from: 0, until: HOUR, perHour: 60 })]);
    expect(only).not.toEqual([...arrivalsOf({ seed: 2, stream: 2, from: 0, until: HOUR, perHour: 60 })]);
    expect(only.slice(0, 4)).toMatchInlineSnapshot(`
      [
        14433,
        39388,
        128260,
        138612,
      ]
    `);
  });
});

describe('the agenda', () => {
  it('has one entry an instant, ascending, after the start', () => {
    const demo = builtInScenario('demo');
    const startAt = parseTime(demo.startAt ?? '') ?? 0;
    const agenda = agendaOf(demo, startAt);
    expect(agenda.length).toBeGreaterThan(1000);
    for (let i = 1; i < agenda.length; i++) expect(agenda[i]?.at).toBeGreaterThan(agenda[i - 1]?.at ?? 0);
    expect(agenda[0]?.at).toBeGreaterThan(startAt + 1);
  });

  it('numbers the jobs of a stream', () => {
    const job = (jobName: string) => ({ jobName, jobQueue: 'q', jobDefinition: 'd' });
    const file = parseScenario({ arrivals: [{ until: 'PT1H', perHour: 60, jobs: [job('a-{n}'), job('b-{n}')] }] });
    const [first, second] = agendaOf(file, 0);
    expect(first?.calls.map((call) => call.input)).toEqual([job('a-1'), job('b-1')]);
    expect(second?.calls[0]?.input).toEqual(job('a-2'));
  });

  it('fills in the ids of earlier jobs of the group', () => {
    const input = { jobName: 'c', dependsOn: [{ jobId: '$1', type: 'N_TO_N' }, { jobId: 'other' }] };
    expect(withJobIds(input, ['x', 'y'])).toEqual({
      jobName: 'c',
      dependsOn: [{ jobId: 'y', type: 'N_TO_N' }, { jobId: 'other' }],
    });
    expect(withJobIds(input, ['x', null])).toBeNull();
    expect(withJobIds({ jobName: 'd' }, [])).toEqual({ jobName: 'd' });
  });
});
