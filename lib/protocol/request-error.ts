/** Names of the errors that this API answers with, and the status each has on the wire. Source: AWS 'Common errors', Batch API reference. */
export const ERROR_STATUS = {
  ClientException: 400,
  AccessDeniedException: 403,
  UnknownOperationException: 404,
  RequestEntityTooLargeException: 413,
  TooManyRequestsException: 429,
  ServerException: 500,
} as const;

export type ErrorName = keyof typeof ERROR_STATUS;

/** A request that is answered with an error. `enveloped` ones get AWS's 'Error executing request, Exception : …' around them. */
export class RequestError extends Error {
  override readonly name: ErrorName;
  readonly enveloped: boolean;

  constructor(name: ErrorName, message: string, enveloped = false) {
    super(message);
    this.name = name;
    this.enveloped = enveloped;
  }
}

/** A member of the request that AWS would refuse, in AWS's envelope. */
export function badValue(message: string): RequestError {
  return new RequestError('ClientException', message, true);
}

/** The envelope that AWS puts around the refusal of a value. Source: real answers, e.g. pegasus #2086, makes #697. */
export function inEnvelope(message: string, requestId: string): string {
  return `Error executing request, Exception : ${message}, RequestId: ${requestId}`;
}
