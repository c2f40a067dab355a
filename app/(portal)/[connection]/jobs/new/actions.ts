'use server';

import type { SubmitJobCommandInput } from '@aws-sdk/client-batch';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { nameIn, refuseProblems, sdkInput } from '@/app/form-call';
import { ActionError } from '@/lib/access';
import { loadOperationShapes, submitJobProblems } from '@/lib/forms';
import { submitOnce } from '@/lib/intents';
import { submitInput } from './action-inputs';
import { submitSurroundings } from './surroundings';

/** Submits one job, at most once for each `intent`. Answers with its id. */
export const submitJob = defineAction({
  name: 'jobs.submit',
  permission: 'jobs.submit',
  input: submitInput,
  on: ({ connection, call }) => ({ connection, touches: [{ kind: 'queue', name: nameIn(call, 'jobQueue') }] }),
  run: async ({ input, runtime, prisma, clock, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    const where = { connectionId: found.id, epoch: found.epoch };
    audit.connection(found.id);
    const around = await submitSurroundings(prisma, scope, where, input.call);
    refuseProblems(submitJobProblems(await loadOperationShapes(), input.call, around));
    const outcome = await submitOnce(prisma, clock, found.driver.batchAs(user.email), {
      id: input.intent,
      ...where,
      actor: user.email,
      input: await sdkInput<SubmitJobCommandInput>('SubmitJob', input.call),
    });
    if (outcome.kind === 'refused') throw new ActionError('refused', outcome.message);
    if (outcome.kind === 'unknown') {
      throw new ActionError(
        'unknown-outcome',
        `No answer came, and no such job is there yet (${outcome.message}). Submit again: it looks for the job first, so it can not run twice.`,
      );
    }
    audit.subject(`job ${outcome.jobId}`);
    audit.after({ jobId: outcome.jobId, jobName: outcome.jobName });
    return { jobId: outcome.jobId, jobName: outcome.jobName, recorded: await untilRecorded(found) };
  },
});
