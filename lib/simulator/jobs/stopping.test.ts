import { describe, expect, it } from 'vitest';
import { fixedFleet, scripted, WHO } from '../test-machine';
import { jobIn, type State } from './test-states';

/** What a request does to a job in a state: at once, and in the end. */
interface Row {
  operation: 'CancelJob' | 'TerminateJob';
  state: State;
  /** The flag that it has from now on; null where the request does nothing. */
  flag: 'isCancelled' | 'isTerminated' | null;
  now: State;
  end: State;
  /** The exit code in the end, where a container reported one. */
  exitCode?: number;
  fact: string;
}

const CANCEL = { operation: 'CancelJob', flag: 'isCancelled' } as const;
const TERMINATE = { operation: 'TerminateJob', flag: 'isTerminated' } as const;
const NOTHING = { flag: null } as const;

const ROWS: readonly Row[] = [
  { ...CANCEL, state: 'SUBMITTED', now: 'FAILED', end: 'FAILED', fact: '[STOP-1, END-8]' },
  { ...CANCEL, state: 'PENDING', now: 'PENDING', end: 'FAILED', fact: '[STOP-2]' },
  { ...CANCEL, state: 'RUNNABLE', now: 'FAILED', end: 'FAILED', fact: '[STOP-1]' },
  { ...CANCEL, ...NOTHING, state: 'STARTING', now: 'STARTING', end: 'SUCCEEDED', exitCode: 0, fact: '[STOP-4]' },
  { ...CANCEL, ...NOTHING, state: 'RUNNING', now: 'RUNNING', end: 'SUCCEEDED', exitCode: 0, fact: '[STOP-4]' },
  { ...CANCEL, ...NOTHING, state: 'SUCCEEDED', now: 'SUCCEEDED', end: 'SUCCEEDED', exitCode: 0, fact: '[STOP-6]' },
  { ...CANCEL, ...NOTHING, state: 'FAILED', now: 'FAILED', end: 'FAILED', exitCode: 137, fact: '[STOP-6]' },
  { ...TERMINATE, state: 'SUBMITTED', now: 'FAILED', end: 'FAILED', fact: '[STOP-1]' },
  { ...TERMINATE, state: 'PENDING', now: 'PENDING', end: 'FAILED', fact: '[STOP-2]' },
  { ...TERMINATE, state: 'RUNNABLE', now: 'FAILED', end: 'FAILED', fact: '[STOP-1]' },
  { ...TERMINATE, state: 'STARTING', now: 'FAILED', end: 'FAILED', fact: '[STOP-10]' },
  { ...TERMINATE, state: 'RUNNING', now: 'RUNNING', end: 'FAILED', exitCode: 137, fact: '[STOP-5, RETRY-16]' },
  { ...TERMINATE, ...NOTHING, state: 'SUCCEEDED', now: 'SUCCEEDED', end: 'SUCCEEDED', exitCode: 0, fact: '[STOP-6]' },
  { ...TERMINATE, ...NOTHING, state: 'FAILED', now: 'FAILED', end: 'FAILED', exitCode: 137, fact: '[STOP-6]' },
];

const AGAIN = { retryStrategy: { attempts: 3 } };
const exitOf = (job: Record<string, unknown>): unknown => Reflect.get(Object(job.container), 'exitCode');

describe('CancelJob and TerminateJob', () => {
  it.each(ROWS)('$operation in $state: $now, in the end $end $fact', (row) => {
    const { machine, job } = jobIn(row.state, AGAIN);
    machine.call(row.operation, { jobId: job, reason: 'enough' });
    const now = machine.job(job);
    expect(now.status).toBe(row.now);
    const flags = { isCancelled: now.isCancelled, isTerminated: now.isTerminated };
    const before = row.state === 'FAILED' ? { isTerminated: true } : {};
    expect(flags).toEqual({
      isCancelled: undefined,
      isTerminated: undefined,
      ...before,
      ...(row.flag === null ? {} : { [row.flag]: true }),
    });
    machine.runTo(6000);
    const end = machine.job(job);
    expect(end.status).toBe(row.end);
    expect(exitOf(end)).toBe(row.exitCode);
    if (row.flag !== null) expect(end.statusReason).toBe('enough');
    else expect(end.statusReason).not.toBe('enough');
  });

  it.each(['CancelJob', 'TerminateJob'])(
    '%s in PENDING waits for all dependencies, not for the first [STOP-2]',
    (operation) => {
      const machine = fixedFleet(4);
      const [first, second] = [20, 50].map((SIM_SECONDS) => machine.submit(scripted({ SIM_SECONDS })));
      const job = machine.submit({ dependsOn: [{ jobId: first }, { jobId: second }] });
      machine.runTo(10);
      machine.call(operation, { jobId: job, reason: 'enough' });
      machine.runTo(100);
      expect(machine.story(job)).toEqual(['SUBMITTED@0.001', 'PENDING@0.001', 'PENDING@10.001', 'FAILED@50.001']);
    },
  );

  it('an array cancelled loses its waiting children alone, terminated all of them [STOP-3]', () => {
    const children = (operation: string) => {
      const machine = fixedFleet(2);
      const id = machine.submit({ ...scripted({ SIM_SECONDS: 100 }), arrayProperties: { size: 3 } });
      machine.runTo(10);
      machine.call(operation, { jobId: id, reason: 'enough' });
      const during = machine.job(id).status;
      machine.runTo(500);
      return [during, machine.story(id).at(-1), ...[0, 1, 2].map((index) => machine.story(`${id}:${index}`).at(-1))];
    };
    expect(children('CancelJob')).toEqual([
      'PENDING',
      'FAILED@100.001',
      'SUCCEEDED@100.001',
      'SUCCEEDED@100.001',
      'FAILED@10.001',
    ]);
    expect(children('TerminateJob')).toEqual([
      'PENDING',
      'FAILED@40.001',
      'FAILED@40.001',
      'FAILED@40.001',
      'FAILED@10.001',
    ]);
  });

  it.each(['CancelJob', 'TerminateJob'])('%s of an unknown id succeeds [STOP-7]', (operation) => {
    const { sim } = fixedFleet(2);
    expect(sim.call(operation, { jobId: 'nothing', reason: 'r' }, WHO)).toMatchObject({ ok: true, output: {} });
  });
});
