import type { z } from 'zod';
import { ApiError, invalidParameter } from '../api-error';
import type { Caller, Incoming, Reply } from '../contract';
import type { Service } from './service';

/** One read of a service: the input's schema, and what it answers. */
export interface JsonOperation {
  answer(input: unknown, caller: Caller): Promise<object>;
}

/** Ties a schema to what is done with its output. */
export function operation<Schema extends z.ZodType>(
  schema: Schema,
  run: (input: z.output<Schema>, caller: Caller) => Promise<object>,
): JsonOperation {
  return {
    async answer(input, caller) {
      const parsed = schema.safeParse(input);
      if (parsed.success) return run(parsed.data, caller);
      const issue = parsed.error.issues[0];
      throw invalidParameter(`${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'is not valid'}`);
    },
  };
}

function inputOf({ body }: Incoming): unknown {
  if (body.byteLength === 0) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return value;
  } catch {
    throw new ApiError('SerializationException', 400, 'The request’s body is not valid JSON in UTF-8.');
  }
}

const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** A service of AWS's JSON 1.1 protocol, whose operations all read. */
export function jsonService(
  name: string,
  targetPrefix: string,
  operations: Readonly<Record<string, JsonOperation>>,
): Service {
  const reply = (status: number, value: object, requestId: string): Reply => ({
    status,
    headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId },
    body: JSON.stringify(value),
  });
  return {
    async serve({ request, caller }) {
      const target = request.headers['x-amz-target'] ?? '';
      const asked = target.startsWith(`${targetPrefix}.`) ? target.slice(targetPrefix.length + 1) : target;
      const found = Object.hasOwn(operations, asked) ? operations[asked] : undefined;
      if (found === undefined) {
        throw new ApiError(
          'UnknownOperationException',
          400,
          `${name} has no operation ${asked.slice(0, 100) || '(none in X-Amz-Target)'} here, only: ${Object.keys(operations).join(', ')}.`,
        );
      }
      return reply(200, await found.answer(inputOf(request), caller), request.requestId);
    },
    refuse: ({ code, status, message }, requestId) =>
      // This protocol has 400 for all that the caller did.
      reply(status === 403 || status === 404 ? 400 : status, { __type: code, message }, requestId),
  };
}

/** A page of a list by `nextToken`, which holds the place of the next one. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  token: string | undefined,
): { page: Item[]; nextToken?: string } {
  const from = placeOf(token);
  const page = items.slice(from, from + limit);
  return from + limit < items.length ? { page, nextToken: tokenOf(from + limit) } : { page };
}

export function tokenOf(place: number): string {
  return Buffer.from(`p${place}`).toString('base64url');
}

/** The place that a token holds; 0 without one. Throws where it is none of ours. */
export function placeOf(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  const place = /^p(\d{1,12})$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (place === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return Number(place);
}
