import { z } from 'zod';
import {
  type ActionDefinition,
  type ActionEnvironment,
  type AuditNotes,
  keepRule,
  type OpenActionDefinition,
} from './action-definition';
import type { ActionErrorCode, ActionFailure, ActionResult } from './action-result';
import { type AuditSubject, auditAttempt, auditOutcome } from './audit';
import { addressOf, isOwnOrigin, isSecure } from './origin';
import { may, rolesThatMay } from './roles';
import type { Permission } from './scope';
import { checkSession, type SignedIn } from './sessions';

type Environment<Runtime, Target> = () => Promise<ActionEnvironment<Runtime, Target>>;

/**
 * Makes the makers of server actions. Each action answers with an ActionResult and never throws: it checks where the
 * request came from, the session and the permission, then the input; writes the audit log before and after; and words
 * every failure for a person.
 */
export function actionMakers<Runtime, Target>(environment: Environment<Runtime, Target>) {
  return {
    /** An action for people who are signed in and may. */
    defineAction<Schema extends z.ZodType, Value>(definition: ActionDefinition<Runtime, Target, Schema, Value>) {
      const action = async (input: z.input<Schema>): Promise<ActionResult<Value>> => {
        try {
          return await runGuarded(await environment(), definition, input);
        } catch {
          return failed({ code: 'internal', message: UNAVAILABLE });
        }
      };
      const { name, permission, input } = definition;
      keepRule(action, { name, permission, input, reach: definition.on === 'portal' ? 'portal' : 'connection' });
      return action;
    },
    /** An action for people who are not signed in: sign-in and set-up only. `run` brings its own throttle. */
    defineOpenAction<Schema extends z.ZodType, Value>(definition: OpenActionDefinition<Runtime, Schema, Value>) {
      const action = async (input: z.input<Schema>): Promise<ActionResult<Value>> => {
        try {
          return await runOpen(await environment(), definition, input);
        } catch {
          return failed({ code: 'internal', message: UNAVAILABLE });
        }
      };
      keepRule(action, { name: definition.name, permission: null, input: definition.input, reach: 'open' });
      return action;
    },
  };
}

const UNAVAILABLE = 'The portal can not reach its database: nothing was done. Try again in a moment.';

async function runGuarded<Runtime, Target, Schema extends z.ZodType, Value>(
  env: ActionEnvironment<Runtime, Target>,
  definition: ActionDefinition<Runtime, Target, Schema, Value>,
  raw: unknown,
): Promise<ActionResult<Value>> {
  if (!isOwnOrigin(env.request)) return failed(FORGED);
  const signedIn = await checkSession(env.prisma, env.clock(), env.request.sessionToken, true);
  if (signedIn === null) return failed({ code: 'signed-out', message: 'You are signed out: sign in, then try again.' });
  const parsed = definition.input.safeParse(raw);
  const given: unknown = parsed.success ? keptOf(definition, parsed.data) : null;
  const input = typeof given === 'object' ? masked(env, given) : null;
  const early =
    refusalOf(signedIn, definition.permission) ?? (parsed.success ? nulIn(parsed.data) : invalid(parsed.error));
  const judged =
    early === null && parsed.success && definition.on !== 'portal'
      ? await env.judge(env.runtime, signedIn.scope, definition.on(parsed.data))
      : null;
  const refusal = early ?? judged?.refusal ?? null;
  const subject: AuditSubject = {
    actorId: signedIn.user.id,
    actor: signedIn.user.email,
    action: definition.name,
    permission: definition.permission,
    address: addressOf(env.request),
    userAgent: env.request.userAgent,
    connectionId: judged?.connectionId ?? null,
    subject: judged?.subject ?? null,
    input,
  };
  return audited(env, subject, async (audit) => {
    if (refusal !== null || !parsed.success) return failed(refusal ?? FORGED);
    const { user, sessionId, scope } = signedIn;
    const { runtime, prisma, clock } = env;
    return {
      ok: true,
      value: await definition.run({
        input: parsed.data,
        user,
        sessionId,
        scope,
        runtime,
        prisma,
        clock,
        audit,
        address: subject.address,
      }),
    };
  });
}

function keptOf<Runtime, Target, Schema extends z.ZodType, Value>(
  { isSecret, kept }: ActionDefinition<Runtime, Target, Schema, Value>,
  input: z.output<Schema>,
): unknown {
  if (isSecret === true) return null;
  return kept === undefined ? input : kept(input);
}

async function runOpen<Runtime, Target, Schema extends z.ZodType, Value>(
  env: ActionEnvironment<Runtime, Target>,
  definition: OpenActionDefinition<Runtime, Schema, Value>,
  raw: unknown,
): Promise<ActionResult<Value>> {
  if (!isOwnOrigin(env.request)) return failed(FORGED);
  const parsed = definition.input.safeParse(raw);
  if (!parsed.success) return failed(invalid(parsed.error));
  const refusal = nulIn(parsed.data);
  if (refusal !== null) return failed(refusal);
  const address = addressOf(env.request);
  const subject: AuditSubject = {
    actorId: null,
    actor: definition.actor(parsed.data).slice(0, 300),
    action: definition.name,
    permission: null,
    address,
    userAgent: env.request.userAgent,
  };
  return audited(env, subject, async (audit) => {
    const { runtime, prisma, clock } = env;
    const { userAgent } = env.request;
    const secure = isSecure(env.request);
    return {
      ok: true,
      value: await definition.run({ input: parsed.data, runtime, prisma, clock, address, userAgent, secure, audit }),
    };
  });
}

