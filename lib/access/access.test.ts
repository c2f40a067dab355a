import { expect, test } from 'vitest';
import { addressOf, isOwnOrigin, isSecure, localPath, requestFacts } from './origin';
import { hashPassword, passwordFault, verifyPassword } from './passwords';
import { may, ROLES, rolesThatMay } from './roles';
import { PERMISSIONS } from './scope';
import { sessionCookie } from './sessions';
import { hashToken, isToken, newToken } from './tokens';

test('viewers read, operators run things, administrators do everything', () => {
  expect(PERMISSIONS.filter((permission) => may('viewer', permission))).toEqual(['read']);
  expect(PERMISSIONS.filter((permission) => may('operator', permission))).toEqual([
    'read',
    'jobs.submit',
    'jobs.end',
    'resources.write',
    'simulator.control',
  ]);
  expect(PERMISSIONS.every((permission) => may('administrator', permission))).toBe(true);
  expect(rolesThatMay('read')).toEqual(ROLES);
  expect(rolesThatMay('users.write')).toEqual(['administrator']);
});

test.each([
  ['http://batch.example.com', 'batch.example.com', null, true],
  ['http://BATCH.example.com:3000', 'batch.example.com:3000', null, true],
  ['https://portal.example', '10.0.0.1:3000', 'portal.example', true],
  ['https://portal.example', '10.0.0.1:3000', 'portal.example, inner', true],
  ['http://10.0.0.1:3000', '10.0.0.1:3000', 'portal.example', false],
  ['http://evil.example', 'batch.example.com', null, false],
  ['http://batch.example.com:81', 'batch.example.com', null, false],
  ['http://batch.example.com.evil.example', 'batch.example.com', null, false],
  ['null', 'batch.example.com', null, false],
  ['', 'batch.example.com', null, false],
  [null, 'batch.example.com', null, false],
  ['http://batch.example.com', null, null, false],
])('origin %s asked at %s (forwarded %s): own %s', (origin, host, forwardedHost, expected) => {
  expect(isOwnOrigin({ origin, host, forwardedHost })).toBe(expected);
});

test('a cookie is Secure where the browser spoke https', () => {
  expect(isSecure({ origin: 'https://portal.example', forwardedProto: null })).toBe(true);
  expect(isSecure({ origin: null, forwardedProto: 'https, http' })).toBe(true);
  expect(isSecure({ origin: 'http://127.0.0.1:3000', forwardedProto: 'http' })).toBe(false);
  expect(sessionCookie('t', true)).toMatchObject({ httpOnly: true, sameSite: 'lax', secure: true, path: '/' });
  expect(sessionCookie('t', true).name).toBe('__Host-batchdeck_session');
  expect(sessionCookie('', false)).toMatchObject({ name: 'batchdeck_session', value: '', maxAge: 0 });
});

test.each([
  ['http', { batchdeck_session: 'plain' }, 'plain'],
  ['https', { batchdeck_session: 'planted' }, null],
  ['https', { batchdeck_session: 'planted', '__Host-batchdeck_session': 'ours' }, 'ours'],
  [null, { '__Host-batchdeck_session': 'ours' }, 'ours'],
  [null, {}, null],
])('over %s with %j the session is %s', (proto, jar: Record<string, string>, token) => {
  const headers = new Headers({ host: 'portal.test', ...(proto !== null && { 'x-forwarded-proto': proto }) });
  expect(requestFacts(headers, (name) => jar[name]).sessionToken).toBe(token);
});

test('the nearest hop names the address', () => {
  expect(addressOf({ forwardedFor: '6.6.6.6, 10.0.0.9' })).toBe('10.0.0.9');
  expect(addressOf({ forwardedFor: null })).toBe('unknown');
});

test.each([
  ['/simulator/jobs?status=FAILED', '/simulator/jobs?status=FAILED'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/a\nb', '/'],
  [null, '/'],
])('the way back %j becomes %j', (given, expected) => {
  expect(localPath(given)).toBe(expected);
});

test('tokens are long, different, and stored as something else', () => {
  const [a, b] = [newToken(), newToken()];
  expect(a).not.toBe(b);
  expect(isToken(a)).toBe(true);
  expect(isToken(`${a}x`)).toBe(false);
  expect(isToken('../../etc/passwd')).toBe(false);
  expect(hashToken(a)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashToken(a)).not.toContain(a);
});

test('passwords are argon2id, and an account that does not exist never matches', async () => {
  const stored = await hashPassword('correct horse battery');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(stored, 'correct horse battery')).toBe(true);
  expect(await verifyPassword(stored, 'correct horse batter')).toBe(false);
  expect(await verifyPassword(null, 'an account that does not exist')).toBe(false);
});

test('a weak password is told what is wrong with it', () => {
  const user = { name: 'operator', email: 'ops@example.com' };
  expect(passwordFault('short', user)).toMatch(/at least 8/);
  expect(passwordFault('aaaaaaaaaaaa', user)).toMatch(/different/);
  expect(passwordFault('OPS@example.com', user)).toMatch(/other than/);
  expect(passwordFault('a fine long one', user)).toBeNull();
});
