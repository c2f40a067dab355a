import { describe, expect, it } from 'vitest';
import type { JobChange } from '@/lib/batch';
import { createCore } from '../core';
import { appendRows } from '../kernel/columns';
import {
  fixedFleet,
  gang,
  genesisOf,
  nodeContainer,
  START,
  scripted,
  type TestMachine,
  WHO,
  workloadRows,
} from '../test-machine';
import { STATUS, statusName } from './job-table';
import { leads, TRANSITIONS } from './state-table';
import { jobIn, type State, TWICE, WIDE } from './test-states';
import { setStatus } from './transitions';

const lost = (machine: TestMachine): void => {
  const change = machine.changes.find(({ kind }) => kind === 'instance');
  if (change?.kind !== 'instance') throw new Error('There is no instance.');
  machine.fault({ kind: 'instance-lost', instance: change.instanceId, at: machine.sim.now() + 1 });
};
const noImage = (machine: TestMachine): void =>
  machine.fault({ kind: 'image-pull-failure', at: machine.sim.now() + 1, end: machine.sim.now() + 120_000 });
const close = (machine: TestMachine): void => {
  machine.call('UpdateJobQueue', { jobQueue: 'main', state: 'DISABLED' });
  machine.runTo((machine.sim.now() - START) / 1000 + 11);
  machine.call('DeleteJobQueue', { jobQueue: 'main' });
};
const ends = (events: Record<string, string | number>, more: object = {}) => {
  const machine = fixedFleet(2, 'aws');
  return { machine, job: machine.submit({ ...scripted(events), ...more }) };
};
const asks = (operation: string) => (machine: TestMachine, job: string) =>
  machine.call(operation, { jobId: job, reason: 'enough' });

/** A job with one dependency of so many seconds and that exit code. */
function dependant(code: number, seconds = 10) {
  const machine = fixedFleet(4, 'aws');
  const other = machine.submit(scripted({ SIM_SECONDS: seconds, SIM_EXIT_CODE: code }));
  return { machine, job: machine.submit({ dependsOn: [{ jobId: other }] }) };
}

function nodes(code: number) {
  const machine = fixedFleet(4);
  const ranges = {
    '0': nodeContainer({ SIM_SECONDS: 10 }),
    '1': nodeContainer({ SIM_SECONDS: 1, SIM_EXIT_CODE: code }),
  };
  machine.call('RegisterJobDefinition', gang('gang', 2, 0, ranges, TWICE));
  return { machine, job: `${machine.submit({ jobDefinition: 'gang' })}#1` };
}

const array = (code: number) => {
  const machine = fixedFleet(2);
  return { machine, job: machine.submit({ ...scripted({ SIM_EXIT_CODE: code }), arrayProperties: { size: 2 } }) };
};

function then(state: State, act: (machine: TestMachine, job: string) => void, more: object = {}) {
  const { machine, job } = jobIn(state, more);
  act(machine, job);
  return { machine, job };
}

function limited() {
  const machine = fixedFleet(2);
  const limit = {
    reason: 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
    state: 'RUNNABLE',
    maxTimeSeconds: 600,
    action: 'CANCEL',
  };
  machine.call('UpdateJobQueue', { jobQueue: 'main', jobStateTimeLimitActions: [limit] });
  return { machine, job: machine.submit(WIDE) };
}

function startsLate(retry: boolean) {
  const { machine, job } = jobIn('STARTING', retry ? TWICE : {});
  lost(machine);
  return { machine, job };
}

