import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/test/database';
import { ensureAdministrator } from './administrators';
import {
  acceptInvitation,
  INVITATION_MS,
  invitationOf,
  invite,
  listInvitations,
  revokeInvitation,
} from './invitations';
import { changeOwnPassword } from './own-password';
import { changePerson, listPeople, listSessions, removePerson } from './people';
import { EVERYTHING, queuesSeen, seesConnection } from './scope';
import { checkSession, openSession } from './sessions';
import { checkSignIn } from './sign-in';
import { SIGN_IN_LIMITS } from './throttle';

const T0 = Date.UTC(2026, 0, 5, 8);
const PASSWORD = 'correct horse battery';
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.user.deleteMany();
  await db.prisma.invitation.deleteMany();
  await db.prisma.signInTry.deleteMany();
  await ensureAdministrator(db.prisma, T0, { email: 'ops@example.com', password: PASSWORD });
});

const administrator = () => db.prisma.user.findUniqueOrThrow({ where: { email: 'ops@example.com' } });
const from = {
  address: '10.0.0.1',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0',
  secure: false,
};

async function join(email: string, name: string, role: 'viewer' | 'operator' | 'administrator' = 'viewer') {
  const { token } = await invite(db.prisma, T0, { email, role, scope: EVERYTHING, invitedBy: 'ops@example.com' });
  return acceptInvitation(db.prisma, T0, token, { name, password: PASSWORD });
}

describe('the last administrator', () => {
  test.each([
    ['demoted', { role: 'operator' as const }],
    ['disabled', { disabled: true }],
  ])('is not %s', async (_, change) => {
    const { id } = await administrator();
    await expect(changePerson(db.prisma, T0, id, change)).rejects.toMatchObject({ code: 'conflict' });
    expect(await administrator()).toMatchObject({ role: 'administrator', disabledAt: null });
  });

  test('is not removed, and of two that go at once one stays', async () => {
    const { id } = await administrator();
    await expect(removePerson(db.prisma, T0, id)).rejects.toMatchObject({ code: 'conflict' });
    const other = await join('ann@example.com', 'ann', 'administrator');
    const results = await Promise.allSettled([
      changePerson(db.prisma, T0, id, { role: 'viewer' }),
      changePerson(db.prisma, T0, other.id, { role: 'viewer' }),
    ]);
    expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.prisma.user.count({ where: { role: 'administrator' } })).toBe(1);
  });
});

test('a change of role and scope holds from the next request on; who is disabled is signed out', async () => {
  const { id } = await join('ann@example.com', 'ann', 'operator');
  const { token } = await openSession(db.prisma, T0, id, from);
  const seen = async () => checkSession(db.prisma, T0 + 1, token, false);
  expect((await seen())?.user.role).toBe('operator');
  const scope = {
    connections: [
      { id: 3, queues: ['main'] },
      { id: 4, queues: 'all' as const },
    ],
  };
  await changePerson(db.prisma, T0, id, { role: 'viewer', scope });
  const narrowed = await seen();
  expect(narrowed?.user.role).toBe('viewer');
  expect([1, 3, 4].map((one) => narrowed && seesConnection(narrowed.scope, one))).toEqual([false, true, true]);
  expect([1, 3, 4].map((one) => narrowed && queuesSeen(narrowed.scope, one))).toEqual([[], ['main'], 'all']);
  await changePerson(db.prisma, T0, id, { role: 'administrator' });
  expect((await seen())?.scope.connections).toBe('all');
  await changePerson(db.prisma, T0, id, { role: 'viewer', disabled: true });
  expect(await seen()).toBeNull();
  expect(await checkSignIn(db.prisma, T0, { account: 'ann', password: PASSWORD, address: 'x' })).toMatchObject({
    ok: false,
  });
  await changePerson(db.prisma, T0, id, { disabled: false });
  expect(await seen()).toBeNull();
  expect(await checkSignIn(db.prisma, T0, { account: 'ann', password: PASSWORD, address: 'x' })).toMatchObject({
    ok: true,
  });
});

test('a stored scope that can not be read shows nothing', async () => {
  const { id } = await join('ann@example.com', 'ann');
  await db.prisma.user.update({ where: { id }, data: { scope: { connections: 'some' } } });
  const { token } = await openSession(db.prisma, T0, id, from);
  expect((await checkSession(db.prisma, T0, token, false))?.scope.connections).toEqual([]);
});

test('people and their sessions are listed, and a removed person is gone with them', async () => {
  const { id } = await join('ann@example.com', 'ann');
  await openSession(db.prisma, T0 + 5, id, from);
  const [ann] = await listPeople(db.prisma, T0 + 10);
  expect(ann).toMatchObject({ name: 'ann', role: 'viewer', sessions: 1, seenAt: T0 + 5 });
  expect(await listSessions(db.prisma, T0 + 10, id)).toMatchObject([
    { address: '10.0.0.1', browser: 'Firefox 140 on Linux' },
  ]);
  await removePerson(db.prisma, T0, id);
  expect(await listSessions(db.prisma, T0 + 10)).toEqual([]);
  expect((await listPeople(db.prisma, T0)).map((one) => one.name)).toEqual(['ops']);
});

