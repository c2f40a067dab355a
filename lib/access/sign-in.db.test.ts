import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/database';
import {
  createSetupLink,
  ensureAdministrator,
  hasAdministrator,
  newUserFields,
  redeemSetupLink,
  setupTokenState,
} from './administrators';
import { checkSecret } from './secret';
import { checkSession, openSession, revokeSession, SESSION_IDLE_MS, SESSION_LIFE_MS, scopeOfSession } from './sessions';
import { checkSignIn } from './sign-in';
import { SIGN_IN_LIMITS } from './throttle';
import { hashToken } from './tokens';

let db: TestDatabase;
const T0 = Date.UTC(2026, 0, 5, 8);
const PASSWORD = 'correct horse battery';
const from = { address: '10.0.0.1', userAgent: 'a browser', secure: false };

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.signInTry.deleteMany();
  await db.prisma.setupToken.deleteMany();
  await db.prisma.user.deleteMany();
});

async function administrator(): Promise<string> {
  await ensureAdministrator(db.prisma, T0, { email: 'Ops@Example.com', password: PASSWORD });
  return (await db.prisma.user.findUniqueOrThrow({ where: { email: 'ops@example.com' } })).id;
}

function tryIt(account: string, password: string, now = T0, address = '10.0.0.1') {
  return checkSignIn(db.prisma, now, { account, password, address });
}

test('name or e-mail in any case and the right password open the door', async () => {
  await administrator();
  expect(await hasAdministrator(db.prisma)).toBe(true);
  expect(await tryIt('OPS@example.com ', PASSWORD)).toMatchObject({ ok: true, user: { email: 'ops@example.com' } });
  expect(await tryIt('Ops', PASSWORD)).toMatchObject({ ok: true });
  expect(await tryIt('ops', 'wrong')).toMatchObject({ ok: false, why: 'wrong' });
});

test('an unknown account is answered just like a wrong password', async () => {
  await administrator();
  const known = await tryIt('ops', 'wrong', T0, '10.0.0.2');
  const unknown = await tryIt('nobody', 'wrong', T0, '10.0.0.3');
  expect(known).toEqual({ ok: false, why: 'wrong', left: 4, pauseMs: SIGN_IN_LIMITS.account.pauseMs });
  expect(unknown).toEqual(known);
});

test('after five wrong tries the account pauses, for the right password too, and then opens again', async () => {
  await administrator();
  for (let n = 0; n < 5; n++) {
    expect(await tryIt(n % 2 ? 'ops' : 'ops@example.com', 'wrong', T0 + n, `10.0.1.${n}`)).toMatchObject({
      left: 4 - n,
    });
  }
  const until = T0 + 4 + SIGN_IN_LIMITS.account.pauseMs;
  expect(await tryIt('ops', PASSWORD, T0 + 1000, '10.0.1.9')).toEqual({ ok: false, why: 'paused', until });
  expect(await tryIt('ops', PASSWORD, until + 1, '10.0.1.9')).toMatchObject({ ok: true });
  expect(await tryIt('ops', 'wrong', until + 2, '10.0.1.9')).toMatchObject({ left: 4 });
});

test('tries sent at once can not slip past the limit', async () => {
  await administrator();
  const outcomes = await Promise.all(Array.from({ length: 15 }, () => tryIt('ops', 'wrong')));
  const looked = outcomes.filter((one) => !one.ok && one.why === 'wrong');
  expect(looked).toHaveLength(SIGN_IN_LIMITS.account.tries);
});

test('one address pauses whatever accounts it tries', async () => {
  for (let n = 0; n < SIGN_IN_LIMITS.address.tries; n++) await tryIt(`guess-${n}`, 'wrong', T0 + n, '6.6.6.6');
  expect(await tryIt('another', 'wrong', T0 + 100, '6.6.6.6')).toMatchObject({ why: 'paused' });
  expect(await tryIt('another', 'wrong', T0 + 100, '6.6.6.7')).toMatchObject({ why: 'wrong' });
});

test('a session slides with clicks, ends when idle, ends after its life, and only its hash is kept', async () => {
  const userId = await administrator();
  const { token } = await openSession(db.prisma, T0, userId, from);
  const [row] = await db.prisma.session.findMany({ where: { userId } });
  expect(row?.tokenHash).toBe(hashToken(token));
  expect(JSON.stringify(row)).not.toContain(token);

  const click = T0 + SESSION_IDLE_MS - 1000;
  expect(await checkSession(db.prisma, click, token, false)).toMatchObject({ user: { role: 'administrator' } });
  expect(await checkSession(db.prisma, T0 + SESSION_IDLE_MS, token, true)).toBeNull();
  expect(await checkSession(db.prisma, click, token, true)).not.toBeNull();
  expect(await checkSession(db.prisma, T0 + SESSION_IDLE_MS + 1000, token, true)).not.toBeNull();
  let now = click;
  while (now < T0 + SESSION_LIFE_MS - 1) {
    expect(await checkSession(db.prisma, now, token, true)).not.toBeNull();
    now += SESSION_IDLE_MS - 1;
  }
  expect(await checkSession(db.prisma, T0 + SESSION_LIFE_MS, token, true)).toBeNull();
});

