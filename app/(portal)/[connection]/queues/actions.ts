'use server';

import {
  CreateJobQueueCommand,
  type CreateJobQueueCommandInput,
  CreateSchedulingPolicyCommand,
  type CreateSchedulingPolicyCommandInput,
  UpdateJobQueueCommand,
  type UpdateJobQueueCommandInput,
  UpdateSchedulingPolicyCommand,
  type UpdateSchedulingPolicyCommandInput,
} from '@aws-sdk/client-batch';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { defineAction } from '@/app/define-action';
import { editResource } from '@/app/edit-resource';
import { editInput, formInput, nameIn, refuseProblems, sdkInput } from '@/app/form-call';
import { onWhole } from '@/app/judge-target';
import {
  createJobQueueProblems,
  createSchedulingPolicyProblems,
  loadOperationShapes,
  policyUpdateBase,
  queueUpdateBase,
  updateJobQueueProblems,
  updateSchedulingPolicyProblems,
} from '@/lib/forms';
import { queueSurroundings } from './form-surroundings';

/** Makes a job queue. Answers with its name. */
export const createQueue = defineAction({
  name: 'queues.create',
  permission: 'resources.write',
  input: formInput,
  on: ({ connection, call }) => ({ connection, touches: [{ kind: 'queue', name: nameIn(call, 'jobQueueName') }] }),
  run: async ({ input, runtime, prisma, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    const around = await queueSurroundings(prisma, scope, { connectionId: found.id, epoch: found.epoch });
    refuseProblems(createJobQueueProblems(await loadOperationShapes(), input.call, around));
    const call = await sdkInput<CreateJobQueueCommandInput>('CreateJobQueue', input.call);
    const name = call.jobQueueName ?? '';
    audit.subject(`queue ${name}`);
    await found.driver.batchAs(user.email).send(new CreateJobQueueCommand(call));
    audit.after(call);
    return { name, recorded: await untilRecorded(found) };
  },
});

/** Changes a job queue, if it still is as the form showed it. */
export const updateQueue = defineAction({
  name: 'queues.update',
  permission: 'resources.write',
  input: editInput,
  on: ({ connection, call }) => ({ connection, touches: [{ kind: 'queue', name: nameIn(call, 'jobQueue') }] }),
  run: async ({ input, runtime, prisma, scope, user, audit }) => {
    const connection = connectionOf(runtime, scope, input.connection);
    return editResource({
      prisma,
      scope,
      connection,
      audit,
      actor: user.email,
      kind: 'job-queue',
      given: nameIn(input.call, 'jobQueue'),
      basedOn: input.basedOn,
      send: async (batch, current) => {
        const around = await queueSurroundings(prisma, scope, { connectionId: connection.id, epoch: connection.epoch });
        const base = queueUpdateBase(current.document);
        refuseProblems(updateJobQueueProblems(await loadOperationShapes(), input.call, base, around));
        const call = await sdkInput<UpdateJobQueueCommandInput>('UpdateJobQueue', input.call);
        await batch.send(new UpdateJobQueueCommand(call));
      },
    });
  },
});

/** Makes a scheduling policy. Answers with its name. */
export const createPolicy = defineAction({
  name: 'policies.create',
  permission: 'resources.write',
  input: formInput,
  on: onWhole,
  run: async ({ input, runtime, scope, user, audit }) => {
    const found = connectionOf(runtime, scope, input.connection);
    audit.connection(found.id);
    refuseProblems(createSchedulingPolicyProblems(await loadOperationShapes(), input.call));
    const call = await sdkInput<CreateSchedulingPolicyCommandInput>('CreateSchedulingPolicy', input.call);
    const name = call.name ?? '';
    audit.subject(`policy ${name}`);
    await found.driver.batchAs(user.email).send(new CreateSchedulingPolicyCommand(call));
    audit.after(call);
    return { name, recorded: await untilRecorded(found) };
  },
});

/** Changes a scheduling policy, if it still is as the form showed it. */
export const updatePolicy = defineAction({
  name: 'policies.update',
  permission: 'resources.write',
  input: editInput,
  on: ({ connection, call }) => ({ connection, touches: [{ kind: 'policy', name: nameIn(call, 'arn') }] }),
  run: async ({ input, runtime, prisma, scope, user, audit }) => {
    const connection = connectionOf(runtime, scope, input.connection);
    return editResource({
      prisma,
      scope,
      connection,
      audit,
      actor: user.email,
      kind: 'scheduling-policy',
      given: nameIn(input.call, 'arn'),
      basedOn: input.basedOn,
      send: async (batch, current) => {
        const base = policyUpdateBase(current.document);
        refuseProblems(updateSchedulingPolicyProblems(await loadOperationShapes(), input.call, base));
        const call = await sdkInput<UpdateSchedulingPolicyCommandInput>('UpdateSchedulingPolicy', input.call);
        await batch.send(new UpdateSchedulingPolicyCommand(call));
      },
    });
  },
});
