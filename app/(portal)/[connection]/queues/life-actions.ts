'use server';

import { DeleteSchedulingPolicyCommand, UpdateJobQueueCommand } from '@aws-sdk/client-batch';
import { z } from 'zod';
import { untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import {
  changeTags,
  namedResource,
  onResource,
  policyToChange,
  queueToChange,
  resourceState,
  tagChange,
} from '../resource-change';

/** Enables or disables a queue. */
export const setQueueState = defineAction({
  name: 'queues.state',
  permission: 'resources.write',
  input: namedResource.extend({ state: resourceState }),
  on: onResource('queue'),
  run: async (context) => {
    const { found, batch, row } = await queueToChange(context);
    const { name, state } = context.input;
    context.audit.before({ state: row.state });
    await batch.send(new UpdateJobQueueCommand({ jobQueue: name, state }));
    context.audit.after({ state });
    return { recorded: await untilRecorded(found) };
  },
});

/** Sets the priority of a queue. */
export const setQueuePriority = defineAction({
  name: 'queues.priority',
  permission: 'resources.write',
  input: namedResource.extend({ priority: z.number().int('Give a whole number.') }),
  on: onResource('queue'),
  run: async (context) => {
    const { found, batch, row } = await queueToChange(context);
    const { name, priority } = context.input;
    context.audit.before({ priority: row.priority });
    await batch.send(new UpdateJobQueueCommand({ jobQueue: name, priority }));
    context.audit.after({ priority });
    return { recorded: await untilRecorded(found) };
  },
});

/** Sets and takes away tags of a queue. */
export const tagQueue = defineAction({
  name: 'queues.tags',
  permission: 'resources.write',
  input: tagChange,
  on: onResource('queue'),
  run: async (context) => {
    const target = await queueToChange(context);
    await changeTags(context, target);
    return { recorded: await untilRecorded(target.found) };
  },
});

/** Sets and takes away tags of a scheduling policy. */
export const tagPolicy = defineAction({
  name: 'policies.tags',
  permission: 'resources.write',
  input: tagChange,
  on: onResource('policy'),
  run: async (context) => {
    const target = await policyToChange(context);
    await changeTags(context, target);
    return { recorded: await untilRecorded(target.found) };
  },
});

/** Deletes a scheduling policy that no queue uses. */
export const deletePolicy = defineAction({
  name: 'policies.delete',
  permission: 'resources.write',
  input: namedResource,
  on: onResource('policy'),
  run: async (context) => {
    const { found, batch, row } = await policyToChange(context);
    context.audit.before({ shares: row.shares, shareDecaySeconds: row.decaySeconds, tags: row.tags });
    await batch.send(new DeleteSchedulingPolicyCommand({ arn: row.arn }));
    return { recorded: await untilRecorded(found) };
  },
});
