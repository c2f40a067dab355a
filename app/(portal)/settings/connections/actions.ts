'use server';

import { z } from 'zod';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { onWhole } from '@/app/judge-target';
import { ActionError } from '@/lib/access';
import { makeConnectionInput, removeConnectionInput, renameConnectionInput, resetConnectionInput } from './inputs';

/** Makes a simulated connection and starts it. Answers with its slug. */
export const makeConnection = defineAction({
  name: 'connections.make',
  permission: 'connections.write',
  input: makeConnectionInput,
  on: 'portal',
  run: async ({ input, runtime, user, audit }) => {
    audit.subject(`connection ${input.slug}`);
    if (runtime.connections.has(input.slug)) throw taken(input.slug);
    const scenario = scenarioOf(input);
    const made = await inWords(() =>
      runtime.openSimulatedConnection({
        slug: input.slug,
        name: input.name,
        scenario: scenario ?? 'empty',
        ...(input.seed !== undefined && { seed: input.seed }),
        ...(input.speed !== undefined && { speed: input.speed }),
        actor: user.email,
      }),
    );
    audit.connection(made.id);
    audit.after({ slug: made.slug, name: made.name, epoch: made.epoch, scenario: input.scenario });
    await untilRecorded(made);
    return { connection: made.slug };
  },
});

/** Gives a connection another name. */
export const renameConnection = defineAction({
  name: 'connections.rename',
  permission: 'connections.write',
  input: renameConnectionInput,
  on: onWhole,
  run: async ({ input, runtime, scope, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    audit.subject(`connection ${found.slug}`);
    audit.before({ name: found.name });
    const renamed = await inWords(() => runtime.renameConnection(found.slug, input.name));
    audit.after({ name: renamed.name });
    return { name: renamed.name };
  },
});

/** Begins a new epoch; the old one stays to be read. Answers with the new one's number. */
export const resetConnection = defineAction({
  name: 'connections.reset',
  permission: 'connections.write',
  input: resetConnectionInput,
  on: onWhole,
  run: async ({ input, runtime, scope, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    audit.subject(`connection ${found.slug}`);
    audit.before({ epoch: found.epoch, seed: found.driver.simulated?.clock().seed ?? null });
    const scenario = scenarioOf(input);
    const opened = await inWords(() =>
      runtime.resetConnection(found.slug, {
        ...(scenario !== null && { scenario }),
        ...(input.seed !== undefined && { seed: input.seed }),
      }),
    );
    audit.after({ epoch: opened.epoch, seed: opened.driver.simulated?.clock().seed ?? null, scenario: input.scenario });
    await untilRecorded(opened);
    return { epoch: opened.epoch };
  },
});

/** Stops a simulated connection and takes it away, its history in the background. The typed name confirms. */
export const removeConnection = defineAction({
  name: 'connections.remove',
  permission: 'connections.write',
  input: removeConnectionInput,
  on: onWhole,
  run: async ({ input, runtime, scope, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    audit.subject(`connection ${found.slug}`);
    audit.before({ slug: found.slug, name: found.name, epoch: found.epoch });
    if (input.typed !== found.name) {
      throw new ActionError('invalid', 'The name is not the connection’s: nothing was removed.', {
        typed: `Type ${found.name} to remove it.`,
      });
    }
    await inWords(() => runtime.removeConnection(found.slug));
    return { slug: found.slug };
  },
});

type Asked = Pick<z.output<typeof resetConnectionInput>, 'scenario' | 'document'>;

/** The scenario that was asked for; null for the same again. */
function scenarioOf({ scenario, document }: Asked): 'demo' | 'empty' | object | null {
  if (scenario === 'same') return null;
  if (scenario !== 'own') return scenario;
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(document ?? ''));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is no object';
    throw new ActionError('invalid', `The scenario is not JSON: ${why}`, { document: why });
  }
}

function taken(slug: string): ActionError {
  return new ActionError('conflict', `There is a connection ${slug} already.`, { slug: 'Choose another address.' });
}

/** Refusals of scenarios and of the runtime, as sentences beside the field. */
async function inWords<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'ConnectionBusyError') throw new ActionError('conflict', error.message);
    if (error.name !== 'ScenarioError' && error.name !== 'InputRefusedError') throw error;
    throw new ActionError('invalid', `The scenario is refused: ${error.message}`, { document: error.message });
  }
}
