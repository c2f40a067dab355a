'use server';

import { TerminateJobCommand } from '@aws-sdk/client-batch';
import { z } from 'zod';
import { connectionOf, controlsOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import type { Target } from '@/app/judge-target';
import { ActionError } from '@/lib/access';
import type { SimulatedClock } from '@/lib/driver';
import { idsInScope } from '@/lib/history';
import { startSimulatorInput, terminateJobsInput } from './action-inputs';

const connection = z.string().min(1).max(100);
const speed = z.union([z.literal('max'), z.number().positive().max(1_000_000_000)]);

/** What moves the clock moves every queue. */
const wholeConnection = ({ connection: slug }: { connection: string }): Target => ({
  connection: slug,
  touches: [{ kind: 'whole' }],
});

/** Sets the simulated clock's speed, or pauses it. Answers with the clock. */
export const setPace = defineAction({
  name: 'simulator.pace',
  permission: 'simulator.control',
  input: z.object({ connection, speed: speed.optional(), paused: z.boolean().optional() }),
  on: wholeConnection,
  run: async ({ input, runtime, scope, audit }): Promise<SimulatedClock> => {
    const found = connectionOf(runtime, scope, input.connection);
    const controls = controlsOf(found);
    const before = controls.clock();
    audit.connection(found.id);
    audit.before({ speed: before.speed, paused: before.paused });
    const clock = await controls.setPace({
      ...(input.speed !== undefined && { speed: input.speed }),
      ...(input.paused !== undefined && { paused: input.paused }),
    });
    audit.after({ speed: clock.speed, paused: clock.paused });
    return clock;
  },
});

/** Runs the simulated clock to `to` (ms since the Unix epoch) and answers when history has come there. */
export const advanceTo = defineAction({
  name: 'simulator.advance',
  permission: 'simulator.control',
  input: z.object({ connection, to: z.number().int().min(0).max(8_640_000_000_000_000) }),
  on: wholeConnection,
  run: async ({ input, runtime, scope, audit }): Promise<SimulatedClock> => {
    const found = connectionOf(runtime, scope, input.connection);
    const controls = controlsOf(found);
    audit.connection(found.id);
    audit.before({ now: new Date(controls.clock().now).toISOString() });
    try {
      const clock = await controls.advanceTo(input.to);
      audit.after({ now: new Date(clock.now).toISOString() });
      return clock;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'RangeError') throw error;
      throw new ActionError('invalid', 'That moment has passed: the clock only runs forward.', {
        to: 'Give a moment after the clock’s.',
      });
    }
  },
});

/** Makes the simulated connection and starts it. Answers with its slug. */
export const startSimulator = defineAction({
  name: 'connections.start-simulator',
  permission: 'connections.write',
  input: startSimulatorInput,
  on: 'portal',
  run: async ({ input, runtime, user, audit }) => {
    const slug = 'simulator';
    if (runtime.connections.has(slug)) throw new ActionError('conflict', 'The simulator runs already.');
    const opened = await runtime.openSimulatedConnection({
      slug,
      name: 'Simulator',
      scenario: input.scenario,
      ...(input.seed !== undefined && { seed: input.seed }),
      actor: user.email,
    });
    audit.connection(opened.id);
    audit.after({ slug: opened.slug, epoch: opened.epoch, scenario: input.scenario });
    await untilRecorded(opened);
    return { connection: opened.slug };
  },
});

const AT_ONCE = 8;

/** Terminates (or, where they still wait, cancels) jobs by id, each by a call of its own. Answers for each of them. */
export const terminateJobs = defineAction({
  name: 'jobs.terminate',
  permission: 'jobs.end',
  input: terminateJobsInput,
  on: ({ connection: slug, ids }) => ({ connection: slug, touches: [{ kind: 'jobs', ids }] }),
  run: async ({ input, runtime, prisma, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    const where = { connectionId: found.id, epoch: found.epoch };
    audit.connection(found.id);
    audit.subject(input.ids.length === 1 ? `job ${input.ids[0]}` : `${input.ids.length} jobs`);
    const known = await idsInScope(prisma, scope, where, input.ids);
    const batch = found.driver.batchAs(user.email);
    const left = [...new Set(input.ids)];
    const results: { id: string; ok: boolean; message: string | null }[] = [];
    const work = async () => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        if (!known.has(id)) {
          results.push({ id, ok: false, message: 'No job with this id was recorded here.' });
          continue;
        }
        try {
          await batch.send(new TerminateJobCommand({ jobId: id, reason: input.reason }));
          results.push({ id, ok: true, message: null });
        } catch (error) {
          results.push({ id, ok: false, message: error instanceof Error ? error.message : String(error) });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const done = results.filter((result) => result.ok).length;
    audit.after({ terminated: done, failed: results.filter((result) => !result.ok) });
    return { terminated: done, results, recorded: await untilRecorded(found) };
  },
});
