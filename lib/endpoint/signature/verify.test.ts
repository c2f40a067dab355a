import { expect, test } from 'vitest';
import type { Incoming } from '../contract';
import { parseAuthorization } from './authorization';
import { signedAt, verifySignature } from './verify';

/** AWS's published test suite of Signature Version 4: key, date and the signatures of its cases. */
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const AT = Date.UTC(2015, 7, 30, 12, 36);
const SUITE: readonly [string, Partial<Incoming>, string][] = [
  ['get-vanilla', { method: 'GET' }, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    { method: 'GET', query: { Param2: 'value2', Param1: 'value1' } },
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  ['post-vanilla', { method: 'POST' }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
];

function authorization(signature: string, signed = 'host;x-amz-date'): string {
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=${signed}, Signature=${signature}`;
}

function incoming(over: Partial<Incoming>): Incoming {
  const empty = new Uint8Array(0);
  return {
    ...{ method: 'GET', path: '/', query: {}, wire: empty, body: empty, requestId: 'r' },
    headers: { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z' },
    ...over,
  };
}

const check = (request: Incoming, header: string) => verifySignature(request, parseAuthorization(header), SECRET, AT);

test.each(SUITE)('%s of AWS’s suite is good, and with one bit changed it is not', async (_, over, signature) => {
  await expect(check(incoming(over), authorization(signature))).resolves.toBeUndefined();
  const other = `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`;
  await expect(check(incoming(over), authorization(other))).rejects.toMatchObject({
    code: 'InvalidSignatureException',
    status: 403,
  });
});

test('UNSIGNED-PAYLOAD, another body, another path and an unsigned host are refused', async () => {
  const [, over, signature] = SUITE[0] ?? ['', {}, ''];
  const good = incoming(over);
  const headers = { ...good.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  for (const changed of [{ headers }, { wire: Buffer.from('x') }, { path: '/x' }, { method: 'PUT' }]) {
    await expect(check({ ...good, ...changed }, authorization(signature))).rejects.toMatchObject({
      code: 'InvalidSignatureException',
    });
  }
  await expect(check(good, authorization(signature, 'x-amz-date'))).rejects.toThrow("'host' must be a 'SignedHeader'");
});

test('a date may be five minutes off, no more', () => {
  const parsed = parseAuthorization(authorization('0'));
  const request = incoming({});
  expect(signedAt(request, parsed, AT + 300_000)).toBe(AT);
  expect(signedAt(request, parsed, AT - 300_000)).toBe(AT);
  expect(() => signedAt(request, parsed, AT + 301_000)).toThrow(
    'Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z (20150830T124101Z - 5 min.)',
  );
  expect(() => signedAt(request, parsed, AT - 301_000)).toThrow('Signature not yet current');
});

// A case of the first edition of AWS's suite, which dates by `Date`.
test('a `Date` header dates a request that has no X-Amz-Date, as HTTP writes it or as AWS does', async () => {
  const at = Date.UTC(2011, 8, 9, 23, 36);
  const header =
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20110909/us-east-1/host/aws4_request, SignedHeaders=date;host, Signature=b27ccfbfa7df52a200ff74193ca6e32d4b48b8856fab7ebf1c595d0670a7e470';
  const parsed = parseAuthorization(header);
  const request = incoming({ headers: { host: 'host.foo.com', date: 'Fri, 09 Sep 2011 23:36:00 GMT' } });
  expect(signedAt(request, parsed, at)).toBe(at);
  const suite = incoming({ headers: { host: 'host.foo.com', date: 'Mon, 09 Sep 2011 23:36:00 GMT' } });
  await expect(verifySignature(suite, parsed, SECRET, at)).resolves.toBeUndefined();
  expect(signedAt(incoming({ headers: { host: 'h', date: '20110909T233600Z' } }), parsed, at)).toBe(at);
  for (const date of ['', 'today', '2011-09-09', 'Fri, 09 Sep 2011 23:36:00 CET']) {
    expect(() => signedAt(incoming({ headers: { host: 'h', date } }), parsed, at)).toThrow("'Date' header");
  }
  const unsigned = parseAuthorization(header.replace('date;host', 'host'));
  await expect(verifySignature(suite, unsigned, SECRET, at)).rejects.toThrow("'date' must be a 'SignedHeader'");
});

test.each([
  [undefined, 'MissingAuthenticationTokenException', 403],
  ['Bearer x', 'IncompleteSignatureException', 400],
  ['AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request', 'IncompleteSignatureException', 400],
  ['AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=0', 'IncompleteSignatureException', 400],
])('the header %j is %s', (header, code, status) => {
  expect(() => parseAuthorization(header)).toThrow(expect.objectContaining({ code, status }));
});
