'use server';

import {
  CreateComputeEnvironmentCommand,
  type CreateComputeEnvironmentCommandInput,
  UpdateComputeEnvironmentCommand,
  type UpdateComputeEnvironmentCommandInput,
} from '@aws-sdk/client-batch';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { editResource } from '@/app/edit-resource';
import { editInput, formInput, nameIn, refuseProblems, sdkInput } from '@/app/form-call';
import { onWhole } from '@/app/judge-target';
import {
  createComputeEnvironmentProblems,
  environmentUpdateBase,
  loadOperationShapes,
  updateComputeEnvironmentProblems,
} from '@/lib/forms';

/** Makes a compute environment. Answers with its name. */
export const createEnvironment = defineAction({
  name: 'environments.create',
  permission: 'resources.write',
  input: formInput,
  on: onWhole,
  run: async ({ input, runtime, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    audit.subject(`environment ${nameIn(input.call, 'computeEnvironmentName')}`);
    refuseProblems(createComputeEnvironmentProblems(await loadOperationShapes(), input.call));
    const call = await sdkInput<CreateComputeEnvironmentCommandInput>('CreateComputeEnvironment', input.call);
    await found.driver.batchAs(user.email).send(new CreateComputeEnvironmentCommand(call));
    audit.after(call);
    return { name: call.computeEnvironmentName ?? '', recorded: await untilRecorded(found) };
  },
});

/** Changes a compute environment, if it still is as the form showed it. */
export const updateEnvironment = defineAction({
  name: 'environments.update',
  permission: 'resources.write',
  input: editInput,
  on: ({ connection, call }) => ({
    connection,
    touches: [{ kind: 'environment', name: nameIn(call, 'computeEnvironment') }],
  }),
  run: async ({ input, runtime, prisma, scope, user, audit }) =>
    editResource({
      prisma,
      scope,
      connection: connectionOf(runtime, scope, input.connection),
      audit,
      actor: user.email,
      kind: 'compute-environment',
      given: nameIn(input.call, 'computeEnvironment'),
      basedOn: input.basedOn,
      send: async (batch, current) => {
        const base = environmentUpdateBase(current.document);
        refuseProblems(updateComputeEnvironmentProblems(await loadOperationShapes(), input.call, base));
        const call = await sdkInput<UpdateComputeEnvironmentCommandInput>('UpdateComputeEnvironment', input.call);
        await batch.send(new UpdateComputeEnvironmentCommand(call));
      },
    }),
});