/** Refuses an input with a NUL in any text or name of a member: nothing that an action writes to keeps one. */
function nulIn(input: unknown): ActionFailure | null {
  const left: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: input, path: [] }];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    const { value, path } = one;
    if (typeof value === 'string' && value.includes('\0')) return holdsNul(path);
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (name.includes('\0')) return holdsNul(path);
      left.push({ value: member, path: [...path, Array.isArray(value) ? Number(name) : name] });
    }
  }
  return null;
}

function holdsNul(path: readonly PropertyKey[]): ActionFailure {
  const where = pathOf(path);
  const message = 'A text holds the character NUL (U+0000), which nothing keeps: take it out.';
  return {
    code: 'invalid',
    message: where === '' ? message : `${where}: ${message}`,
    fields: { [where]: message },
  };
}

const FORGED: ActionFailure = {
  code: 'forged',
  message: 'This request did not come from a page of this portal, so nothing was done. Open the portal and try there.',
};

function refusalOf(signedIn: SignedIn, permission: Permission): ActionFailure | null {
  if (may(signedIn.user.role, permission)) return null;
  const who = rolesThatMay(permission).join(' or ');
  return { code: 'forbidden', message: `This needs the role ${who}; yours is ${signedIn.user.role}.` };
}

function masked<Runtime, Target>(env: ActionEnvironment<Runtime, Target>, document: object | null): object | null {
  return document === null ? null : env.mask(document).document;
}

async function audited<Runtime, Target, Value>(
  env: ActionEnvironment<Runtime, Target>,
  subject: AuditSubject,
  run: (notes: AuditNotes) => Promise<ActionResult<Value>>,
): Promise<ActionResult<Value>> {
  const attemptId = await auditAttempt(env.prisma, env.clock(), subject);
  const noted: { connectionId?: number; subject?: string; before?: object; after?: object } = {};
  const maskedPaths: string[] = [];
  const store = (member: 'before' | 'after') => (document: object) => {
    const result = env.mask(document);
    noted[member] = result.document;
    maskedPaths.push(...result.masked);
  };
  const notes: AuditNotes = {
    connection: (id) => {
      noted.connectionId = id;
    },
    subject: (text) => {
      noted.subject = text.slice(0, 500);
    },
    before: store('before'),
    after: store('after'),
  };
  let result: ActionResult<Value>;
  try {
    result = await run(notes);
  } catch (error) {
    result = failed(failureOf(error, attemptId, env.report));
  }
  const masks = [...new Set(maskedPaths)];
  try {
    await auditOutcome(env.prisma, env.clock(), attemptId, subject, {
      phase: result.ok ? 'succeeded' : 'failed',
      ...noted,
      masked: masks,
      error: result.ok ? null : { code: result.error.code, message: result.error.message },
    });
  } catch (error) {
    // The act is done and its attempt stands in the log; only how it ended could not be added.
    env.report(error, attemptId);
  }
  return result;
}

const CODES: readonly ActionErrorCode[] = [
  'signed-out',
  'forbidden',
  'forged',
  'invalid',
  'not-found',
  'conflict',
  'paused',
  'wrong',
  'refused',
  'unknown-outcome',
];

/** Errors whose message is written for the person: AWS's own, and those of the simulator's rooms. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ClientException',
  'ScenarioError',
  'InputRefusedError',
  'IntentReusedError',
]);

/** Across bundles `instanceof` lies, so errors are told apart by name. */
function failureOf(
  error: unknown,
  attemptId: string,
  report: (error: unknown, attemptId: string) => void,
): ActionFailure {
  if (error instanceof Error) {
    const code = 'code' in error ? CODES.find((one) => one === error.code) : undefined;
    if (error.name === 'ActionError' && code !== undefined) {
      const fields = 'fields' in error ? z.record(z.string(), z.string()).safeParse(error.fields) : null;
      return { code, message: error.message, ...(fields?.success && { fields: fields.data }) };
    }
    if (REFUSALS.has(error.name)) return { code: 'refused', message: error.message };
  }
  report(error, attemptId);
  return { code: 'internal', message: `Something failed in the portal; the server's log has it under ${attemptId}.` };
}

function invalid(error: z.ZodError): ActionFailure {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[pathOf(issue.path)] ??= issue.message;
  const [path, message] = Object.entries(fields)[0] ?? ['', 'The input is not valid.'];
  return { code: 'invalid', message: path === '' ? message : `${path}: ${message}`, fields };
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

function failed(error: ActionFailure): { ok: false; error: ActionFailure } {
  return { ok: false, error };
}
