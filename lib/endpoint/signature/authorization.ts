import { ApiError } from '../api-error';

/** A request's `Authorization` of AWS Signature Version 4, taken apart. */
export interface Authorization {
  keyId: string;
  /** YYYYMMDD of the credential scope. */
  day: string;
  region: string;
  service: string;
  signedHeaders: readonly string[];
  signature: string;
}

/** The one way of signing that is taken. */
export const SCHEME = 'AWS4-HMAC-SHA256';

function incomplete(message: string): ApiError {
  return new ApiError('IncompleteSignatureException', 400, message);
}

function members(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) found.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return found;
}

/** Takes the header apart. Throws an ApiError in AWS's words where it is missing or not whole. */
export function parseAuthorization(header: string | undefined): Authorization {
  if (header === undefined || header.trim() === '') {
    throw new ApiError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
  }
  const text = header.trim();
  if (!text.startsWith(`${SCHEME} `)) {
    throw incomplete(`Unsupported AWS 'algorithm': '${(text.split(/\s/)[0] ?? '').slice(0, 60)}'.`);
  }
  const given = members(text.slice(SCHEME.length));
  const lacking = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !given.get(name));
  if (lacking.length > 0) {
    throw incomplete(lacking.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
  }
  const credential = (given.get('Credential') ?? '').split('/');
  const [keyId, day, region, service, end] = credential;
  if (credential.length !== 5 || !keyId || !day || !region || !service || end !== 'aws4_request') {
    throw incomplete(
      'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, and end in aws4_request.',
    );
  }
  const signedHeaders = (given.get('SignedHeaders') ?? '').split(';').map((name) => name.toLowerCase());
  return { keyId, day, region, service, signedHeaders, signature: given.get('Signature') ?? '' };
}
