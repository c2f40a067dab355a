import { createHash, timingSafeEqual } from 'node:crypto';
import { createScope, getCanonicalHeaders, SignatureV4 } from '@smithy/signature-v4';
import { ApiError } from '../api-error';
import type { Incoming } from '../contract';
import { type Authorization, SCHEME } from './authorization';
import { NodeSha256 } from './node-hash';

/** How far a signature's date may be from our clock, ms. Source: AWS, 'Signature Version 4'. */
export const SKEW_MS = 5 * 60_000;

const DATE = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

function invalid(message: string): ApiError {
  return new ApiError('InvalidSignatureException', 403, message);
}

function basic(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** The header that dates a request: `X-Amz-Date`, or `Date` where there is none. */
function dateHeader({ headers }: Incoming): 'x-amz-date' | 'date' {
  return headers['x-amz-date'] === undefined && headers.date !== undefined ? 'date' : 'x-amz-date';
}

/** A `Date` may be written as HTTP has it, too. Ms, or NaN. */
function dateIn(text: string, header: 'x-amz-date' | 'date'): number {
  if (DATE.test(text)) return Date.parse(text.replace(DATE, '$1-$2-$3T$4:$5:$6Z'));
  return header === 'date' && HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
}

/** When the request was signed (wall ms). Throws where that is no date, not the scope's day, or too far from `now`. */
export function signedAt(request: Incoming, authorization: Authorization, now: number): number {
  const header = dateHeader(request);
  const given = request.headers[header] ?? '';
  const at = dateIn(given, header);
  if (Number.isNaN(at)) {
    throw new ApiError(
      'IncompleteSignatureException',
      400,
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  const text = basic(at);
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
  const lacking = ['host', dateHeader(request), 'x-amz-target', 'x-amz-security-token'].find(
    (name) => request.headers[name] !== undefined && !signed.includes(name),
  );
  if (lacking !== undefined) {
    throw invalid(`'${lacking}' must be a 'SignedHeader' in the AWS Authorization.`);
  }
}

/** The SDK's signer, for a request that has its date already: its `sign` would put another in the place of `Date`. */
class Resigner extends SignatureV4 {
  /** The signature of exactly these headers and a payload of that SHA-256. */
  async signatureOf(
    request: Parameters<typeof getCanonicalHeaders>[0],
    payloadHash: string,
    { at, scope }: { at: Date; scope: (day: string) => string },
  ): Promise<string> {
    const { longDate, shortDate } = this.formatDate(at);
    const canonicalHeaders = getCanonicalHeaders(request, undefined, new Set(Object.keys(request.headers)));
    const canonical = this.createCanonicalRequest(request, canonicalHeaders, payloadHash);
    const toSign = await this.createStringToSign(longDate, scope(shortDate), canonical, SCHEME);
    return this.sign(toSign, { signingDate: at });
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
  const resigner = new Resigner({
    credentials: { accessKeyId: keyId, secretAccessKey: secret },
    region,
    service,
    sha256: NodeSha256,
  });
  const { method, path, query } = request;
  const scope = (day: string) => createScope(day, region, service);
  const again = await resigner.signatureOf({ method, path, query, headers, protocol: 'http:', hostname: '' }, payload, {
    at: new Date(at),
    scope,
  });
  const expected = Buffer.from(again);
  const given = Buffer.from(signature);
  if (expected.byteLength !== given.byteLength || !timingSafeEqual(expected, given)) throw invalid(MISMATCH);
}
