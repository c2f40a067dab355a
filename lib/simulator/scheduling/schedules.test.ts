import { describe, expect, it } from 'vitest';
import { definitionInput, environmentInput, fixedFleet, queueInput, scripted, testMachine } from '../test-machine';

describe('ideal schedules, to the millisecond', () => {
  it('runs jobs in order of submission on one instance [SCHED-1]', () => {
    const machine = fixedFleet(2);
    machine.runTo(9.999);
    const [a, b, c] = [10, 5, 1].map((seconds) => machine.submit(scripted({ SIM_SECONDS: seconds })));
    machine.runTo(60);
    expect(machine.story(a ?? '')).toEqual([
      'SUBMITTED@10',
      'RUNNABLE@10',
      'STARTING@10',
      'RUNNING@10',
      'SUCCEEDED@20',
    ]);
    expect(machine.story(b ?? '').slice(-2)).toEqual(['RUNNING@10', 'SUCCEEDED@15']);
    expect(machine.story(c ?? '')).toEqual([
      'SUBMITTED@10',
      'RUNNABLE@10',
      'STARTING@15',
      'RUNNING@15',
      'SUCCEEDED@16',
    ]);
  });

  it('lets the head block those behind it [SCHED-2]', () => {
    const machine = fixedFleet(2);
    machine.submit(scripted({ SIM_SECONDS: 10 }));
    const wide = machine.submit(scripted({ SIM_SECONDS: 5 }, 2));
    const small = machine.submit(scripted({ SIM_SECONDS: 1 }));
    machine.runTo(60);
    expect(machine.story(wide).at(-2)).toBe('RUNNING@10.001');
    expect(machine.story(small).at(-2)).toBe('RUNNING@15.001');
  });

  it('calls those behind the head blocked only where no time starts the head', () => {
    const machine = fixedFleet(2);
    machine.submit(scripted({ SIM_SECONDS: 10 }));
    machine.submit(scripted({ SIM_SECONDS: 5 }, 2));
    machine.submit(scripted({ SIM_SECONDS: 1 }));
    machine.runTo(5);
    const causes = () => {
      const open = new Map<string, string[]>();
      for (const change of machine.changes) {
        if (change.kind !== 'wait') continue;
        const others = (open.get(change.shape) ?? []).filter((cause) => cause !== change.cause);
        open.set(change.shape, change.count > 0 ? [...others, change.cause] : others);
      }
      return [...open.values()].flat();
    };
    expect(causes()).toEqual(['at-maximum', 'at-maximum']);
    machine.runTo(60);
    expect(causes()).toEqual([]);
    machine.submit(scripted({ SIM_SECONDS: 5 }, 64));
    machine.submit(scripted({ SIM_SECONDS: 1 }));
    machine.runTo(70);
    expect(causes()).toEqual(expect.arrayContaining(['fits-no-type', 'behind-blocked']));
  });

  it('frees a place within the instant where a job runs 0 s', () => {
    const machine = fixedFleet(2);
    const ids = Array.from({ length: 100 }, () => machine.submit());
    machine.runTo(1);
    for (const id of ids) expect(machine.story(id).at(-1)).toBe('SUCCEEDED@0.001');
  });

  it('serves the higher priority first, whatever came first [SCHED-3]', () => {
    const machine = testMachine();
    machine.resource(
      'CreateComputeEnvironment',
      environmentInput('fleet', { minvCpus: 2, desiredvCpus: 2, maxvCpus: 2 }),
    );
    machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.resource('CreateJobQueue', queueInput('high', 9, ['fleet']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    machine.runTo(0);
    machine.submit(scripted({ SIM_SECONDS: 10 }, 2));
    machine.runTo(1);
    const low = machine.submit(scripted({ SIM_SECONDS: 10 }, 2));
    const high = machine.submit({ jobQueue: 'high', ...scripted({ SIM_SECONDS: 10 }, 2) });
    machine.runTo(60);
    expect(machine.story(high).at(-2)).toBe('RUNNING@10.001');
    expect(machine.story(low).at(-2)).toBe('RUNNING@20.001');
  });

  it('takes a lower queue’s small job where the higher queue’s head does not fit [SCHED-4]', () => {
    const machine = testMachine();
    machine.resource(
      'CreateComputeEnvironment',
      environmentInput('fleet', { minvCpus: 2, desiredvCpus: 2, maxvCpus: 2 }),
    );
    machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.resource('CreateJobQueue', queueInput('high', 9, ['fleet']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    machine.runTo(0);
    machine.submit(scripted({ SIM_SECONDS: 10 }));
    machine.runTo(1);
    const wide = machine.submit({ jobQueue: 'high', ...scripted({ SIM_SECONDS: 1 }, 2) });
    const small = machine.submit(scripted({ SIM_SECONDS: 20 }));
    machine.runTo(60);
    expect(machine.story(small).at(-2)).toBe('RUNNING@1.001');
    expect(machine.story(wide).at(-2)).toBe('RUNNING@21.001');
  });

  it('fills environments in their order [SCHED-5]', () => {
    const machine = testMachine();
    const size = { minvCpus: 2, desiredvCpus: 2, maxvCpus: 2 };
    machine.resource('CreateComputeEnvironment', environmentInput('first', size));
    machine.resource('CreateComputeEnvironment', environmentInput('second', size));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['second', 'first']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    machine.runTo(0);
    for (let job = 0; job < 4; job++) machine.submit(scripted({ SIM_SECONDS: 10 }));
    machine.runTo(1);
    const where = machine.changes.flatMap((change) =>
      change.kind === 'job' && change.status === 'STARTING' ? [change.attempt?.environmentArn.split('/')[1]] : [],
    );
    expect(where).toEqual(['second', 'second', 'first', 'first']);
  });

  it('grows and shrinks an empty environment without delay [SCALE-1]', () => {
    const machine = testMachine();
    machine.resource('CreateComputeEnvironment', environmentInput('fleet', { maxvCpus: 4 }));
    machine.resource('CreateJobQueue', queueInput('main', 1, ['fleet']));
    machine.resource('RegisterJobDefinition', definitionInput('one'));
    machine.runTo(0);
    const ids = Array.from({ length: 5 }, () => machine.submit(scripted({ SIM_SECONDS: 100 })));
    machine.runTo(400);
    expect(ids.map((id) => machine.story(id).at(-1))).toEqual([
      'SUCCEEDED@100.001',
      'SUCCEEDED@100.001',
      'SUCCEEDED@100.001',
      'SUCCEEDED@100.001',
      'SUCCEEDED@200.001',
    ]);
    const steps = machine.changes.flatMap((change) => (change.kind === 'instance' ? [change.state] : []));
    expect(steps.filter((state) => state === 'terminated')).toHaveLength(2);
    expect(machine.sim.totals().billNanoUsd).toBe(7_083_333n);
  });
});
