import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error';
import { authenticate } from './authenticate';
import { operationAsked, shapeOf } from './aws/elsewhere';
import { SERVICES } from './aws/list';
import type { Service } from './aws/service';
import type { EndpointOptions, Incoming, Reply } from './contract';
import { readIncoming } from './incoming';
import type { SentBefore } from './signature/sent-before';
import { isSimulatorDoor, serveSimulatorDoor } from './simulator-doors';

/** The service that a request means before its signature is looked at: what shape a refusal must have. */
function guessService(headers: Readonly<Record<string, string | string[] | undefined>>): Service {
  const scope = /Credential=[^/,\s]+\/\d{8}\/[^/,\s]+\/([^/,\s]+)\//.exec(String(headers.authorization ?? ''));
  return SERVICES.get(scope?.[1] ?? '') ?? shapeOf(headers);
}

function replayed(): ApiError {
  return new ApiError(
    'InvalidSignatureException',
    403,
    'A request with this signature was carried out already: sign each request anew.',
  );
}

async function carryOut(request: Incoming, options: EndpointOptions, sentBefore: SentBefore): Promise<Reply> {
  const noteFirst = (signature: string, signedAt: number) => {
    const call = request.headers['amz-sdk-invocation-id'] ?? '';
    if (!sentBefore.isNew(signature, call, signedAt, options.clock())) throw replayed();
  };
  if (isSimulatorDoor(request.path)) return serveSimulatorDoor(request, options, noteFirst);
  const { caller, service: name, signature, signedAt } = await authenticate(request, options);
  const service = SERVICES.get(name);
  if (service === undefined) {
    throw new ApiError(
      'UnknownOperationException',
      404,
      `${name.slice(0, 60)}:${operationAsked(request)} is not simulated here: this endpoint has ${[...SERVICES.keys()].join(', ')}.`,
    );
  }
  return service.serve({ request, caller, firstTime: () => noteFirst(signature, signedAt) });
}

/** Names of errors that say that a connection is being stopped, reset or taken away. */
const PASSING = new Set(['SimulatorStoppedError', 'SecondWriterError']);

function asApiError(error: unknown, requestId: string, report: EndpointOptions['report']): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof Error && PASSING.has(error.name)) {
    return new ApiError('ServerException', 500, 'The simulator is not running: try again in a moment.');
  }
  report(error, requestId);
  return new ApiError('ServerException', 500, `The simulator failed; the portal's log has it under ${requestId}.`);
}

/** Answers one request. Never rejects: whatever goes wrong is an answer, and `closes` where the connection must end with it. */
export async function answer(
  raw: IncomingMessage,
  options: EndpointOptions,
  sentBefore: SentBefore,
): Promise<Reply & { closes: boolean }> {
  const requestId = options.requestId();
  try {
    const request = await readIncoming(raw, requestId);
    return { ...(await carryOut(request, options, sentBefore)), closes: false };
  } catch (error) {
    const refusal = asApiError(error, requestId, options.report);
    return { ...guessService(raw.headers).refuse(refusal, requestId), closes: refusal.closes };
  }
}
