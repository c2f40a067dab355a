'use server';

import { defineAction } from '@/app/define-action';
import { ActionError, may, rolesThatMay } from '@/lib/access';
import { directBulk } from '@/lib/bulk';
import { beginAndWait, bulkToDirect, directBulkInput, endJobsInput, keptWords, submitAgainInput } from './bulk-change';

/** Cancels or terminates jobs in the background; answers when a few have ended, or when more have begun. */
export const endJobs = defineAction({
  name: 'jobs.end',
  permission: 'jobs.end',
  input: endJobsInput,
  kept: keptWords,
  on: ({ connection, ids }) => ({ connection, touches: [{ kind: 'jobs', ids }] }),
  run: (context) => beginAndWait(context, { kind: context.input.kind, queue: null }),
});

/** Submits jobs again, each once, in their own queues or another; with `cancel` those that wait are cancelled first. */
export const submitAgain = defineAction({
  name: 'jobs.submit-again',
  permission: 'jobs.submit',
  input: submitAgainInput,
  kept: keptWords,
  on: ({ connection, ids, queue }) => ({
    connection,
    touches: [{ kind: 'jobs', ids }, ...(queue === undefined ? [] : [{ kind: 'queue' as const, name: queue }])],
  }),
  run: async (context) => {
    const { cancel = false, queue = null } = context.input;
    if (cancel && queue === null) throw new ActionError('invalid', 'Choose the queue that they go to.');
    if (cancel && !may(context.user.role, 'jobs.end')) {
      throw new ActionError('forbidden', `To cancel jobs needs the role ${rolesThatMay('jobs.end').join(' or ')}.`);
    }
    return beginAndWait(context, { kind: cancel ? 'move' : 'submit-again', queue });
  },
});

/** Pauses an operation on many jobs, lets it go on, aborts it, or tries again what failed. */
export const directBulkOperation = defineAction({
  name: 'jobs.direct-bulk',
  permission: 'jobs.end',
  input: directBulkInput,
  on: ({ connection }) => ({ connection }),
  run: async (context) => {
    const { input, prisma, clock, audit, runtime } = context;
    const operation = await bulkToDirect(context);
    audit.before({ state: operation.state, failed: operation.failed });
    if (!(await directBulk(prisma, operation.id, input.direction, clock()))) {
      throw new ActionError('conflict', 'That operation is over, or was given another direction meanwhile.');
    }
    runtime.bulk.kick();
    audit.after({ direction: input.direction });
    return { id: operation.id };
  },
});
