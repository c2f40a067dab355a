import { expect, test } from 'vitest';
import { FAILURE_CLASSES, type FailureFacts, failureClass, failureTitle } from './failure-class';
import { likePart } from './job-keys';
import { shownOf } from './job-rows';
import { type OpenWait, reasonsOf, shapeOf, waitOf } from './waiting';
import { wholeDetail } from './whole-detail';

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
])('%s: %j', (expected, facts, title) => {
  const row = { ...nothing, ...facts };
  expect(failureClass(row)).toBe(expected);
  expect(failureTitle(failureClass(row), row.exitCode)).toBe(title);
});

test('every class has a title of its own', () => {
  const titles = FAILURE_CLASSES.map((one) => failureTitle(one));
  expect(new Set(titles).size).toBe(FAILURE_CLASSES.length);
});

test('signs of a pattern stand for themselves', () => {
  expect(likePart('50%_a\\b')).toBe('%50\\%\\_a\\\\b%');
});

test('an unfinished array shows its children’s most advanced unfinished state', () => {
  expect(shownOf('PENDING', { SUCCEEDED: 5, RUNNABLE: 3, RUNNING: 1 })).toBe('RUNNING');
  expect(shownOf('PENDING', { SUCCEEDED: 5, RUNNABLE: 3 })).toBe('RUNNABLE');
  expect(shownOf('PENDING', {})).toBe('PENDING');
  expect(shownOf('FAILED', { FAILED: 1 })).toBe('FAILED');
});

const wait = (change: Partial<OpenWait>): OpenWait => ({
  queue: 'q',
  share: '',
  shape: '1000m/128/0',
  cause: 'at-maximum',
  since: 100,
  count: 5,
  evidence: {},
  ...change,
});

test('reasons add up by queue and cause, most first, with the largest group’s evidence', () => {
  const reasons = reasonsOf([
    wait({ evidence: { environment: 'small' } }),
    wait({ shape: '2000m/128/0', count: 9, since: 50, evidence: { environment: 'large' } }),
    wait({ cause: 'dependency', count: 20 }),
    wait({ queue: 'p', count: 1 }),
  ]);
  expect(reasons.map(({ queue, cause, count, since }) => [queue, cause, count, since])).toEqual([
    ['q', 'dependency', 20, 100],
    ['q', 'at-maximum', 14, 50],
    ['p', 'at-maximum', 1, 100],
  ]);
  expect(reasons[1]?.evidence.environment).toBe('large');
});

test('a job waits for what refuses most jobs like it, a pending one for its dependency', () => {
  const job = {
    queue: 'q',
    share: null,
    status: 'RUNNABLE' as const,
    milliVcpus: 1000,
    memoryMib: 128,
    gpus: 0,
    createdAt: 300,
  };
  const waits = [wait({}), wait({ cause: 'is-next', count: 1 }), wait({ cause: 'dependency', count: 50 })];
  expect(shapeOf(job)).toBe('1000m/128/0');
  expect(waitOf(waits, job)).toMatchObject({ cause: 'at-maximum', since: 300 });
  expect(waitOf(waits, { ...job, status: 'PENDING' })).toMatchObject({ cause: 'dependency' });
  expect(waitOf(waits, { ...job, status: 'RUNNING' })).toBeNull();
  expect(waitOf(waits, { ...job, share: 'other' })).toBeNull();
  expect(waitOf(waits, { ...job, memoryMib: 256 })).toBeNull();
});

test('a detail is what the job says over what its definition says', () => {
  const definition = {
    retryStrategy: { attempts: 3 },
    parameters: { size: 'small', mode: 'fast' },
    containerProperties: {
      image: 'busybox',
      command: ['true'],
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '2' },
      ],
    },
  };
  const kept = {
    parameters: { size: 'large' },
    container: { command: ['sleep', '30'], environment: [{ name: 'B', value: '3' }] },
    tags: { team: 'x' },
  };
  expect(wholeDetail(kept, definition)).toEqual({
    retryStrategy: { attempts: 3 },
    parameters: { size: 'large', mode: 'fast' },
    tags: { team: 'x' },
    container: {
      image: 'busybox',
      command: ['sleep', '30'],
      environment: [
        { name: 'A', value: '1' },
        { name: 'B', value: '3' },
      ],
    },
  });
  expect(wholeDetail({ tags: { a: 'b' } }, null)).toEqual({ tags: { a: 'b' } });
});
