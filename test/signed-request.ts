import { createHash, createHmac } from 'node:crypto';

/** A request to be signed; `path` may hold a query. */
export interface Unsigned {
  method?: string;
  path: string;
  body?: string | Uint8Array;
  headers?: Readonly<Record<string, string>>;
}

export interface SigningKey {
  id: string;
  secret: string;
}

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

function canonicalQuery(search: string): string {
  return search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return `${escaped(decodeURIComponent(name))}=${escaped(decodeURIComponent(value))}`;
    })
    .sort()
    .join('&');
}

/**
 * The headers of a request signed by Signature Version 4, written from AWS's description and not by the library that the
 * endpoint checks with.
 */
export function signedHeaders(
  request: Unsigned,
  key: SigningKey,
  scope: { at: number; host: string; region?: string; service?: string },
): Record<string, string> {
  const { region = 'us-east-1', service = 'batch' } = scope;
  const date = `${new Date(scope.at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const headers: Record<string, string> = { ...request.headers, host: scope.host, 'x-amz-date': date };
  const names = Object.keys(headers).sort();
  const [path = '/', search = ''] = request.path.split('?');
  const canonical = [
    request.method ?? 'POST',
    path.split('/').map(escaped).join('/'),
    canonicalQuery(search),
    ...names.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    sha256(request.body ?? ''),
  ].join('\n');
  const credential = [date.slice(0, 8), region, service, 'aws4_request'];
  const signingKey = credential.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${key.secret}`);
  const toSign = ['AWS4-HMAC-SHA256', date, credential.join('/'), sha256(canonical)].join('\n');
  const signature = createHmac('sha256', signingKey).update(toSign).digest('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.id}/${credential.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}
