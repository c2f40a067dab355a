import { ApiError } from './api-error';
import type { Caller, EndpointOptions, Incoming } from './contract';
import { parseAuthorization } from './signature/authorization';
import { signedAt, verifySignature } from './signature/verify';

/** Services without a region of their own: their scope names us-east-1. */
const GLOBAL_SERVICES = new Set(['iam', 'sts']);
const GLOBAL_REGION = 'us-east-1';

/** A request whose signature is good. */
export interface Signed {
  caller: Caller;
  /** Of the credential scope. */
  service: string;
  signature: string;
  /** Wall ms. */
  signedAt: number;
}

function unknownKey(): ApiError {
  return new ApiError('UnrecognizedClientException', 403, 'The security token included in the request is invalid.');
}

/** Finds the key, its connection and whether it signed this very request. Throws an ApiError in AWS's words. */
export async function authenticate(request: Incoming, options: EndpointOptions): Promise<Signed> {
  const { keys, connection: connectionOf, clock } = options;
  const authorization = parseAuthorization(request.headers.authorization);
  const { keyId, region, service, signature } = authorization;
  const at = signedAt(request, authorization, clock());
  const key = await keys.find(keyId);
  const connection = key === null ? undefined : connectionOf(key.connectionId);
  // Keys of a connection are for good: a session's token belongs to none of them.
  if (key === null || connection === undefined || request.headers['x-amz-security-token'] !== undefined) {
    throw unknownKey();
  }
  const isInRegion = region === connection.region || (GLOBAL_SERVICES.has(service) && region === GLOBAL_REGION);
  if (!isInRegion) {
    throw new ApiError(
      'InvalidSignatureException',
      403,
      `Credential should be scoped to a valid region, not '${region.slice(0, 40)}'. `,
    );
  }
  await verifySignature(request, authorization, key.secret, at);
  keys.used(key.id);
  return { caller: { key, connection }, service, signature, signedAt: at };
}
