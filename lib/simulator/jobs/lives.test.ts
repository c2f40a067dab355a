import { describe, expect, it } from 'vitest';
import { environmentInput, fixedFleet, queueInput, scripted, testMachine } from '../test-machine';

const slow = (seconds: number) => scripted({ SIM_SECONDS: seconds });

describe('dependencies', () => {
  it('starts a dependant the moment its last dependency succeeds [DEP-1]', () => {
    const machine = fixedFleet(4);
    const a = machine.submit(slow(10));
    const b = machine.submit(slow(20));
    const c = machine.submit({ ...slow(5), dependsOn: [{ jobId: a }, { jobId: b }] });
    machine.runTo(60);
    expect(machine.story(c)).toEqual([
      'SUBMITTED@0.001',
      'PENDING@0.001',
      'RUNNABLE@20.001',
      'STARTING@20.001',
      'RUNNING@20.001',
      'SUCCEEDED@25.001',
    ]);
  });

  it('fails the whole chain behind a failed job [DEP-2, END-6, SHOW-8, SUB-39]', () => {
    const machine = fixedFleet(4);
    const a = machine.submit(scripted({ SIM_SECONDS: 10, SIM_EXIT_CODE: 3 }));
    const b = machine.submit({ dependsOn: [{ jobId: a }] });
    const c = machine.submit({ dependsOn: [{ jobId: b }] });
    machine.runTo(60);
    expect(machine.story(c).at(-1)).toBe('FAILED@10.001');
    expect(machine.job(c)).toMatchObject({
      statusReason: 'Dependent Job failed',
      attempts: [],
      stoppedAt: expect.any(Number),
    });
    const late = machine.submit({ dependsOn: [{ jobId: a }] });
    expect(machine.story(late).at(-1)).toBe('FAILED@60.001');
  });

  it('waits with the order of submission, not of becoming ready [DEP-8]', () => {
    const machine = fixedFleet(2);
    const a = machine.submit(scripted({ SIM_SECONDS: 10 }, 2));
    const b = machine.submit({ ...scripted({ SIM_SECONDS: 1 }, 2), dependsOn: [{ jobId: a }] });
    const c = machine.submit(scripted({ SIM_SECONDS: 1 }, 2));
    machine.runTo(60);
    expect(machine.story(b).at(-2)).toBe('RUNNING@10.001');
    expect(machine.story(c).at(-2)).toBe('RUNNING@11.001');
  });
});

describe('arrays', () => {
  it('runs children in order and ends when all have [ARRAY-2]', () => {
    const machine = fixedFleet(2);
    const id = machine.submit({ ...slow(10), arrayProperties: { size: 3 } });
    machine.runTo(5);
    expect(machine.job(id)).toMatchObject({
      status: 'PENDING',
      arrayProperties: { statusSummary: { RUNNING: 2, RUNNABLE: 1 } },
    });
    machine.runTo(60);
    expect(machine.story(`${id}:2`).slice(-2)).toEqual(['RUNNING@10.001', 'SUCCEEDED@20.001']);
    expect(machine.story(id)).toEqual(['SUBMITTED@0.001', 'PENDING@0.001', 'SUCCEEDED@20.001']);
    expect(machine.sim.totals().jobs).toMatchObject({ submitted: 3, succeeded: 3, waiting: 0, running: 0 });
  });

  it('is FAILED when a child failed, after all have ended [ARRAY-4, END-7, STOP-9]', () => {
    const machine = fixedFleet(4);
    const id = machine.submit({ ...slow(10), arrayProperties: { size: 4 } });
    machine.runTo(1);
    machine.call('TerminateJob', { jobId: `${id}:1`, reason: 'enough' });
    machine.runTo(100);
    expect(machine.story(`${id}:1`).at(-1)).toBe('FAILED@10.001');
    expect(machine.job(id)).toMatchObject({ status: 'FAILED', statusReason: 'Array Child Job failed' });
  });

  it('orders SEQUENTIAL and N_TO_N children [DEP-3, DEP-4]', () => {
    const machine = fixedFleet(20);
    const first = machine.submit({ ...slow(10), arrayProperties: { size: 3 }, dependsOn: [{ type: 'SEQUENTIAL' }] });
    const second = machine.submit({
      ...slow(1),
      arrayProperties: { size: 3 },
      dependsOn: [{ jobId: first, type: 'N_TO_N' }],
    });
    machine.runTo(100);
    const starts = (id: string) => [0, 1, 2].map((index) => machine.story(`${id}:${index}`).at(-2));
    expect(starts(first)).toEqual(['RUNNING@0.001', 'RUNNING@10.001', 'RUNNING@20.001']);
    expect(starts(second)).toEqual(['RUNNING@10.001', 'RUNNING@20.001', 'RUNNING@30.001']);
  });

  it('fails 10,000 children one after the other without a deep stack [DEP-3]', () => {
    const machine = fixedFleet(20);
    const id = machine.submit({
      ...scripted({ SIM_EXIT_CODE: 1 }),
      arrayProperties: { size: 10_000 },
      dependsOn: [{ type: 'SEQUENTIAL' }],
    });
    machine.runTo(1);
    expect(machine.job(id)).toMatchObject({ status: 'FAILED', arrayProperties: { statusSummary: { FAILED: 10_000 } } });
  });
});

