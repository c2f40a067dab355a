'use server';

import { z } from 'zod';
import { defineAction } from '@/app/define-action';
import { ActionError } from '@/lib/access';
import { directGuide, GUIDE_KINDS, JOB_PLANS } from '@/lib/guides';
import { begin, deleteRequest, guideToDirect } from './guide-change';
import { namedResource, onResource } from './resource-change';

/** Begins to delete a queue, step by step. */
export const startQueueDelete = defineAction({
  name: 'queues.delete',
  permission: 'resources.write',
  input: deleteRequest,
  on: onResource('queue'),
  run: (context) => begin(context, 'queue'),
});

/** Begins to delete an environment, step by step. */
export const startEnvironmentDelete = defineAction({
  name: 'environments.delete',
  permission: 'resources.write',
  input: deleteRequest,
  on: onResource('environment'),
  run: (context) => begin(context, 'environment'),
});

const DIRECTIONS = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  'put-back': { from: ['running', 'paused'], to: 'putting-back' },
} as const;

/** Stops a guided delete, lets it go on, or puts everything back. */
export const directDelete = defineAction({
  name: 'guides.direct',
  permission: 'resources.write',
  input: namedResource.extend({ kind: z.enum(GUIDE_KINDS), direction: z.enum(['pause', 'resume', 'put-back']) }),
  on: ({ connection }) => ({ connection }),
  run: async (context) => {
    const guide = await guideToDirect(context);
    const { from, to } = DIRECTIONS[context.input.direction];
    context.audit.before({ state: guide.state });
    if (!(await directGuide(context.prisma, guide.id, from, { state: to }))) {
      throw new ActionError('conflict', 'That delete is over, or was given another direction meanwhile.');
    }
    context.audit.after({ state: to });
    context.runtime.guides.kick();
    return { state: to };
  },
});

/** Says what becomes of the jobs that a guided delete waits for. */
export const planDeletedJobs = defineAction({
  name: 'guides.jobs',
  permission: 'jobs.end',
  input: namedResource.extend({ kind: z.enum(GUIDE_KINDS), jobs: z.enum(JOB_PLANS) }),
  on: ({ connection }) => ({ connection }),
  run: async (context) => {
    const guide = await guideToDirect(context);
    const { jobs } = context.input;
    context.audit.before({ jobs: guide.jobs });
    if (!(await directGuide(context.prisma, guide.id, ['running', 'paused'], { jobs }))) {
      throw new ActionError('conflict', 'That delete is over, or is being put back.');
    }
    context.audit.after({ jobs });
    context.runtime.guides.kick();
    return { jobs };
  },
});