describe('an invitation', () => {
  const given = { email: 'ann@example.com', role: 'operator' as const, invitedBy: 'ops@example.com' };
  const scope = { connections: [{ id: 1, queues: ['main'] }] };

  test('makes one account with its role and scope, once, and its token is stored as something else', async () => {
    const { token } = await invite(db.prisma, T0, { ...given, scope });
    const stored = await db.pool.query('SELECT * FROM invitation');
    expect(JSON.stringify(stored.rows)).not.toContain(token);
    const accept = () => acceptInvitation(db.prisma, T0 + 1, token, { name: 'ann', password: PASSWORD });
    const results = await Promise.allSettled([accept(), accept()]);
    expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const user = await db.prisma.user.findUniqueOrThrow({ where: { email: given.email } });
    expect(user).toMatchObject({ role: 'operator', scope });
    await expect(accept()).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('used already') });
    expect(await listInvitations(db.prisma, T0)).toMatchObject([{ state: 'accepted' }]);
  });

  test('ends after 7 days, when it is revoked, and when another goes to the same e-mail', async () => {
    const first = await invite(db.prisma, T0, { ...given, scope });
    const second = await invite(db.prisma, T0 + 1, { ...given, scope });
    expect((await invitationOf(db.prisma, T0 + 2, first.token))?.state).toBe('revoked');
    expect((await invitationOf(db.prisma, T0 + INVITATION_MS, second.token))?.state).toBe('open');
    expect((await invitationOf(db.prisma, T0 + 1 + INVITATION_MS, second.token))?.state).toBe('expired');
    await revokeInvitation(db.prisma, T0 + 2, second.id);
    await expect(revokeInvitation(db.prisma, T0 + 2, second.id)).rejects.toMatchObject({ code: 'conflict' });
    const person = { name: 'ann', password: PASSWORD };
    await expect(acceptInvitation(db.prisma, T0 + 3, second.token, person)).rejects.toMatchObject({ code: 'refused' });
    await expect(acceptInvitation(db.prisma, T0 + 3, 'A'.repeat(43), person)).rejects.toMatchObject({
      code: 'refused',
    });
    expect(await db.prisma.user.count()).toBe(1);
  });

  test('is refused for who has an account, and with a taken name or a weak password, which use nothing up', async () => {
    await expect(invite(db.prisma, T0, { ...given, email: 'ops@example.com', scope })).rejects.toMatchObject({
      code: 'conflict',
      fields: { email: expect.stringContaining('has an account') },
    });
    const { token } = await invite(db.prisma, T0, { ...given, scope });
    const accept = (name: string, password: string) => acceptInvitation(db.prisma, T0, token, { name, password });
    await expect(accept('OPS', PASSWORD)).rejects.toMatchObject({ fields: { name: expect.any(String) } });
    await expect(accept('ann', 'ann')).rejects.toMatchObject({ fields: { password: expect.any(String) } });
    await expect(accept('annabella', 'ann@example.com')).rejects.toMatchObject({
      fields: { password: expect.any(String) },
    });
    expect(await accept('ann', PASSWORD)).toMatchObject({ email: 'ann@example.com' });
  });
});

describe('one’s own password', () => {
  const who = async () => {
    const user = await administrator();
    const { token } = await openSession(db.prisma, T0, user.id, from);
    const signedIn = await checkSession(db.prisma, T0, token, false);
    if (signedIn === null) throw new Error('The session that was just opened is not there.');
    return { token, user: signedIn.user, sessionId: signedIn.sessionId, address: '10.0.0.1' };
  };

  test('is changed with the old one, and every other session ends', async () => {
    const here = await who();
    const elsewhere = await who();
    await changeOwnPassword(db.prisma, T0 + 1, here, { old: PASSWORD, password: 'another horse 9' });
    expect(await checkSession(db.prisma, T0 + 2, here.token, false)).not.toBeNull();
    expect(await checkSession(db.prisma, T0 + 2, elsewhere.token, false)).toBeNull();
    const signIn = (password: string) => checkSignIn(db.prisma, T0 + 2, { account: 'ops', password, address: 'y' });
    expect(await signIn('another horse 9')).toMatchObject({ ok: true });
    expect(await signIn(PASSWORD)).toMatchObject({ ok: false });
  });

  test('stays where the old one is wrong, and wrong tries are limited', async () => {
    const here = await who();
    const guess = (old: string) => changeOwnPassword(db.prisma, T0, here, { old, password: 'another horse 9' });
    for (let n = 0; n < SIGN_IN_LIMITS.account.tries; n++) {
      await expect(guess(`guess ${n}`)).rejects.toMatchObject({ code: 'wrong', fields: { old: expect.any(String) } });
    }
    await expect(guess(PASSWORD)).rejects.toMatchObject({ code: 'paused' });
    expect(await checkSignIn(db.prisma, T0, { account: 'ops', password: PASSWORD, address: 'y' })).toMatchObject({
      ok: true,
    });
  });

  test.each([
    [PASSWORD, 'another one'],
    ['short', '8 characters'],
    ['ops@example.com', 'other than'],
  ])('is not %s', async (password, why) => {
    const here = await who();
    await expect(changeOwnPassword(db.prisma, T0, here, { old: PASSWORD, password })).rejects.toMatchObject({
      fields: { password: expect.stringContaining(why) },
    });
  });
});
