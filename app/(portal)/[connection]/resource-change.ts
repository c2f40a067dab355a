import 'server-only';
import { TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-batch';
import { z } from 'zod';
import { connectionOf } from '@/app/connection-in-scope';
import type { Target } from '@/app/judge-target';
import { type ActionContext, ActionError } from '@/lib/access';
import {
  type ConsumableRow,
  type EnvironmentRow,
  editedByOthers,
  type PolicyRow,
  type QueueRow,
  readConsumables,
  readEnvironments,
  readPolicies,
  readQueues,
  readServiceEnvironments,
  type ServiceEnvironmentRow,
  type Touched,
  type Where,
} from '@/lib/history';
import type { PortalConnection, Runtime } from '@/lib/runtime';

/** What every change of a resource names. `basedOn` is the version it started from, where it matters. */
export const namedResource = z.object({
  connection: z.string().min(1).max(100),
  name: z.string().min(1).max(300),
  basedOn: z.number().int().min(0).optional(),
});

export const resourceState = z.enum(['ENABLED', 'DISABLED']);

const tagKey = z
  .string()
  .trim()
  .min(1, 'A tag needs a key.')
  .max(128, 'A key has at most 128 characters.')
  .refine((key) => !/^aws:/i.test(key), 'Keys that begin with aws: are reserved for AWS.');

/** Tags to set and keys to take away. */
export const tagChange = namedResource.extend({
  set: z.record(tagKey, z.string().max(256, 'A value has at most 256 characters.')),
  remove: z.array(z.string().min(1).max(128)).max(50, 'A resource has at most 50 tags.'),
});

type Named = z.output<typeof namedResource>;
type ChangedRow = EnvironmentRow | QueueRow | PolicyRow | ConsumableRow | ServiceEnvironmentRow;

/** What an action on one resource touches. */
export const onResource =
  (kind: Extract<Touched, { name: string }>['kind']) =>
  ({ connection, name }: Named): Target => ({ connection, touches: [{ kind, name }] });

type Context<Input extends Named> = ActionContext<Runtime, Input>;

const placeOf = ({ id, epoch }: PortalConnection) => ({ connectionId: id, epoch });

/** The queue an action names, where it is there, in scope, and as it was when the edit began; ActionError otherwise. */
export async function queueToChange<Input extends Named>(context: Context<Input>) {
  const { found, batch } = begin(context);
  const rows = await readQueues(context.prisma, context.scope, placeOf(found));
  return { found, batch, row: await same(context, placeOf(found), rows, 'queue') };
}

/** The same for an environment. */
export async function environmentToChange<Input extends Named>(context: Context<Input>) {
  const { found, batch } = begin(context);
  const rows = await readEnvironments(context.prisma, context.scope, placeOf(found));
  const row = await same(context, placeOf(found), rows, 'environment');
  return { found, batch, row };
}

/** The same for a scheduling policy. */
export async function policyToChange<Input extends Named>(context: Context<Input>) {
  const { found, batch } = begin(context);
  const rows = await readPolicies(context.prisma, context.scope, placeOf(found));
  return { found, batch, row: await same(context, placeOf(found), rows, 'policy') };
}

/** The same for a consumable resource, which has no subject of its own in what it touches: the audit log is told here. */
export async function consumableToChange<Input extends Named>(context: Context<Input>) {
  const { found, batch } = begin(context);
  context.audit.subject(`consumable ${context.input.name}`);
  const rows = await readConsumables(context.prisma, context.scope, placeOf(found), context.input.name);
  return { found, batch, row: await same(context, placeOf(found), rows, 'consumable resource') };
}

/** The same for a service environment; to the audit log it is an environment. */
export async function serviceEnvironmentToChange<Input extends Named>(context: Context<Input>) {
  const { found, batch } = begin(context);
  context.audit.subject(`environment ${context.input.name}`);
  const rows = await readServiceEnvironments(context.prisma, context.scope, placeOf(found), context.input.name);
  return { found, batch, row: await same(context, placeOf(found), rows, 'service environment') };
}

function begin<Input extends Named>({ runtime, scope, user, input }: Context<Input>) {
  const found = connectionOf(runtime, scope, input.connection);
  return { found, batch: found.driver.batchAs(user.email) };
}

/** The row that is named. It must be as it was at `basedOn`, or changed since by the same person only. */
async function same<Row extends ChangedRow>(
  { input: { name, basedOn }, prisma, user }: Context<Named>,
  where: Where,
  rows: readonly Row[],
  kind: string,
): Promise<Row> {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new ActionError('not-found', `There is no ${kind} ${name} here.`);
  if (basedOn === undefined || basedOn === row.version) return row;
  if (!(await editedByOthers(prisma, where, { arn: row.arn, since: basedOn, actor: user.email }))) return row;
  const who = row.lastChange?.by ?? 'Somebody';
  const what = row.lastChange?.what;
  throw new ActionError(
    'conflict',
    `${who} changed ${name} meanwhile${what === null || what === undefined ? '' : ` (${what})`}: nothing was done. Look at it again.`,
  );
}

/** Sets and takes away tags of one resource, and tells the audit log both. */
export async function changeTags(
  context: Context<z.output<typeof tagChange>>,
  { batch, row }: { batch: ReturnType<typeof begin>['batch']; row: ChangedRow },
): Promise<void> {
  const { set, remove } = context.input;
  const gone = remove.filter((key) => key in row.tags && !(key in set));
  const after = Object.fromEntries(Object.entries({ ...row.tags, ...set }).filter(([key]) => !gone.includes(key)));
  context.audit.before({ tags: row.tags });
  if (gone.length > 0) await batch.send(new UntagResourceCommand({ resourceArn: row.arn, tagKeys: gone }));
  if (Object.keys(set).length > 0) await batch.send(new TagResourceCommand({ resourceArn: row.arn, tags: set }));
  context.audit.after({ tags: after });
}
