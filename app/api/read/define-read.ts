import { z } from 'zod';
import { failure, tagged } from '@/app/api/answer';
import { authorise, sessionOf } from '@/app/api/request-session';
import { segmentText } from '@/app/segment';
import { may, type Permission, rolesThatMay, type Scope, type SignedIn } from '@/lib/access';
import { storedText } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from '@/lib/history';
import { type PortalConnection, type Runtime, runtime } from '@/lib/runtime';

interface ReadContext<Query> {
  readonly running: Runtime;
  readonly signedIn: SignedIn;
  readonly prisma: PrismaClient;
  readonly scope: Scope;
  readonly where: Where;
  readonly connection: PortalConnection;
  readonly query: Query;
  /** Dynamic segments below the connection, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** What a read of the portal itself is given: it belongs to no connection. */
type PortalReadContext<Query> = Pick<
  ReadContext<Query>,
  'running' | 'signedIn' | 'prisma' | 'scope' | 'query' | 'params'
>;

interface PortalReadDefinition<Schema extends z.ZodType> {
  readonly permission: Permission;
  readonly query: Schema;
  readonly run: (context: PortalReadContext<z.output<Schema>>) => Promise<unknown>;
  readonly missing?: string;
}

/** What a read was defined with, for the test that tries every one as everybody. */
export interface ReadRule {
  readonly reach: 'connection' | 'portal';
  readonly permission: Permission;
}

const rules = new WeakMap<object, ReadRule>();

/** The rule of a GET handler; null for a function that was not made here. */
export function readRuleOf(handler: object): ReadRule | null {
  return rules.get(handler) ?? null;
}

interface ReadDefinition<Schema extends z.ZodType> {
  /** What the URL's query may hold. Names that repeat arrive as lists through `list`. */
  readonly query: Schema;
  /** Null answers 404 with the sentence of `missing`. */
  readonly run: (context: ReadContext<z.output<Schema>>) => Promise<unknown>;
  readonly missing?: string;
}

interface RouteContext {
  params: Promise<Record<string, string>>;
}

interface PortalRouteContext {
  params: Promise<Record<string, string> | undefined>;
}

const epochText = z.coerce.number().int().min(1).max(2_147_483_647).optional();

const asTexts = z.array(z.string()).catch([]);

/** A member of a query that may repeat, or hold values parted by commas. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess(
    (given) => asTexts.parse(given).flatMap((text) => text.split(',').filter((part) => part !== '')),
    z.array(item).max(200),
  );
}

/** A member of a query that stands once; of several the last. */
export function one<Item extends z.ZodType>(item: Item) {
  return z.preprocess((given) => asTexts.parse(given).at(-1), item);
}

/**
 * Makes a GET handler for what the browser reads: checks session and scope, parses `?epoch=` and the query, answers with
 * JSON and an ETag, and with `{ error: { code, message } }` and the right status otherwise.
 */
export function defineRead<Schema extends z.ZodType>(definition: ReadDefinition<Schema>) {
  const handler = async (request: Request, context: RouteContext): Promise<Response> => {
    const { connection: slug = '', ...params } = await context.params;
    return answered(request, async () => {
      const access = await authorise(segmentText(slug));
      if ('refusal' in access) return access.refusal;
      const { running, signedIn, connection } = access;
      const members = membersOf(new URL(request.url).searchParams);
      const epoch = epochText.safeParse(members.epoch?.at(-1));
      const query = definition.query.safeParse(members);
      if (!epoch.success) return failure(400, 'invalid', 'epoch must be a whole number from 1 on.');
      if (!query.success) return failure(400, 'invalid', sentenceOf(query.error));
      const value = await definition.run({
        running,
        signedIn,
        prisma: running.prisma,
        scope: signedIn.scope,
        where: { connectionId: connection.id, epoch: epoch.data ?? connection.epoch },
        connection,
        query: query.data,
        params: decoded(params),
      });
      if (value !== null) return tagged(request, value);
      return failure(404, 'not-found', definition.missing ?? 'Nothing was recorded here yet.');
    });
  };
  rules.set(handler, { reach: 'connection', permission: 'read' });
  return handler;
}

/** The same for what belongs to no connection, such as people: `permission` says who may. */
export function definePortalRead<Schema extends z.ZodType>(definition: PortalReadDefinition<Schema>) {
  const handler = async (request: Request, context: PortalRouteContext): Promise<Response> => {
    // A route without dynamic segments is given none.
    const params = (await context.params) ?? {};
    return answered(request, async () => {
      const running = await runtime();
      const signedIn = await sessionOf(running);
      if (signedIn === null) return failure(401, 'signed-out', 'You are signed out: sign in and try again.');
      if (!may(signedIn.user.role, definition.permission)) {
        const who = rolesThatMay(definition.permission).join(' or ');
        return failure(403, 'forbidden', `This needs the role ${who}; yours is ${signedIn.user.role}.`);
      }
      const query = definition.query.safeParse(membersOf(new URL(request.url).searchParams));
      if (!query.success) return failure(400, 'invalid', sentenceOf(query.error));
      const { prisma } = running;
      const { scope } = signedIn;
      const value = await definition.run({
        running,
        signedIn,
        prisma,
        scope,
        query: query.data,
        params: decoded(params),
      });
      if (value !== null) return tagged(request, value);
      return failure(404, 'not-found', definition.missing ?? 'There is nothing here.');
    });
  };
  rules.set(handler, { reach: 'portal', permission: definition.permission });
  return handler;
}

async function answered(request: Request, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && error.name === 'BadCursorError') return failure(400, 'invalid', error.message);
    if (error instanceof Error && error.name === 'TooManyToSortError') return failure(400, 'too-many', error.message);
    console.error(`GET ${new URL(request.url).pathname} failed:`, error);
    return failure(503, 'internal', 'The portal could not read its database; it tries again with the next request.');
  }
}

function decoded(params: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, text]) => [name, segmentText(text)]));
}

function membersOf(search: URLSearchParams): Record<string, string[]> {
  const members = new Map<string, string[]>();
  for (const [name, value] of search) members.set(name, [...(members.get(name) ?? []), storedText(value)]);
  return Object.fromEntries(members);
}

function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  return `${issue?.path.join('.') || 'The query'}: ${issue?.message ?? 'is not valid'}`;
}
