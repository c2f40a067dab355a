import { BatchClient } from '@aws-sdk/client-batch';
import { type HttpHandler, type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { ApiRequest, ApiResponse } from '@/lib/protocol';
import type { Principal } from '@/lib/simulator';

/** Carries a request to a simulated connection and brings its answer back, e.g. over a worker's port. */
export type SendRequest = (
  request: ApiRequest,
  principal: Principal,
) => Promise<Pick<ApiResponse, 'status' | 'headers' | 'body'>>;

export interface SimulatedClientOptions {
  send: SendRequest;
  region: string;
  /** Who asks: stands in the simulator's log and in a resource's versions. */
  actor: string;
  /** 'portal' unless said otherwise. */
  source?: Principal['source'];
}

const toBytes = new TextEncoder();

function bodyBytes(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array(0);
  if (typeof body === 'string') return toBytes.encode(body);
  // A plain copy: the SDK's own subclass, or a view into a pool, would post more than the request to a worker.
  if (body instanceof Uint8Array) return new Uint8Array(body);
  throw new TypeError('The SDK sent a body that is neither text nor bytes; Batch has no streaming operation.');
}

function aborted(): Error {
  const error = new Error('The request was aborted.');
  error.name = 'AbortError';
  return error;
}

/** The SDK types an abort signal as the web's or its own older one; what is needed of it is in both. */
interface AbortSource {
  readonly aborted: boolean;
  onabort?: unknown;
}

function isEventTarget(signal: AbortSource): signal is AbortSource & EventTarget {
  return 'addEventListener' in signal && typeof signal.addEventListener === 'function';
}

/** Settles with `work`, or rejects as soon as the caller gives up; a request that was sent is still carried out. */
async function orAborted<T>(work: Promise<T>, signal: AbortSource | undefined): Promise<T> {
  if (signal === undefined || !isEventTarget(signal)) return work;
  let onAbort = () => {};
  const gaveUp = new Promise<never>((_, reject) => {
    onAbort = () => reject(aborted());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, gaveUp]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * A `requestHandler` for the SDK's client that hands each HTTP request to `send` instead of a socket: same bytes, same
 * answers, no network.
 */
function inProcessHandler(send: SendRequest, principal: Principal): HttpHandler {
  return {
    metadata: { handlerProtocol: 'h1' },
    async handle(request: HttpRequest, options) {
      const signal: AbortSource | undefined = options?.abortSignal;
      if (signal?.aborted === true) throw aborted();
      const { method, path, query, headers } = request;
      const answer = send({ method, path, query, headers, body: bodyBytes(request.body) }, principal);
      const { status, headers: answered, body } = await orAborted(answer, signal);
      return { response: new HttpResponse({ statusCode: status, headers: answered, body }) };
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

/**
 * The SDK's own client on a simulated connection. Calls are unsigned, carry their principal, and are tried once: a lost
 * answer is never followed by a second submit. Errors are the SDK's (`error.name`, `$metadata`).
 */
export function createSimulatedClient({ send, region, actor, source = 'portal' }: SimulatedClientOptions): BatchClient {
  return new BatchClient({
    region,
    endpoint: 'http://batch.local',
    maxAttempts: 1,
    credentials: { accessKeyId: 'in-process', secretAccessKey: 'in-process' },
    signer: { sign: async (request) => request },
    requestHandler: inProcessHandler(send, { actor, source }),
  });
}
