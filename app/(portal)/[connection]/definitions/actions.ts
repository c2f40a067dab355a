'use server';

import { DeregisterJobDefinitionCommand } from '@aws-sdk/client-batch';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { deregisterInput } from './action-inputs';

/** Deregisters revisions, each by a call of its own. Answers for each of them. */
export const deregisterDefinitions = defineAction({
  name: 'definitions.deregister',
  permission: 'resources.write',
  input: deregisterInput,
  on: ({ connection, definitions }) => ({
    connection,
    touches: definitions.map((name) => ({ kind: 'definition', name }) as const),
  }),
  run: async ({ input, runtime, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    const definitions = [...new Set(input.definitions)];
    audit.connection(found.id);
    audit.subject(definitions.length === 1 ? `definition ${definitions[0]}` : `${definitions.length} definitions`);
    audit.before({ definitions });
    const batch = found.driver.batchAs(user.email);
    const results: { definition: string; ok: boolean; message: string | null }[] = [];
    for (const definition of definitions) {
      try {
        await batch.send(new DeregisterJobDefinitionCommand({ jobDefinition: definition }));
        results.push({ definition, ok: true, message: null });
      } catch (error) {
        results.push({ definition, ok: false, message: error instanceof Error ? error.message : String(error) });
      }
    }
    audit.after({ results });
    return { results, recorded: await untilRecorded(found) };
  },
});