test('a revoked session and a disabled user are out at once, and the news of it leaves', async () => {
  const userId = await administrator();
  const { token } = await openSession(db.prisma, T0, userId, from);
  const signedIn = await checkSession(db.prisma, T0, token, true);
  const client = await db.pool.connect();
  const told = new Promise((resolve) => client.once('notification', (message) => resolve(message.payload)));
  await client.query('LISTEN batchdeck_session');
  await revokeSession(db.prisma, T0 + 1, signedIn?.sessionId ?? '');
  expect(await told).toBe(signedIn?.sessionId);
  client.release(true);
  expect(await checkSession(db.prisma, T0 + 2, token, true)).toBeNull();
  expect(await scopeOfSession(db.prisma, T0 + 2, signedIn?.sessionId ?? '')).toBeNull();

  const second = await openSession(db.prisma, T0, userId, from);
  await db.prisma.user.update({ where: { id: userId }, data: { disabledAt: new Date(T0) } });
  expect(await checkSession(db.prisma, T0 + 1, second.token, true)).toBeNull();
  expect(await tryIt('ops', PASSWORD)).toMatchObject({ ok: false, why: 'wrong' });
});

test('a set-up link works once, for 15 minutes, and a new one ends the old', async () => {
  const first = new URL(await createSetupLink(db.prisma, () => T0, 'http://127.0.0.1:3000/')).searchParams.get('token');
  const link = await createSetupLink(db.prisma, () => T0, 'http://127.0.0.1:3000');
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:3000\/setup\?token=[\w-]{43}$/);
  const token = new URL(link).searchParams.get('token');
  expect(await setupTokenState(db.prisma, T0, first)).toBe('unknown');
  expect(await setupTokenState(db.prisma, T0, token)).toBe('good');
  expect(await setupTokenState(db.prisma, T0 + 15 * 60_000, token)).toBe('expired');
  expect(await setupTokenState(db.prisma, T0, 'made up')).toBe('unknown');
  expect(JSON.stringify(await db.prisma.setupToken.findMany())).not.toContain(token);

  const fields = newUserFields.parse({ name: 'ops', email: 'Ops@example.com', password: PASSWORD });
  const uses = await Promise.all([1, 2, 3].map(() => redeemSetupLink(db.prisma, T0, token, fields)));
  expect(uses.filter((use) => use.ok)).toHaveLength(1);
  expect(await db.prisma.user.count()).toBe(1);
  expect(await redeemSetupLink(db.prisma, T0, token, fields)).toEqual({ ok: false, why: 'used' });
  expect(await setupTokenState(db.prisma, T0, token)).toBe('used');
});

test('a link for an existing e-mail gives a new password and ends its sessions', async () => {
  const userId = await administrator();
  const { token: session } = await openSession(db.prisma, T0, userId, from);
  const token = new URL(await createSetupLink(db.prisma, () => T0, 'http://h')).searchParams.get('token');
  const fields = newUserFields.parse({ name: 'ops', email: 'ops@example.com', password: 'another fine one' });
  expect(await redeemSetupLink(db.prisma, T0, token, fields)).toMatchObject({ ok: true, isNew: false });
  expect(await checkSession(db.prisma, T0 + 1, session, true)).toBeNull();
  expect(await tryIt('ops', PASSWORD)).toMatchObject({ ok: false });
  expect(await tryIt('ops', 'another fine one')).toMatchObject({ ok: true });
});

test('bad fields of a new user are told by path', () => {
  const parsed = newUserFields.safeParse({ name: '<script>', email: 'nobody', password: 'short' });
  const paths = parsed.error?.issues.map((issue) => issue.path.join('.'));
  expect(paths).toEqual(expect.arrayContaining(['name', 'email']));
});

test('the environment’s administrator is made once and left as it is then', async () => {
  await administrator();
  expect(await ensureAdministrator(db.prisma, T0, { email: 'ops@example.com', password: 'changed here' })).toBe(false);
  expect(await tryIt('ops', PASSWORD)).toMatchObject({ ok: true });
});

test('the secret is remembered by its fingerprint', async () => {
  expect(await checkSecret(db.prisma, 'a'.repeat(40))).toBe('first');
  expect(await checkSecret(db.prisma, 'a'.repeat(40))).toBe('matches');
  expect(await checkSecret(db.prisma, 'b'.repeat(40))).toBe('differs');
  expect(JSON.stringify(await db.prisma.setting.findMany())).not.toContain('a'.repeat(40));
});
