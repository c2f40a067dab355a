import { randomUUID } from 'node:crypto';
import { storedJson, storedText } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';

/** What is known of an act before it is tried. Documents must be masked already. */
export interface AuditSubject {
  readonly actorId: string | null;
  /** E-mail of the user, or what stands for one: 'set-up link', 'sign-in of NAME'. */
  readonly actor: string;
  readonly action: string;
  readonly permission: string | null;
  readonly address: string;
  readonly userAgent: string | null;
  readonly connectionId?: number | null;
  readonly subject?: string | null;
  readonly input?: object | null;
}

export interface AuditOutcome {
  readonly phase: 'succeeded' | 'failed';
  readonly connectionId?: number | null;
  readonly subject?: string | null;
  readonly before?: object | null;
  readonly after?: object | null;
  readonly masked?: readonly string[];
  readonly error?: { code: string; message: string } | null;
}

/** Writes that something is about to be tried; nothing may be done before this stands. Gives the id that ties the two. */
export async function auditAttempt(prisma: PrismaClient, now: number, subject: AuditSubject): Promise<string> {
  const attemptId = randomUUID();
  await insert(prisma, now, attemptId, 'attempted', subject, {});
  return attemptId;
}

/** Writes what came of it. */
export async function auditOutcome(
  prisma: PrismaClient,
  now: number,
  attemptId: string,
  subject: AuditSubject,
  outcome: AuditOutcome,
): Promise<void> {
  await insert(prisma, now, attemptId, outcome.phase, subject, outcome);
}

async function insert(
  prisma: PrismaClient,
  now: number,
  attemptId: string,
  phase: string,
  subject: AuditSubject,
  outcome: Partial<AuditOutcome>,
): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO audit.entry (id, attempt_id, phase, at, actor_id, actor, action, permission, connection_id, subject,
      address, user_agent, input, before, after, masked, error)
    VALUES (${randomUUID()}::uuid, ${attemptId}::uuid, ${phase}, ${new Date(now)}, ${subject.actorId}::uuid,
      ${storedText(subject.actor)}, ${subject.action}, ${subject.permission},
      ${outcome.connectionId ?? subject.connectionId ?? null}::smallint, ${text(outcome.subject ?? subject.subject)},
      ${subject.address}, ${subject.userAgent?.slice(0, 300) ?? null},
      ${json(subject.input)}::jsonb, ${json(outcome.before)}::jsonb, ${json(outcome.after)}::jsonb,
      ${(outcome.masked ?? []).map(storedText)}::text[], ${json(outcome.error)}::jsonb)`;
}

function text(value: string | null | undefined): string | null {
  return value === null || value === undefined ? null : storedText(value);
}

function json(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : storedJson(value);
}

/** Makes this month's partition of the audit log and those of the months ahead; call it at boot and once a day. */
export async function makeAuditPartitions(prisma: PrismaClient, monthsAhead = 3): Promise<void> {
  await prisma.$queryRaw`SELECT audit.make_partitions(${monthsAhead}::int)`;
}

/** One line of the audit log. Times in ms. */
export interface AuditRow {
  id: string;
  attemptId: string;
  phase: 'attempted' | 'succeeded' | 'failed';
  at: number;
  actor: string;
  action: string;
  subject: string | null;
  error: { code: string; message: string } | null;
}

/** The newest entries, at most `limit`. */
export async function readAudit(prisma: PrismaClient, limit: number): Promise<AuditRow[]> {
  const rows = await prisma.$queryRaw<(Omit<AuditRow, 'at'> & { at: Date })[]>`
    SELECT id, attempt_id AS "attemptId", phase, at, actor, action, subject, error
    FROM audit.entry ORDER BY recorded_at DESC, id DESC LIMIT ${Math.min(limit, 500)}`;
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}
