'use server';

import { UpdateComputeEnvironmentCommand } from '@aws-sdk/client-batch';
import { untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import {
  changeTags,
  environmentToChange,
  namedResource,
  onResource,
  resourceState,
  tagChange,
} from '../resource-change';

/** Enables or disables an environment. */
export const setEnvironmentState = defineAction({
  name: 'environments.state',
  permission: 'resources.write',
  input: namedResource.extend({ state: resourceState }),
  on: onResource('environment'),
  run: async (context) => {
    const { found, batch, row } = await environmentToChange(context);
    const { name, state } = context.input;
    context.audit.before({ state: row.state });
    await batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment: name, state }));
    context.audit.after({ state });
    return { recorded: await untilRecorded(found) };
  },
});

/** Sets and takes away tags of an environment. */
export const tagEnvironment = defineAction({
  name: 'environments.tags',
  permission: 'resources.write',
  input: tagChange,
  on: onResource('environment'),
  run: async (context) => {
    const target = await environmentToChange(context);
    await changeTags(context, target);
    return { recorded: await untilRecorded(target.found) };
  },
});
