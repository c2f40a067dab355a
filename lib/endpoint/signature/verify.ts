import { createHash, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { ApiError } from '../api-error';
import type { Incoming } from '../contract';
import type { Authorization } from './authorization';
import { NodeSha256 } from './node-hash';

/** How far a signature's date may be from our clock, ms. Source: AWS, 'Signature Version 4'. */
export const SKEW_MS = 5 * 60_000;

const DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

function invalid(message: string): ApiError {
  return new ApiError('InvalidSignatureException', 403, message);
}

function basic(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** When the request was signed (wall ms). Throws where that is no date, not the scope's day, or too far from `now`. */
export function signedAt(request: Incoming, authorization: Authorization, now: number): number {
  const text = request.headers['x-amz-date'] ?? '';
  const at = Date.parse(text.replace(DATE, '$1-$2-$3T$4:$5:$6Z'));
  if (!DATE.test(text) || Number.isNaN(at)) {
    throw new ApiError(
      'IncompleteSignatureException',
      400,
      "Authorization header requires existence of a 'X-Amz-Date' header in the form YYYYMMDDTHHMMSSZ.",
    );
  }
  if (text.slice(0, 8) !== authorization.day) {
    throw invalid(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${authorization.day}' != '${text.slice(0, 8)}', from '${text}'.`,
    );
  }
  if (at + SKEW_MS < now) {
    throw invalid(`Signature expired: ${text} is now earlier than ${basic(now - SKEW_MS)} (${basic(now)} - 5 min.)`);
  }
  if (at - SKEW_MS > now) {
    throw invalid(
      `Signature not yet current: ${text} is still later than ${basic(now + SKEW_MS)} (${basic(now)} + 5 min.)`,
    );
  }
  return at;
}

/** What must be signed where it is sent, so that nobody on the way can change what is asked. */
function checkSignedHeaders(request: Incoming, signed: readonly string[]): void {
  const lacking = ['host', 'x-amz-date', 'x-amz-target', 'x-amz-security-token'].find(
    (name) => request.headers[name] !== undefined && !signed.includes(name),
  );
  if (lacking !== undefined) {
    throw invalid(`'${lacking}' must be a 'SignedHeader' in the AWS Authorization.`);
  }
}

/**
 * Signs the request once more with the key's secret, by the SDK's own signer, and compares. Throws an ApiError in AWS's
 * words where the signatures differ.
 */
export async function verifySignature(
  request: Incoming,
  authorization: Authorization,
  secret: string,
  at: number,
): Promise<void> {
  const { keyId, region, service, signedHeaders, signature } = authorization;
  checkSignedHeaders(request, signedHeaders);
  const payload = createHash('sha256').update(request.wire).digest('hex');
  const claimed = request.headers['x-amz-content-sha256'];
  // AWS hashes what it got: a claim of something else, UNSIGNED-PAYLOAD among them, leads to another signature.
  if (claimed !== undefined && claimed !== payload) throw invalid(MISMATCH);
  const headers: Record<string, string> = {};
  for (const name of signedHeaders) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  const signer = new SignatureV4({
    credentials: { accessKeyId: keyId, secretAccessKey: secret },
    region,
    service,
    sha256: NodeSha256,
    applyChecksum: false,
  });
  const { method, path, query, wire } = request;
  const again = await signer.sign(
    { method, path, query, headers, body: wire, protocol: 'http:', hostname: '' },
    { signingDate: new Date(at), signableHeaders: new Set(signedHeaders) },
  );
  const expected = Buffer.from(again.headers.authorization?.split('Signature=')[1] ?? '');
  const given = Buffer.from(signature);
  if (expected.byteLength !== given.byteLength || !timingSafeEqual(expected, given)) throw invalid(MISMATCH);
}
