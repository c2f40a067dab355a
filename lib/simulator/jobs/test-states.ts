import { fixedFleet, scripted, type TestMachine } from '../test-machine';
import type { Transition } from './state-table';

export type State = Transition['from'];

const LONG = scripted({ SIM_SECONDS: 1000 });
export const TWICE = { retryStrategy: { attempts: 2 } };
/** No instance of the fleet could ever hold it. */
export const WIDE = scripted({ SIM_SECONDS: 1 }, 100);

/** A job in a state, in a machine with delays; and something that holds it there. */
export function jobIn(state: State, more: object = {}): { machine: TestMachine; job: string; other: string } {
  const machine = fixedFleet(2, 'aws');
  machine.runTo(20);
  if (state === 'PENDING') {
    const other = machine.submit({ ...LONG, ...more });
    const job = machine.submit({ ...more, dependsOn: [{ jobId: other }] });
    machine.runTo(60);
    return { machine, job, other };
  }
  const job = machine.submit(
    state === 'RUNNABLE'
      ? { ...WIDE, ...more }
      : { ...scripted({ SIM_SECONDS: state === 'SUCCEEDED' ? 1 : 300 }), ...more },
  );
  if (state === 'SUBMITTED') return { machine, job, other: '' };
  for (let at = 20; machine.job(job).status !== (state === 'FAILED' ? 'RUNNING' : state); at += 0.5) machine.runTo(at);
  if (state === 'FAILED') {
    machine.call('TerminateJob', { jobId: job, reason: 'r' });
    machine.runTo(400);
  }
  return { machine, job, other: '' };
}
