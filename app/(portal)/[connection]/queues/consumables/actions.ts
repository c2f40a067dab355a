'use server';

import { randomUUID } from 'node:crypto';
import {
  CreateConsumableResourceCommand,
  type CreateConsumableResourceCommandInput,
  DeleteConsumableResourceCommand,
  UpdateConsumableResourceCommand,
} from '@aws-sdk/client-batch';
import { z } from 'zod';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { formInput, refuseProblems, sdkInput } from '@/app/form-call';
import { onWhole } from '@/app/judge-target';
import { createConsumableResourceProblems, loadOperationShapes } from '@/lib/forms';
import { changeTags, consumableToChange, namedResource, tagChange } from '../../resource-change';

/** Makes a consumable resource. Answers with its name. */
export const createConsumable = defineAction({
  name: 'consumables.create',
  permission: 'resources.write',
  input: formInput,
  on: onWhole,
  run: async ({ input, runtime, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    refuseProblems(createConsumableResourceProblems(await loadOperationShapes(), input.call));
    const call = await sdkInput<CreateConsumableResourceCommandInput>('CreateConsumableResource', input.call);
    const name = call.consumableResourceName ?? '';
    audit.subject(`consumable ${name}`);
    await found.driver.batchAs(user.email).send(new CreateConsumableResourceCommand(call));
    audit.after(call);
    return { name, recorded: await untilRecorded(found) };
  },
});

/** Sets, raises or lowers what there is of a consumable resource. */
export const setConsumableQuantity = defineAction({
  name: 'consumables.quantity',
  permission: 'resources.write',
  input: namedResource.extend({
    operation: z.enum(['SET', 'ADD', 'REMOVE']),
    quantity: z.number().int('Give a whole number.').min(0, 'Give a number from 0.').max(Number.MAX_SAFE_INTEGER),
  }),
  on: onWhole,
  run: async (context) => {
    const { found, batch, row } = await consumableToChange(context);
    const { name, operation, quantity } = context.input;
    context.audit.before({ totalQuantity: row.totalQuantity });
    // A call that the SDK sends again after a lost answer counts once.
    const clientToken = randomUUID();
    const { totalQuantity } = await batch.send(
      new UpdateConsumableResourceCommand({ consumableResource: name, operation, quantity, clientToken }),
    );
    context.audit.after({ operation, quantity, totalQuantity });
    return { recorded: await untilRecorded(found) };
  },
});

/** Sets and takes away tags of a consumable resource. */
export const tagConsumable = defineAction({
  name: 'consumables.tags',
  permission: 'resources.write',
  input: tagChange,
  on: onWhole,
  run: async (context) => {
    const target = await consumableToChange(context);
    await changeTags(context, target);
    return { recorded: await untilRecorded(target.found) };
  },
});

/** Deletes a consumable resource, also while jobs hold it. */
export const deleteConsumable = defineAction({
  name: 'consumables.delete',
  permission: 'resources.write',
  input: namedResource,
  on: onWhole,
  run: async (context) => {
    const { found, batch, row } = await consumableToChange(context);
    context.audit.before({ totalQuantity: row.totalQuantity, tags: row.tags });
    await batch.send(new DeleteConsumableResourceCommand({ consumableResource: row.name }));
    return { recorded: await untilRecorded(found) };
  },
});
