import { describe, expect, it } from 'vitest';
import { checkAddress, guardedLookup, judgeAddress } from './addresses';
import { type AwsPlace, checkPlace } from './clients';

describe('addresses of endpoints', () => {
  it.each([
    ['52.94.233.1', 'public'],
    ['2600:1f18::1', 'public'],
    ['127.0.0.1', 'private'],
    ['10.1.2.3', 'private'],
    ['172.31.255.1', 'private'],
    ['192.168.0.9', 'private'],
    ['100.64.1.1', 'private'],
    ['::1', 'private'],
    ['fd12:3456::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['::ffff:7f00:1', 'private'],
    ['64:ff9b::a00:1', 'private'],
    ['169.254.169.254', 'never'],
    ['169.254.170.2', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['::ffff:a9fe:a9fe', 'never'],
    ['fd00:ec2::254', 'never'],
    ['fe80::1', 'never'],
    ['0.0.0.0', 'never'],
    ['255.255.255.255', 'never'],
    ['not an address', 'never'],
  ])('%s is %s', (address, verdict) => {
    expect(judgeAddress(address)).toBe(verdict);
  });

  it('lets private ones through where they are allowed, and those of credentials never', () => {
    expect(() => checkAddress('127.0.0.1', 'localhost', false)).toThrowError(/private address/);
    expect(() => checkAddress('127.0.0.1', 'localhost', true)).not.toThrowError();
    expect(() => checkAddress('169.254.169.254', 'metadata', true)).toThrowError(/no endpoint may have/);
  });

  it('checks a name at the moment it is looked up', async () => {
    const asked = (allowPrivate: boolean) =>
      new Promise((resolve) =>
        guardedLookup(allowPrivate)('localhost', {}, (error, address) => resolve(error?.name ?? address)),
      );
    expect(await asked(false)).toBe('AddressRefusedError');
    expect(String(await asked(true))).toMatch(/^(127\.0\.0\.1|::1)$/);
  });
});

describe('places', () => {
  const keys = { kind: 'keys', accessKeyId: 'a', secretAccessKey: 'b' } as const;
  const at = (url: string, over: Partial<AwsPlace> = {}): AwsPlace => ({
    region: 'us-east-1',
    credentials: keys,
    endpoint: { url, allowPrivate: false },
    ...over,
  });

  it.each(['default', 'profile', 'role'] as const)(
    'sends no credentials of kind %s to an endpoint of one’s own',
    (kind) => {
      const credentials =
        kind === 'profile'
          ? { kind, profile: 'p' }
          : kind === 'role'
            ? { kind, roleArn: 'arn:aws:iam::123456789012:role/r' }
            : { kind };
      expect(() => checkPlace(at('https://batch.example.com', { credentials }))).toThrowError(/keys of its own/);
      expect(() => checkPlace({ region: 'us-east-1', credentials })).not.toThrowError();
    },
  );

  it.each([
    ['http://127.0.0.1:3001', /private address/],
    ['http://[::1]/', /private address/],
    ['http://2130706433/', /private address/],
    ['http://0x7f.1/', /private address/],
    ['http://169.254.169.254/latest/meta-data', /no endpoint may have/],
    ['ftp://example.com/', /http or https/],
    ['https://user:pass@example.com/', /no user or password/],
  ])('refuses %s', (url, words) => {
    expect(() => checkPlace(at(url))).toThrowError(words);
  });

  it('takes a public name', () => {
    expect(() => checkPlace(at('https://batch.example.com'))).not.toThrowError();
  });
});
