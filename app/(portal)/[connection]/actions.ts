'use server';

import { z } from 'zod';
import { connectionOf, controlsOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { onWhole } from '@/app/judge-target';
import { ActionError } from '@/lib/access';
import type { SimulatedClock } from '@/lib/driver';
import { startSimulatorInput } from './action-inputs';

const connection = z.string().min(1).max(100);
const speed = z.union([z.literal('max'), z.number().positive().max(1_000_000_000)]);

/** Sets the simulated clock's speed, or pauses it. Answers with the clock. */
export const setPace = defineAction({
  name: 'simulator.pace',
  permission: 'simulator.control',
  input: z.object({ connection, speed: speed.optional(), paused: z.boolean().optional() }),
  on: onWhole,
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
  on: onWhole,
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
