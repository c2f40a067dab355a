import 'server-only';
import { z } from 'zod';
import { connectionOf } from '@/app/connection-in-scope';
import { assertMayChange } from '@/app/judge-target';
import { type ActionContext, ActionError } from '@/lib/access';
import {
  beginGuide,
  type Guide,
  type GuideKind,
  type GuideRefusal,
  JOB_PLANS,
  newestGuide,
  readGuide,
} from '@/lib/guides';
import type { Runtime } from '@/lib/runtime';
import { namedResource } from './resource-change';

/** A guided delete that is asked for. */
export const deleteRequest = namedResource.extend({
  jobs: z.enum(JOB_PLANS),
  reason: z.string().trim().max(1024, 'A reason has at most 1,024 characters.'),
  replacements: z.record(z.string().min(1).max(300), z.string().min(1).max(300)).default({}),
});

/** Begins a guided delete and lets the worker know. */
export async function begin(
  { input, runtime, prisma, clock, scope, user, audit }: ActionContext<Runtime, z.output<typeof deleteRequest>>,
  kind: GuideKind,
): Promise<{ id: string }> {
  const { name, jobs, reason, replacements } = input;
  const found = connectionOf(runtime, scope, input.connection);
  const begun = await beginGuide(prisma, found, clock, {
    kind,
    name,
    jobs,
    reason: reason === '' ? `${name} is deleted` : reason,
    replacements,
    actorId: user.id,
    actor: user.email,
  });
  if (!('id' in begun)) throw refusalOf(begun, kind, name);
  audit.before(begun.before);
  runtime.guides.kick();
  return { id: begun.id };
}

function refusalOf(refusal: GuideRefusal, kind: GuideKind, name: string): ActionError {
  switch (refusal.kind) {
    case 'gone':
      return new ActionError('not-found', `There is no ${kind} ${name} any more.`);
    case 'open':
      return new ActionError('conflict', `${name} is being deleted already: its page shows how far it is.`);
    case 'needs-replacement':
      return new ActionError(
        'invalid',
        `${refusal.queue} has no other environment: choose one for it, or delete that queue first.`,
        { [`replacements.${refusal.queue}`]: 'Choose an environment.' },
      );
    case 'bad-replacement':
      return new ActionError('invalid', `${refusal.environment} can’t take over ${refusal.queue}: it is not VALID.`, {
        [`replacements.${refusal.queue}`]: 'Choose one that is VALID.',
      });
  }
}

/** The open guide that an action directs; all queues that it took something from must be in scope. */
export async function guideToDirect<Input extends { connection: string; kind: GuideKind; name: string }>({
  input,
  runtime,
  prisma,
  scope,
  audit,
}: ActionContext<Runtime, Input>): Promise<Guide> {
  const { connection, kind, name } = input;
  const found = connectionOf(runtime, scope, connection);
  const where = { connectionId: found.id, epoch: found.epoch };
  audit.connection(found.id);
  audit.subject(`${kind} ${name}`);
  const [seen, guide] = await Promise.all([
    readGuide(prisma, scope, where, kind, name),
    newestGuide(prisma, { ...where, kind, name }),
  ]);
  if (seen === null || guide === null) throw new ActionError('not-found', `No delete of ${name} was begun here.`);
  const queues = kind === 'queue' ? [name] : guide.before.queues.map((queue) => queue.name);
  await assertMayChange(runtime, scope, {
    connection,
    touches: queues.map((queue) => ({ kind: 'queue', name: queue })),
  });
  return guide;
}
