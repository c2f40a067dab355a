import { describe, expect, it } from 'vitest';
import { nextMove, type World } from './decide';

const guide = (given: Partial<Parameters<typeof nextMove>[0]> = {}): Parameters<typeof nextMove>[0] => ({
  kind: 'environment',
  name: 'spot',
  jobs: 'wait',
  state: 'running',
  before: { state: 'ENABLED', queues: [{ name: 'main', environments: ['spot', 'fleet'] }] },
  replacements: {},
  ...given,
});
const world = (given: Partial<World> = {}): World => ({
  target: { state: 'DISABLED', status: 'VALID', statusReason: null },
  queues: [{ name: 'main', status: 'VALID', environments: ['fleet'] }],
  jobs: { waiting: 0, running: 0, toCancel: [], toTerminate: [] },
  ...given,
});
const enabled = { state: 'ENABLED', status: 'VALID', statusReason: null };

describe('on the way to the end', () => {
  it('takes it out of each queue first, and waits until AWS has', () => {
    const attached = { name: 'main', status: 'VALID', environments: ['spot', 'fleet'] };
    expect(nextMove(guide(), world({ queues: [attached] }))).toEqual({
      kind: 'call',
      step: 'detach',
      call: { operation: 'UpdateJobQueue', queue: 'main', environments: ['fleet'] },
    });
    const moving = { name: 'main', status: 'UPDATING', environments: ['fleet'] };
    expect(nextMove(guide(), world({ queues: [moving] }))).toMatchObject({ kind: 'wait', step: 'detach' });
  });
  it('gives a queue that had no other the one that was chosen, and is stuck without', () => {
    const queues = [{ name: 'main', status: 'VALID', environments: ['spot'] }];
    expect(nextMove(guide({ replacements: { main: 'fleet' } }), world({ queues }))).toMatchObject({
      call: { environments: ['fleet'] },
    });
    expect(nextMove(guide(), world({ queues }))).toMatchObject({ kind: 'stuck', step: 'detach' });
  });
  it('disables, waits for AWS and for the jobs, deletes, and is done when it is gone', () => {
    expect(nextMove(guide(), world({ target: enabled }))).toMatchObject({
      step: 'disable',
      call: { operation: 'UpdateComputeEnvironment', state: 'DISABLED' },
    });
    const updating = { ...enabled, status: 'UPDATING' };
    expect(nextMove(guide(), world({ target: updating }))).toMatchObject({ kind: 'wait', step: 'disable' });
    const jobs = { waiting: 0, running: 2, toCancel: [], toTerminate: ['a', 'b'] };
    expect(nextMove(guide(), world({ jobs }))).toMatchObject({ kind: 'wait', step: 'jobs' });
    expect(nextMove(guide(), world())).toMatchObject({ call: { operation: 'DeleteComputeEnvironment' } });
    const deleting = { state: 'DISABLED', status: 'DELETING', statusReason: null };
    expect(nextMove(guide(), world({ target: deleting }))).toMatchObject({ kind: 'wait', step: 'delete' });
    expect(nextMove(guide(), world({ target: null }))).toEqual({ kind: 'end', state: 'done' });
  });
  it('terminates or cancels as planned, 50 a call, each once', () => {
    const ids = Array.from({ length: 70 }, (_, index) => `job-${index}`);
    const jobs = { waiting: 60, running: 10, toCancel: ids.slice(0, 60), toTerminate: ids };
    const terminate = nextMove(guide({ kind: 'queue', jobs: 'terminate' }), world({ jobs }));
    expect(terminate).toMatchObject({ call: { operation: 'TerminateJobs', ids: ids.slice(0, 50) } });
    const cancel = nextMove(guide({ kind: 'queue', jobs: 'cancel' }), world({ jobs }));
    expect(cancel).toMatchObject({ call: { operation: 'CancelJobs', ids: ids.slice(0, 50) } });
    const asked = { ...jobs, toCancel: [], toTerminate: [] };
    expect(nextMove(guide({ kind: 'queue', jobs: 'terminate' }), world({ jobs: asked })).kind).toBe('wait');
  });
});

describe('on the way back', () => {
  const back = (given: Parameters<typeof guide>[0] = {}) => guide({ state: 'putting-back', ...given });
  it('enables, then attaches at the old place', () => {
    expect(nextMove(back(), world())).toMatchObject({ step: 'enable', call: { state: 'ENABLED' } });
    expect(nextMove(back(), world({ target: enabled }))).toMatchObject({
      step: 'attach',
      call: { queue: 'main', environments: ['spot', 'fleet'] },
    });
    const queues = [{ name: 'main', status: 'VALID', environments: ['spot', 'fleet'] }];
    expect(nextMove(back(), world({ target: enabled, queues }))).toEqual({ kind: 'end', state: 'put-back' });
  });
  it('leaves what somebody changed meanwhile, and what it only lent', () => {
    const queues = [{ name: 'main', status: 'VALID', environments: ['new', 'fleet'] }];
    expect(nextMove(back(), world({ target: enabled, queues }))).toMatchObject({
      call: { environments: ['spot', 'new', 'fleet'] },
    });
    const full = [{ name: 'main', status: 'VALID', environments: ['a', 'b', 'c'] }];
    expect(nextMove(back(), world({ target: enabled, queues: full })).kind).toBe('stuck');
    const lent = back({
      before: { state: 'ENABLED', queues: [{ name: 'main', environments: ['spot'] }] },
      replacements: { main: 'fleet' },
    });
    expect(nextMove(lent, world({ target: enabled }))).toMatchObject({ call: { environments: ['spot'] } });
  });
  it('leaves disabled what was disabled, and goes on where it is too late', () => {
    const was = back({ kind: 'queue', before: { state: 'DISABLED', queues: [] } });
    expect(nextMove(was, world())).toEqual({ kind: 'end', state: 'put-back' });
    expect(nextMove(back(), world({ target: null }))).toEqual({ kind: 'end', state: 'done' });
  });
});
