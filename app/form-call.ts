import 'server-only';
import { z } from 'zod';
import { ActionError } from '@/lib/access';
import { type JsonObject, loadOperationShapes, type Problem, readJsonText, TEXT_MAX, wholeInput } from '@/lib/forms';

/** A call as a form sends it: its JSON text, read as strictly as the editor reads it. */
const callText = z
  .string()
  .max(TEXT_MAX * 4, `A call has at most ${TEXT_MAX / 1024} KiB.`)
  .transform((text, context): JsonObject => {
    const read = readJsonText(text);
    if (read.ok) return read.document;
    context.addIssue({ code: 'custom', message: read.message });
    return z.NEVER;
  });

/** What every form sends: where, and the call. */
export const formInput = z.object({ connection: z.string().min(1).max(100), call: callText });
/** The same for an edit, with the version it started from. */
export const editInput = formInput.extend({ basedOn: z.string().min(1).max(40) });

/** Refuses a call that has problems, in the words that stand beside the fields. */
export function refuseProblems(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const fields = Object.fromEntries(problems.map(({ path, message }) => [path, message]));
  throw new ActionError('invalid', first.path === '' ? first.message : `${first.path}: ${first.message}`, fields);
}

/** The call as the SDK takes it, once it has no problems. */
export async function sdkInput<Input>(operation: string, call: JsonObject): Promise<Input> {
  return wholeInput<Input>(await loadOperationShapes(), operation, call);
}

/** A text among the members of a call: what it is about, before it has been checked. Empty where it is none. */
export function nameIn(call: JsonObject, member: string): string {
  const value = Object.hasOwn(call, member) ? call[member] : undefined;
  return typeof value === 'string' ? value : '';
}
