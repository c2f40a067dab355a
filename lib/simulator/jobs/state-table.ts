import type { JobStatus } from '@/lib/batch';

/** What can happen to a job. */
type JobEvent =
  | 'look'
  | 'dependency'
  | 'children'
  | 'place'
  | 'task-refused'
  | 'start'
  | 'start-failed'
  | 'exit'
  | 'host-lost'
  | 'timeout'
  | 'cancel'
  | 'terminate'
  | 'time-limit'
  | 'queue-deleted'
  | 'job-ended';

type State = Exclude<JobStatus, 'SCHEDULED'>;

/** One rule of the state machine: where `event` happens in `from` and `when` holds, the job is `to`. */
export interface Transition {
  from: State;
  event: JobEvent;
  when: string;
  to: State;
}

const ASKED = 'no dependency is open any more';
const AGAIN = 'it may be tried again';
const FINAL = 'it may not be tried again';

/**
 * The state machine of jobs (facts JOB-STATE-1 to JOB-STATE-7): what is not here does not happen. Of an event that has no
 * rule in a state the job hears nothing. `children` concerns arrays, `job-ended` the nodes of a multi-node job.
 */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'SUBMITTED', event: 'look', when: 'a dependency is open or has failed, or it is an array', to: 'PENDING' },
  { from: 'SUBMITTED', event: 'look', when: 'no dependency is open', to: 'RUNNABLE' },
  { from: 'SUBMITTED', event: 'cancel', when: 'always', to: 'FAILED' },
  { from: 'SUBMITTED', event: 'terminate', when: 'always', to: 'FAILED' },
  { from: 'SUBMITTED', event: 'queue-deleted', when: 'always', to: 'FAILED' },
  { from: 'PENDING', event: 'dependency', when: 'the last one has SUCCEEDED', to: 'RUNNABLE' },
  { from: 'PENDING', event: 'dependency', when: 'one has FAILED', to: 'FAILED' },
  { from: 'PENDING', event: 'cancel', when: ASKED, to: 'FAILED' },
  { from: 'PENDING', event: 'terminate', when: ASKED, to: 'FAILED' },
  { from: 'PENDING', event: 'queue-deleted', when: 'always', to: 'FAILED' },
  { from: 'PENDING', event: 'children', when: 'all have SUCCEEDED', to: 'SUCCEEDED' },
  { from: 'PENDING', event: 'children', when: 'all have ended, one FAILED', to: 'FAILED' },
  { from: 'RUNNABLE', event: 'place', when: 'a host has room at its turn', to: 'STARTING' },
  { from: 'RUNNABLE', event: 'task-refused', when: 'ECS takes no such task', to: 'FAILED' },
  { from: 'RUNNABLE', event: 'cancel', when: 'always', to: 'FAILED' },
  { from: 'RUNNABLE', event: 'terminate', when: 'always', to: 'FAILED' },
  { from: 'RUNNABLE', event: 'time-limit', when: 'it has blocked its queue for that long', to: 'FAILED' },
  { from: 'RUNNABLE', event: 'queue-deleted', when: 'always', to: 'FAILED' },
  { from: 'RUNNABLE', event: 'job-ended', when: 'the node had exit code 0', to: 'SUCCEEDED' },
  { from: 'RUNNABLE', event: 'job-ended', when: 'the node had another end, or none', to: 'FAILED' },
  { from: 'STARTING', event: 'start', when: 'the container runs', to: 'RUNNING' },
  { from: 'STARTING', event: 'start-failed', when: AGAIN, to: 'RUNNABLE' },
  { from: 'STARTING', event: 'start-failed', when: FINAL, to: 'FAILED' },
  { from: 'STARTING', event: 'host-lost', when: AGAIN, to: 'RUNNABLE' },
  { from: 'STARTING', event: 'host-lost', when: FINAL, to: 'FAILED' },
  { from: 'STARTING', event: 'terminate', when: 'always', to: 'FAILED' },
  { from: 'STARTING', event: 'queue-deleted', when: 'always', to: 'FAILED' },
  { from: 'RUNNING', event: 'exit', when: 'the exit code is 0', to: 'SUCCEEDED' },
  { from: 'RUNNING', event: 'exit', when: `the exit code is another, and ${AGAIN}`, to: 'RUNNABLE' },
  { from: 'RUNNING', event: 'exit', when: `the exit code is another, and ${FINAL}`, to: 'FAILED' },
  { from: 'RUNNING', event: 'host-lost', when: AGAIN, to: 'RUNNABLE' },
  { from: 'RUNNING', event: 'host-lost', when: FINAL, to: 'FAILED' },
  { from: 'RUNNING', event: 'timeout', when: '30 s after SIGTERM', to: 'FAILED' },
  { from: 'RUNNING', event: 'terminate', when: '30 s after SIGTERM', to: 'FAILED' },
  { from: 'RUNNING', event: 'queue-deleted', when: '30 s after SIGTERM', to: 'FAILED' },
];

/** Whether any rule leads from one state to another. */
export const leads = (from: JobStatus, to: JobStatus): boolean =>
  TRANSITIONS.some((rule) => rule.from === from && rule.to === to);