/** A run of the machine for each rule, by state, event and the state it leads to. */
const RUNS: Record<string, () => { machine: TestMachine; job: string }> = {
  'SUBMITTED look PENDING': () => dependant(0),
  'SUBMITTED look RUNNABLE': () => ends({}),
  'SUBMITTED cancel FAILED': () => then('SUBMITTED', asks('CancelJob')),
  'SUBMITTED terminate FAILED': () => then('SUBMITTED', asks('TerminateJob')),
  'SUBMITTED queue-deleted FAILED': () => {
    // Only a workload still sends jobs to a queue that is being deleted.
    const machine = fixedFleet(2, 'aws');
    const options = { file: 'late', hash: 'none', queue: 'main' };
    const [seq, at] = [machine.sim.inputSeq() + 1, machine.sim.now() + 1];
    machine.sim.apply({ seq, at, kind: 'workload', options, principal: WHO }, workloadRows(0, 50_000));
    machine.submit(scripted({ SIM_SECONDS: 1000 }));
    machine.runTo(10);
    close(machine);
    machine.runTo(100);
    const late = machine.changes.findLast(
      (change): change is JobChange =>
        change.kind === 'job' && (change.at ?? 0) > START + 50_000 && change.status === 'SUBMITTED',
    );
    return { machine, job: late?.jobId ?? '' };
  },
  'PENDING dependency RUNNABLE': () => dependant(0),
  'PENDING dependency FAILED': () => dependant(1),
  'PENDING cancel FAILED': () => then('PENDING', asks('CancelJob')),
  'PENDING terminate FAILED': () => then('PENDING', asks('TerminateJob')),
  'PENDING queue-deleted FAILED': () => then('PENDING', close),
  'PENDING children SUCCEEDED': () => array(0),
  'PENDING children FAILED': () => array(1),
  'RUNNABLE place STARTING': () => ends({}),
  'RUNNABLE task-refused FAILED': () => ends({ LONG: 'x'.repeat(8192) }),
  'RUNNABLE cancel FAILED': () => then('RUNNABLE', asks('CancelJob')),
  'RUNNABLE terminate FAILED': () => then('RUNNABLE', asks('TerminateJob')),
  'RUNNABLE time-limit FAILED': limited,
  'RUNNABLE queue-deleted FAILED': () => then('RUNNABLE', close),
  'RUNNABLE job-ended SUCCEEDED': () => nodes(0),
  'RUNNABLE job-ended FAILED': () => nodes(4),
  'STARTING start RUNNING': () => ends({}),
  'STARTING start-failed RUNNABLE': () => then('STARTING', noImage, TWICE),
  'STARTING start-failed FAILED': () => then('STARTING', noImage),
  'STARTING host-lost RUNNABLE': () => startsLate(true),
  'STARTING host-lost FAILED': () => startsLate(false),
  'STARTING terminate FAILED': () => then('STARTING', asks('TerminateJob')),
  'STARTING queue-deleted FAILED': () => then('STARTING', close),
  'RUNNING exit SUCCEEDED': () => ends({ SIM_SECONDS: 5 }),
  'RUNNING exit RUNNABLE': () => ends({ SIM_FAIL_ATTEMPTS: 1 }, TWICE),
  'RUNNING exit FAILED': () => ends({ SIM_EXIT_CODE: 1 }),
  'RUNNING host-lost RUNNABLE': () => then('RUNNING', lost, TWICE),
  'RUNNING host-lost FAILED': () => then('RUNNING', lost),
  'RUNNING timeout FAILED': () => ends({ SIM_SECONDS: 1000 }, { timeout: { attemptDurationSeconds: 60 }, ...TWICE }),
  'RUNNING terminate FAILED': () => then('RUNNING', asks('TerminateJob'), TWICE),
  'RUNNING queue-deleted FAILED': () => then('RUNNING', close, TWICE),
};

const steps = (machine: TestMachine, job: string): string[] =>
  machine.changes
    .filter((change): change is JobChange => change.kind === 'job' && change.jobId === job)
    .map(({ status }) => status)
    .filter((status, at, all) => status !== all[at - 1]);

describe('the state machine of jobs [JOB-STATE-1, JOB-STATE-2, JOB-STATE-3, JOB-STATE-4, JOB-STATE-5]', () => {
  it.each(TRANSITIONS)('$from, $event: $to when $when', ({ from, event, to }) => {
    const run = RUNS[`${from} ${event} ${to}`];
    if (run === undefined) throw new Error('No run reaches this rule.');
    const { machine, job } = run();
    machine.runTo(5000);
    const told = steps(machine, job);
    expect(told.flatMap((status, at) => (status === to && told[at - 1] === from ? [at] : []))).not.toEqual([]);
  });

  it('has a rule for each state but the last two [JOB-STATE-6]', () => {
    expect(TRANSITIONS.filter(({ from }) => from === 'SUCCEEDED' || from === 'FAILED')).toEqual([]);
    expect(Object.keys(RUNS)).toHaveLength(TRANSITIONS.length);
  });

  const pairs = Object.values(STATUS).flatMap((from) => Object.values(STATUS).map((to) => ({ from, to })));
  const absent = pairs.filter(({ from, to }) => !leads(statusName(from), statusName(to)));

  it.each(absent.map((pair) => ({ ...pair, names: `${statusName(pair.from)} to ${statusName(pair.to)}` })))(
    'does not take a job from $names',
    ({ from, to }) => {
      const core = createCore(genesisOf('ideal', 1));
      const row = appendRows(core.jobs, 1);
      core.jobs.columns.status[row] = from;
      expect(() => setStatus(core, row, to, 'none')).toThrow("can't go from");
    },
  );
});
