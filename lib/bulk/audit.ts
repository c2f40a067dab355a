import { auditAttempt, auditOutcome } from '@/lib/access';
import type { BulkOperation } from './contract';
import type { BulkParts } from './portion';

/** An action that waits for one job tells its end itself, unless it took longer than this. Ms. */
export const WAITED_MS = 2000;

/** Writes to the audit log how an operation ended, under the name of who asked for it. */
export async function tellEnd({ prisma, clock }: BulkParts, operation: BulkOperation): Promise<void> {
  const { id, kind, jobs, done, failed, calls, throttled, reason, startedAt, endedAt } = operation;
  if (jobs === 1 && (endedAt ?? 0) - startedAt <= WAITED_MS) return;
  const subject = {
    actorId: operation.actorId,
    actor: operation.actor,
    action: `jobs.${kind}`,
    permission: kind === 'cancel' || kind === 'terminate' ? 'jobs.end' : 'jobs.submit',
    address: 'bulk operation',
    userAgent: null,
    connectionId: operation.connectionId,
    subject: `bulk ${id}`,
    input: { jobs, reason },
  };
  const attempt = await auditAttempt(prisma, clock(), subject);
  const after = { done, failed, calls, throttled };
  await auditOutcome(prisma, clock(), attempt, subject, {
    phase: done === 0 && failed > 0 ? 'failed' : 'succeeded',
    after,
    ...(done === 0 && failed > 0 && { error: { code: 'refused', message: `All ${failed} were refused.` } }),
  });
}
