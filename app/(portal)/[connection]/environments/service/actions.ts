'use server';

import {
  CreateServiceEnvironmentCommand,
  DeleteServiceEnvironmentCommand,
  UpdateServiceEnvironmentCommand,
} from '@aws-sdk/client-batch';
import { z } from 'zod';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { onWhole } from '@/app/judge-target';
import { namedResource, resourceState, serviceEnvironmentToChange } from '../../resource-change';

const capacityLimits = z
  .array(
    z.object({
      capacityUnit: z.string().min(1, 'Give an instance type, such as ml.g5.xlarge, or NUM_INSTANCES.').max(128),
      maxCapacity: z.number().int('Give a whole number.').min(1, 'Give a number from 1.'),
    }),
  )
  .min(1, 'A service environment needs a limit.')
  .max(5, 'A service environment has at most 5 limits.');

/** Makes a service environment for SageMaker training. Answers with its name. */
export const createServiceEnvironment = defineAction({
  name: 'service-environments.create',
  permission: 'resources.write',
  input: z.object({
    connection: z.string().min(1).max(100),
    name: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/, 'A name has 1 to 128 letters, digits, - and _.'),
    capacityLimits,
  }),
  on: onWhole,
  run: async ({ input, runtime, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    audit.subject(`environment ${input.name}`);
    const call = {
      serviceEnvironmentName: input.name,
      serviceEnvironmentType: 'SAGEMAKER_TRAINING' as const,
      capacityLimits: input.capacityLimits,
    };
    await found.driver.batchAs(user.email).send(new CreateServiceEnvironmentCommand(call));
    audit.after(call);
    return { name: input.name, recorded: await untilRecorded(found) };
  },
});

/** Enables or disables a service environment, or gives it other limits. */
export const updateServiceEnvironment = defineAction({
  name: 'service-environments.update',
  permission: 'resources.write',
  input: namedResource.extend({ state: resourceState.optional(), capacityLimits: capacityLimits.optional() }),
  on: onWhole,
  run: async (context) => {
    const { found, batch, row } = await serviceEnvironmentToChange(context);
    const { name, state, capacityLimits: limits } = context.input;
    const change = {
      ...(state === undefined ? {} : { state }),
      ...(limits === undefined ? {} : { capacityLimits: limits }),
    };
    context.audit.before({ state: row.state, capacity: row.capacity });
    await batch.send(new UpdateServiceEnvironmentCommand({ serviceEnvironment: name, ...change }));
    context.audit.after(change);
    return { recorded: await untilRecorded(found) };
  },
});

/** Deletes a disabled service environment that no queue refers to. */
export const deleteServiceEnvironment = defineAction({
  name: 'service-environments.delete',
  permission: 'resources.write',
  input: namedResource,
  on: onWhole,
  run: async (context) => {
    const { found, batch, row } = await serviceEnvironmentToChange(context);
    context.audit.before({ state: row.state, capacity: row.capacity });
    await batch.send(new DeleteServiceEnvironmentCommand({ serviceEnvironment: row.name }));
    return { recorded: await untilRecorded(found) };
  },
});
