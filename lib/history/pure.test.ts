import { expect, test } from 'vitest';
import { likePart } from './job-keys';
import { shownOf } from './job-rows';
import { type OpenWait, reasonsOf, shapeOf, waitOf } from './waiting';
import { wholeDetail } from './whole-detail';

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
    instances: null,
    createdAt: 300,
  };
  const waits = [wait({}), wait({ cause: 'is-next', count: 1 }), wait({ cause: 'dependency', count: 50 })];
  expect(shapeOf(job)).toBe('1000m/128/0');
  expect(shapeOf({ milliVcpus: 0, memoryMib: 0, gpus: 0, instances: '2xml.g5.xlarge' })).toBe('0m/0/0/2xml.g5.xlarge');
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
  expect(wholeDetail(kept, definition, null)).toEqual({
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
  expect(wholeDetail({ tags: { a: 'b' } }, null, null)).toEqual({ tags: { a: 'b' } });
});
