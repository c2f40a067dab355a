import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { may } from '@/lib/access';
import { maskSecrets } from '@/lib/batch';
import type { SimulatedClock, SimulatedControls } from '@/lib/driver';
import { faultOf, parseDuration, parseFaults, parseTime } from '@/lib/scenario';
import { ApiError } from './api-error';
import { authenticate } from './authenticate';
import type { Caller, EndpointOptions, Incoming, Reply } from './contract';

const PREFIX = '/simulator/';
const LOG_PAGE = 1000;

/** Whether a path is one of the doors for which AWS has no word. */
export function isSimulatorDoor(path: string): boolean {
  return path.startsWith(PREFIX);
}

interface Door {
  request: Incoming;
  caller: Caller;
  controls: SimulatedControls;
  options: EndpointOptions;
}

const DOORS: Readonly<Record<string, (door: Door) => Promise<Reply>>> = {
  'GET clock': async ({ controls, request }) => json(clockView(controls.clock()), request),
  'POST clock': moveClock,
  'POST faults': addFaults,
  'POST reset': reset,
  'GET log': async ({ controls, request }) => ({
    status: 200,
    headers: { 'content-type': 'application/x-ndjson', 'x-amzn-requestid': request.requestId },
    body: logLines(controls, Number(first(request.query.after) ?? -1)),
  }),
};

/** Carries out a request of `/simulator/*`. Throws an ApiError; every other error is a defect. */
export async function serveSimulatorDoor(
  request: Incoming,
  options: EndpointOptions,
  firstTime: (signature: string, signedAt: number) => void,
): Promise<Reply> {
  const { caller, signature, signedAt } = await callerOf(request, options);
  const name = `${request.method} ${request.path.slice(PREFIX.length)}`;
  const door = Object.hasOwn(DOORS, name) ? DOORS[name] : undefined;
  if (door === undefined) {
    throw new ApiError('NotFoundException', 404, `There is ${Object.keys(DOORS).join(', ')} below ${PREFIX}.`);
  }
  const { key, connection } = caller;
  const { simulated } = connection.driver;
  if (!may(key.role, 'connections.write') || simulated === undefined) {
    throw new ApiError(
      'AccessDeniedException',
      403,
      `This needs a key with the role administrator; ${key.id} has the role ${key.role}.`,
    );
  }
  if (request.method !== 'GET' && signature !== null) firstTime(signature, signedAt);
  try {
    return await door({ request, caller, controls: simulated, options });
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Who asks: by a signature like Batch's, or by HTTP Basic with the key's id and secret. */
async function callerOf(
  request: Incoming,
  options: EndpointOptions,
): Promise<{ caller: Caller; signature: string | null; signedAt: number }> {
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization?.trim() ?? '')?.[1];
  if (basic === undefined) return authenticate(request, options);
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const key = await options.keys.find(text.slice(0, Math.max(0, colon)));
  const connection = key === null ? undefined : options.connection(key.connectionId);
  if (key === null || connection === undefined || !isSame(text.slice(colon + 1), key.secret)) {
    throw new ApiError('UnrecognizedClientException', 403, 'The access key or its secret is not right.');
  }
  options.keys.used(key.id);
  return { caller: { key, connection }, signature: null, signedAt: 0 };
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}

const clockInput = z.strictObject({
  speed: z.union([z.literal('max'), z.number().positive().max(1_000_000_000)]).optional(),
  paused: z.boolean().optional(),
  advanceTo: z
    .string()
    .refine((text) => parseTime(text) !== null, 'must be an ISO 8601 time, such as 2026-01-01T02:00:00Z')
    .optional(),
  advanceBy: z
    .string()
    .refine((text) => parseDuration(text) !== null, 'must be an ISO 8601 duration, such as PT2H')
    .optional(),
});

async function moveClock({ request, controls }: Door): Promise<Reply> {
  const { speed, paused, advanceTo, advanceBy } = parsed(clockInput, request);
  if (advanceTo !== undefined && advanceBy !== undefined) {
    throw refused('Give advanceTo or advanceBy, not both.');
  }
  if (speed !== undefined || paused !== undefined) {
    await controls.setPace({ ...(speed !== undefined && { speed }), ...(paused !== undefined && { paused }) });
  }
  const to =
    advanceTo !== undefined
      ? parseTime(advanceTo)
      : advanceBy !== undefined
        ? controls.clock().now + (parseDuration(advanceBy) ?? 0)
        : null;
  const clock = to === null ? controls.clock() : await controls.advanceTo(to);
  return json(clockView(clock), request);
}

async function addFaults({ request, controls, caller }: Door): Promise<Reply> {
  const body = bodyOf(request);
  const given: unknown[] = Array.isArray(body) ? body : [body];
  const { startAt, now } = controls.clock();
  const soon = new Date(now).toISOString();
  const faults = parseFaults(
    given.map((one) => (typeof one === 'object' && one !== null && !('at' in one) ? { ...one, at: soon } : one)),
  ).map((fault, index) => faultOf(fault, startAt, `faults[${index}]`));
  const principal = { actor: `access key ${caller.key.id}`, source: 'endpoint' } as const;
  for (const fault of faults) await controls.injectFault(fault, principal);
  return json({ faults: faults.length }, request);
}

const resetInput = z.strictObject({
  scenario: z.union([z.literal('demo'), z.literal('empty'), z.record(z.string(), z.unknown())]).optional(),
  seed: z.int().min(0).optional(),
});

async function reset({ request, caller, options }: Door): Promise<Reply> {
  const { scenario, seed } = parsed(resetInput, request);
  const opened = await options.reset(caller, {
    ...(scenario !== undefined && { scenario }),
    ...(seed !== undefined && { seed }),
  });
  return json(clockView(opened), request);
}

/** The log as lines of JSON, secrets masked. */
async function* logLines(controls: SimulatedControls, after: number): AsyncGenerator<string> {
  let last = Number.isSafeInteger(after) ? after : -1;
  while (true) {
    const page = await controls.readLog(last, LOG_PAGE);
    for (const entry of page) {
      const { seq, at, kind } = entry;
      const operation = 'operation' in entry ? entry.operation : null;
      const actor = 'principal' in entry ? entry.principal.actor : 'scenario';
      const what =
        entry.kind === 'genesis'
          ? entry.genesis
          : entry.kind === 'workload'
            ? entry.options
            : entry.kind === 'fault'
              ? entry.fault
              : entry.input;
      const input = maskSecrets(what).document;
      yield `${JSON.stringify({ seq, at: isoTime(at), kind, operation, input, actor })}\n`;
      last = seq;
    }
    if (page.length < LOG_PAGE) return;
  }
}

function clockView({ epoch, seed, startAt, now, speed, paused }: SimulatedClock): object {
  return { epoch, seed, startAt: isoTime(startAt), now: isoTime(now), speed, paused };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function json(value: object, { requestId }: Incoming): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    body: JSON.stringify(value),
  };
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function bodyOf({ body }: Incoming): unknown {
  if (body.byteLength === 0) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return value;
  } catch {
    throw refused('The request’s body is not valid JSON in UTF-8.');
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, request: Incoming): z.output<Schema> {
  const result = schema.safeParse(bodyOf(request));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw refused(`${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'is not valid'}.`);
}

function refused(message: string): ApiError {
  return new ApiError('ClientException', 400, message);
}

const REFUSALS = new Set(['RangeError', 'ScenarioError', 'InputRefusedError']);

function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (REFUSALS.has(error.name)) return refused(error.message);
  if (error.name === 'ConnectionBusyError') return new ApiError('ConflictException', 409, error.message);
  return error;
}
