import { z } from 'zod';
import { failure, tagged } from '@/app/api/answer';
import { authorise } from '@/app/api/request-session';
import type { Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { Where } from '@/lib/history';
import type { PortalConnection } from '@/lib/runtime';

interface ReadContext<Query> {
  readonly prisma: PrismaClient;
  readonly scope: Scope;
  readonly where: Where;
  readonly connection: PortalConnection;
  readonly query: Query;
  /** Dynamic segments below the connection, decoded. */
  readonly params: Readonly<Record<string, string>>;
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
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const { connection: slug = '', ...params } = await context.params;
    try {
      const access = await authorise(decode(slug));
      if ('refusal' in access) return access.refusal;
      const { running, signedIn, connection } = access;
      const members = membersOf(new URL(request.url).searchParams);
      const epoch = epochText.safeParse(members.epoch?.at(-1));
      const query = definition.query.safeParse(members);
      if (!epoch.success) return failure(400, 'invalid', 'epoch must be a whole number from 1 on.');
      if (!query.success) return failure(400, 'invalid', sentenceOf(query.error));
      const value = await definition.run({
        prisma: running.prisma,
        scope: signedIn.scope,
        where: { connectionId: connection.id, epoch: epoch.data ?? connection.epoch },
        connection,
        query: query.data,
        params: Object.fromEntries(Object.entries(params).map(([name, text]) => [name, decode(text)])),
      });
      if (value !== null) return tagged(request, value);
      return failure(404, 'not-found', definition.missing ?? 'Nothing was recorded here yet.');
    } catch (error) {
      if (error instanceof Error && error.name === 'BadCursorError') return failure(400, 'invalid', error.message);
      console.error(`GET ${new URL(request.url).pathname} failed:`, error);
      return failure(503, 'internal', 'The portal could not read its database; it tries again with the next request.');
    }
  };
}

function membersOf(search: URLSearchParams): Record<string, string[]> {
  const members: Record<string, string[]> = {};
  for (const [name, value] of search) members[name] = [...(members[name] ?? []), value];
  return members;
}

function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0];
  return `${issue?.path.join('.') || 'The query'}: ${issue?.message ?? 'is not valid'}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