describe('attempts', () => {
  it('retries at the front until evaluateOnExit says EXIT [RETRY-11, RETRY-15]', () => {
    const machine = fixedFleet(2);
    const retryStrategy = {
      attempts: 5,
      evaluateOnExit: [
        { onExitCode: '7', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
      ],
    };
    const wide = scripted({ SIM_SECONDS: 10, SIM_EXIT_CODE: 7, SIM_FAIL_ATTEMPTS: 2 }, 2);
    const a = machine.submit({ ...wide, retryStrategy });
    const b = machine.submit(scripted({ SIM_SECONDS: 1 }, 2));
    machine.runTo(100);
    expect(machine.story(a).filter((step) => step.startsWith('RUNNING'))).toEqual([
      'RUNNING@0.001',
      'RUNNING@10.001',
      'RUNNING@20.001',
    ]);
    expect(machine.story(a).at(-1)).toBe('SUCCEEDED@30.001');
    expect(machine.story(b).at(-2)).toBe('RUNNING@30.001');
    expect(machine.job(a)).toMatchObject({
      attempts: [{ container: { exitCode: 7 } }, { container: { exitCode: 7 } }, { container: { exitCode: 0 } }],
    });
  });

  it('ends an attempt 30 s after its timeout, for good [TIME-3, END-5]', () => {
    const machine = fixedFleet(2);
    const id = machine.submit({
      ...slow(1000),
      timeout: { attemptDurationSeconds: 60 },
      retryStrategy: { attempts: 3 },
    });
    machine.runTo(500);
    expect(machine.story(id).at(-1)).toBe('FAILED@90.001');
    expect(machine.job(id)).toMatchObject({
      statusReason: 'Job attempt duration exceeded timeout',
      container: { exitCode: 137 },
    });
  });

  it('terminates: at once while it waits, after 30 s while it runs [STOP-1, STOP-5, END-8]', () => {
    const machine = fixedFleet(2);
    const running = machine.submit(scripted({ SIM_SECONDS: 1000 }, 2));
    const waiting = machine.submit(slow(1));
    const next = machine.submit(scripted({ SIM_SECONDS: 1 }, 2));
    machine.runTo(10);
    machine.call('TerminateJob', { jobId: waiting, reason: 'not needed' });
    machine.call('TerminateJob', { jobId: running, reason: 'too long' });
    expect(machine.job(running)).toMatchObject({ status: 'RUNNING', isTerminated: true });
    machine.runTo(100);
    expect(machine.story(waiting).at(-1)).toBe('FAILED@10.001');
    expect(machine.job(running)).toMatchObject({
      status: 'FAILED',
      statusReason: 'too long',
      container: { exitCode: 137 },
    });
    expect(machine.story(running).at(-1)).toBe('FAILED@40.001');
    expect(machine.story(next).at(-2)).toBe('RUNNING@40.001');
  });

  it('lets a cancelled head make way [STOP-11]', () => {
    const machine = fixedFleet(2);
    machine.submit(slow(1000));
    const wide = machine.submit(scripted({ SIM_SECONDS: 1 }, 2));
    const small = machine.submit(slow(1));
    machine.runTo(10);
    machine.call('CancelJob', { jobId: wide, reason: 'make way' });
    machine.runTo(11);
    expect(machine.story(small).at(-1)).toBe('RUNNING@10.001');
    expect(machine.job(wide)).toMatchObject({ status: 'FAILED', isCancelled: true, statusReason: 'make way' });
  });

  it('does what its command says', () => {
    const machine = fixedFleet(20);
    const run = (command: string[]) => machine.submit({ containerOverrides: { command } });
    const ids = [['sleep', '30'], ['echo', 'hi'], ['false'], ['sh', '-c', 'sleep 2 && exit 3']].map(run);
    machine.runTo(100);
    const ends = ids.map((id) => [
      machine.story(id).at(-1),
      (machine.job(id).container as { exitCode: number }).exitCode,
    ]);
    expect(ends).toEqual([
      ['SUCCEEDED@30.001', 0],
      ['SUCCEEDED@0.001', 0],
      ['FAILED@0.001', 1],
      ['FAILED@2.001', 3],
    ]);
    const { logStreamName } = machine.job(ids[1] ?? '').container as { logStreamName: string };
    expect(machine.sim.logLines(logStreamName, 0, 10)).toMatchObject({ total: 1, lines: [{ message: 'hi' }] });
  });

  it('forgets a job seven days after its end [JOB-STATE-9]', () => {
    const machine = fixedFleet(2);
    const id = machine.submit();
    machine.runTo(7 * 86_400);
    expect(machine.job(id)).toMatchObject({ status: 'SUCCEEDED' });
    machine.runTo(7 * 86_400 + 1);
    expect(machine.job(id)).toEqual({});
  });
});

describe('believable timing', () => {
  it('takes a cold environment minutes, and goes back to nothing after ten idle ones [SCALE-2]', () => {
    const machine = testMachine('aws');
    machine.call('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
    machine.runTo(20);
    machine.call('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.call('RegisterJobDefinition', {
      jobDefinitionName: 'one',
      type: 'container',
      containerProperties: {
        image: 'busybox',
        resourceRequirements: [
          { type: 'VCPU', value: '1' },
          { type: 'MEMORY', value: '128' },
        ],
      },
    });
    machine.runTo(60);
    const id = machine.submit(slow(60));
    machine.runTo(3600);
    const [, runnable, starting, running, ended] = machine.story(id).map((step) => Number(step.split('@')[1]));
    expect(machine.job(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(runnable).toBeGreaterThan(61);
    expect(starting).toBeGreaterThan(130);
    expect((starting ?? 0) % 5).toBe(0);
    expect(running).toBeGreaterThan((starting ?? 0) + 10);
    expect(ended).toBe((running ?? 0) + 60);
    const gone = machine.changes.find((change) => change.kind === 'instance' && change.state === 'terminated');
    expect(gone).toMatchObject({ endedBy: 'scale-down' });
    expect(((gone?.at ?? 0) - 1_767_225_600_000) / 1000).toBe((ended ?? 0) + 600);
  });
});
