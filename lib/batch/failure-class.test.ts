import { expect, test } from 'vitest';
import { FAILURE_CLASSES, type FailureFacts, failureClass, failureTitle } from './failure-class';

const nothing: FailureFacts = {
  statusReason: null,
  reason: null,
  exitCode: null,
  isCancelled: false,
  isTerminated: false,
  interrupted: false,
};
const exited = 'Essential container in task exited';

test.each<[string, Partial<FailureFacts>, string]>([
  ['exit-code', { statusReason: exited, exitCode: 3 }, 'Exit code 3'],
  ['exit-code', { statusReason: exited, exitCode: 137 }, 'Exit code 137'],
  [
    'out-of-memory',
    { statusReason: exited, exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    'Out of memory',
  ],
  [
    'spot-interruption',
    { statusReason: 'Host EC2 (instance i-0a1) terminated.', interrupted: true },
    'Spot interruption, retries used up',
  ],
  [
    'spot-interruption',
    { statusReason: 'Your Spot Task was interrupted.', exitCode: 137 },
    'Spot interruption, retries used up',
  ],
  ['host-lost', { statusReason: 'Host EC2 (instance i-0a1) terminated.' }, 'Host lost'],
  ['timeout', { statusReason: 'Job attempt duration exceeded timeout', exitCode: 137 }, 'Timeout'],
  [
    'image-pull',
    { statusReason: 'Task failed to start', reason: 'CannotPullContainerError: pull image manifest has been retried' },
    'Image pull',
  ],
  [
    'start-error',
    { statusReason: 'Task failed to start', reason: 'CannotStartContainerError: no such file' },
    'Start error',
  ],
  [
    'start-error',
    { statusReason: "ECS was unable to assume the role 'arn:aws:iam::1:role/x' that was provided for this task." },
    'Start error',
  ],
  [
    'start-error',
    { statusReason: 'ResourceInitializationError: unable to pull secrets or registry auth' },
    'Start error',
  ],
  ['start-error', { statusReason: 'Container Overrides length must be at most 8192' }, 'Start error'],
  ['dependency-failed', { statusReason: 'Dependent Job failed' }, 'Dependency failed'],
  [
    'ended-by-person',
    { statusReason: 'Host EC2 (instance i-0a1) terminated.', isTerminated: true },
    'Ended by a person',
  ],
  ['ended-by-person', { statusReason: 'not needed', isCancelled: true }, 'Ended by a person'],
  [
    'ended-by-time-limit',
    {
      statusReason: 'Canceled by JobStateTimeLimit action due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
      isCancelled: true,
    },
    'Ended by a time limit',
  ],
  ['unknown', { statusReason: exited, exitCode: 0 }, 'Not known'],
  ['unknown', {}, 'Not known'],
])('%s: %j [END-11]', (expected, facts, title) => {
  const row = { ...nothing, ...facts };
  expect(failureClass(row)).toBe(expected);
  expect(failureTitle(failureClass(row), row.exitCode)).toBe(title);
});

test('every class has a title of its own', () => {
  const titles = FAILURE_CLASSES.map((one) => failureTitle(one));
  expect(new Set(titles).size).toBe(FAILURE_CLASSES.length);
});
