import type { Input, Principal, Simulator } from '@/lib/simulator';
import { decodeInput } from './decode';
import { encodeOutput } from './encode';
import { ERROR_STATUS, type ErrorName, inEnvelope, RequestError } from './request-error';
import { type Route, route } from './routes';

/** A request of the AWS Batch API, signature already dealt with. Plain data, so that it can be posted to a worker. */
export interface ApiRequest {
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  query: Readonly<Record<string, string | string[] | null>>;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** Its answer; `input` is what has to be durable before the answer may leave, absent for reads and refusals. */
export interface ApiResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
  input?: Input;
}

/** Largest body that is read at all, in bytes. */
export const MAX_BODY_BYTES = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const toBytes = new TextEncoder();

function parseBody(body: Uint8Array): unknown {
  if (body.byteLength > MAX_BODY_BYTES) {
    throw new RequestError(
      'RequestEntityTooLargeException',
      `The request's body has ${body.byteLength} bytes; at most ${MAX_BODY_BYTES} are taken.`,
    );
  }
  if (body.byteLength === 0) return {};
  try {
    const parsed: unknown = JSON.parse(utf8.decode(body));
    return parsed;
  } catch {
    throw new RequestError('ClientException', 'The request’s body is not valid JSON in UTF-8.');
  }
}

function respond(status: number, requestId: string, text: string): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    body: toBytes.encode(text),
  };
}

/** An error as AWS shapes it: the name in a header, `{ message }` as the body. For whoever refuses before `handle`, too. */
export function errorResponse(name: ErrorName, message: string, requestId: string): ApiResponse {
  const response = respond(ERROR_STATUS[name], requestId, JSON.stringify({ message }));
  response.headers['x-amzn-errortype'] = name;
  return response;
}

function readRequest(request: ApiRequest): { found: Route; input: object } {
  const found = route(request.method, request.path);
  const body = parseBody(request.body);
  const input = decodeInput(body, found.operation.input, { labels: found.labels, query: request.query });
  return { found, input };
}

/**
 * Carries out one request of AWS's rest-json protocol on a machine. Whatever is wrong with the request is answered as
 * AWS would (400, 404, 413), before the machine is asked. Throws only where the machine itself is defective.
 */
export function handle(
  request: ApiRequest,
  machine: Pick<Simulator, 'call'>,
  principal: Principal,
  requestId: string,
): ApiResponse {
  let read: ReturnType<typeof readRequest>;
  try {
    read = readRequest(request);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const message = error.enveloped ? inEnvelope(error.message, requestId) : error.message;
    return errorResponse(error.name, message, requestId);
  }
  const { operation } = read.found;
  const result = machine.call(operation.name, read.input, principal);
  if (!result.ok) {
    const { name, message, enveloped } = result.error;
    return errorResponse(name, enveloped === true ? inEnvelope(message, requestId) : message, requestId);
  }
  const response = respond(200, requestId, encodeOutput(result.output, operation.output));
  if (result.input !== undefined) response.input = result.input;
  return response;
}
