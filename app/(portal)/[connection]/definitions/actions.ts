'use server';

import {
  DeregisterJobDefinitionCommand,
  RegisterJobDefinitionCommand,
  type RegisterJobDefinitionCommandInput,
} from '@aws-sdk/client-batch';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { nameIn, refuseProblems, sdkInput } from '@/app/form-call';
import { ActionError } from '@/lib/access';
import { loadOperationShapes, registerJobDefinitionProblems } from '@/lib/forms';
import { newestRevision } from '@/lib/history';
import { deregisterInput, registerInput } from './action-inputs';

/** How long one registration may hold its name: checks, AWS's answer, and history having it. */
const REGISTER_MS = 20_000;

/**
 * Registers the next revision of a definition. Where the form knew of a newest revision and somebody registered another since,
 * it refuses with `conflict`; registrations of one name made from this portal wait for one another.
 */
export const registerDefinition = defineAction({
  name: 'definitions.register',
  permission: 'resources.write',
  input: registerInput,
  on: ({ connection, call }) => ({
    connection,
    touches: [{ kind: 'definition', name: nameIn(call, 'jobDefinitionName') }],
  }),
  run: async ({ input, runtime, prisma, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    const where = { connectionId: found.id, epoch: found.epoch };
    audit.connection(found.id);
    refuseProblems(registerJobDefinitionProblems(await loadOperationShapes(), input.call));
    const call = await sdkInput<RegisterJobDefinitionCommandInput>('RegisterJobDefinition', input.call);
    const name = call.jobDefinitionName ?? '';
    audit.subject(`definition ${name}`);
    return prisma.$transaction(
      async (held) => {
        const lock = JSON.stringify([found.id, 'job-definition', name]);
        await held.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
        await untilRecorded(found);
        const newest = await newestRevision(prisma, scope, where, name);
        if (input.basedOn !== undefined && newest !== null && newest.revision !== input.basedOn) {
          throw new ActionError(
            'conflict',
            `${newest.by ?? 'Somebody'} registered revision ${newest.revision} of ${name} since you opened it.`,
          );
        }
        const answer = await found.driver.batchAs(user.email).send(new RegisterJobDefinitionCommand(call));
        const revision = answer.revision ?? 0;
        audit.subject(`definition ${name}:${revision}`);
        audit.after(call);
        return { name, revision, recorded: await untilRecorded(found) };
      },
      { maxWait: REGISTER_MS, timeout: REGISTER_MS },
    );
  },
});

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
