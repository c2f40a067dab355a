import 'server-only';
import { z } from 'zod';
import { connectionOf, untilRecorded } from '@/app/connection-in-scope';
import { type ActionContext, ActionError } from '@/lib/access';
import { JOBS_A_BULK_CALL, MOST_BULK_JOBS } from '@/lib/batch';
import {
  BULK_DIRECTIONS,
  type BulkKind,
  type BulkOperation,
  beginBulk,
  bulkInScope,
  type ItemState,
  itemsOf,
  WAITED_MS,
} from '@/lib/bulk';
import type { Runtime } from '@/lib/runtime';

const connection = z.string().min(1).max(100);
const ids = z
  .array(z.string().min(1).max(300))
  .min(1, 'Choose at least one job.')
  .max(MOST_BULK_JOBS, 'One operation takes at most 50,000 jobs.');
const reason = z.string().trim().max(1024, 'A reason has at most 1,024 characters.');

/** Jobs to be ended. */
export const endJobsInput = z.object({
  connection,
  kind: z.enum(['cancel', 'terminate']),
  ids,
  reason: reason.min(1, 'Give a reason: it stands in the job’s history.'),
});

/** Jobs to be submitted again; with `cancel` those that wait, in `queue`. */
export const submitAgainInput = z.object({
  connection,
  ids,
  queue: z.string().min(1).max(300).optional(),
  cancel: z.boolean().optional(),
  reason: reason.optional(),
});

export const directBulkInput = z.object({ connection, id: z.uuid(), direction: z.enum(BULK_DIRECTIONS) });

/** What the audit log keeps: ids where they are few, else how many. */
export function keptWords<Input extends { ids: string[] }>({ ids: given, ...rest }: Input): object {
  return given.length <= JOBS_A_BULK_CALL ? { ...rest, ids: given } : { ...rest, jobs: given.length };
}

/** What an operation answers with: how far it came while its action waited. */
export interface BulkAnswer {
  id: string;
  jobs: number;
  state: BulkOperation['state'];
  done: number;
  failed: number;
  /** The first that were refused, in AWS's words. */
  refusals: { id: string; message: string }[];
  /** Of a single job that was submitted again. */
  newJobId: string | null;
  recorded: boolean;
}

const FAILED: readonly ItemState[] = ['failed'];

/** Begins an operation; where one call does it, waits for its end, so that the page shows it at once. */
export async function beginAndWait<Input extends { connection: string; ids: string[]; reason?: string | undefined }>(
  { input, runtime, prisma, clock, scope, user, audit }: ActionContext<Runtime, Input>,
  { kind, queue }: { kind: BulkKind; queue: string | null },
): Promise<BulkAnswer> {
  const found = connectionOf(runtime, scope, input.connection);
  const where = { connectionId: found.id, epoch: found.epoch };
  const given = input.reason ?? '';
  const begun = await beginBulk(prisma, scope, where, clock(), {
    ...{ kind, queue, ids: input.ids },
    reason: given === '' ? `Submitted again${queue === null ? '' : ` in ${queue}`}` : given,
    actorId: user.id,
    actor: user.email,
  });
  const isOne = begun.jobs === 1;
  audit.subject(isOne ? `job ${input.ids[0]}` : `bulk ${begun.id}`);
  runtime.bulk.kick();
  const isShort = begun.jobs <= (kind === 'submit-again' || kind === 'move' ? 1 : JOBS_A_BULK_CALL);
  const now = isShort ? ((await runtime.bulk.settled(begun.id, WAITED_MS)) ?? begun) : begun;
  const failed = isShort && now.failed > 0 ? await itemsOf(prisma, now.id, { states: FAILED, limit: 50 }) : [];
  const refusals = failed.map(({ jobId, message }) => ({ id: jobId, message: message ?? 'No reason was given.' }));
  const [refusal] = refusals;
  if (isOne && refusal !== undefined) throw new ActionError('refused', refusal.message);
  const [only] = isOne ? await itemsOf(prisma, now.id, { limit: 1 }) : [];
  const { id, jobs, state, done } = now;
  const newJobId = only?.newJobId ?? null;
  audit.after({ operation: id, jobs, state, done, failed: now.failed, ...(newJobId !== null && { newJobId }) });
  const recorded = isShort ? await untilRecorded(found) : false;
  return { id, jobs, state, done, failed: now.failed, refusals, newJobId, recorded };
}

/** The operation that an action directs, where all its queues are in scope. */
export async function bulkToDirect<Input extends z.output<typeof directBulkInput>>({
  input,
  runtime,
  prisma,
  scope,
  audit,
}: ActionContext<Runtime, Input>): Promise<BulkOperation> {
  const found = connectionOf(runtime, scope, input.connection);
  audit.subject(`bulk ${input.id}`);
  const operation = await bulkInScope(prisma, scope, { connectionId: found.id, epoch: found.epoch }, input.id);
  if (operation === null) throw new ActionError('not-found', 'There is no such operation here.');
  return operation;
}
