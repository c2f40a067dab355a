import 'server-only';
import { ActionError, type Judgement, type Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import { firstOutOfScope, type Touched } from '@/lib/history';
import type { Runtime } from '@/lib/runtime';
import { connectionOf } from './connection-in-scope';

/** The connection an action acts on, by slug, and what of it changes; without `touches` nothing but itself need be seen. */
export interface Target {
  readonly connection: string;
  readonly touches?: readonly Touched[];
}

/** The target of what changes all of a connection, or what queues of any scope may share: the whole of it must be in scope. */
export function onWhole({ connection }: { connection: string }): Target {
  return { connection, touches: [{ kind: 'whole' }] };
}

/** The one place where actions and uploads are held to a scope. */
export async function judge(runtime: Runtime, scope: Scope, target: Target): Promise<Judgement> {
  const { connection: slug, touches = [] } = target;
  try {
    const connection = connectionOf(runtime, scope, slug);
    const where = { connectionId: connection.id, epoch: connection.epoch };
    const refusal = await firstOutOfScope(runtime.prisma, scope, where, touches);
    const subject = touches.map(subjectOf).find((one) => one !== null);
    return { refusal, connectionId: connection.id, ...(subject !== undefined && subject !== null && { subject }) };
  } catch (error) {
    if (error instanceof ActionError) return { refusal: { code: error.code, message: error.message } };
    throw error;
  }
}

/** Throws an ActionError for what the scope does not let be changed: for what `run` finds out only by itself. */
export async function assertMayChange(runtime: Runtime, scope: Scope, target: Target): Promise<void> {
  const { refusal } = await judge(runtime, scope, target);
  if (refusal !== null) throw new ActionError(refusal.code, refusal.message);
}

function subjectOf(touched: Touched): string | null {
  if (touched.kind === 'whole') return null;
  if (touched.kind !== 'jobs') return `${touched.kind} ${nameOfArn(touched.name)}`;
  const [first] = touched.ids;
  return touched.ids.length === 1 && first !== undefined ? `job ${nameOfArn(first)}` : `${touched.ids.length} jobs`;
}
