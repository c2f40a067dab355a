import type { BatchClient } from '@aws-sdk/client-batch';
import { auditAttempt, auditOutcome } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import { seeWorld, send, subjectOf } from './aws';
import type { Guide, GuideCall, StepKey, StepTimes } from './contract';
import { type GuideStepCall, type Move, nextMove, stepsOf } from './decide';
import { endGuide, guideById, keepProgress } from './store';

/** What a guide needs of the connection it works on. */
export interface GuideConnection {
  readonly id: number;
  readonly epoch: number;
  readonly driver: { batchAs(actor: string): BatchClient; simulated?: { clock(): { now: number } } };
  caughtUp(patience: number): Promise<boolean>;
}

export interface GuideParts {
  readonly prisma: PrismaClient;
  /** Wall time, ms. */
  readonly clock: () => number;
}

/** How long a move waits for history to have what the one before did. Ms. */
const PATIENCE_MS = 2000;
/** Calls that a guide keeps; older ones are in the audit log. */
const MOST_CALLS = 200;

/** Now, in ms of the connection's time. */
export function timeOf(connection: GuideConnection, clock: () => number): number {
  return connection.driver.simulated?.clock().now ?? clock();
}

/**
 * Makes one move of a guide: looks at AWS, decides, calls, keeps what came of it. Tells what it did; `waits` when nothing is
 * to be done now. Whatever this was stopped at, the next look sees where things stand.
 */
export async function advance(
  parts: GuideParts,
  connection: GuideConnection,
  id: string,
): Promise<'moved' | 'waits' | 'over'> {
  await connection.caughtUp(PATIENCE_MS);
  const guide = await guideById(parts.prisma, id);
  if (guide === null || (guide.state !== 'running' && guide.state !== 'putting-back')) return 'over';
  const batch = connection.driver.batchAs(guide.actor);
  const move = nextMove(guide, await seeWorld(batch, parts.prisma, guide));
  const at = timeOf(connection, parts.clock);
  if (move.kind === 'end') {
    await keep(parts, guide, {
      steps: stepsAt(guide, null, at),
      calls: closed(guide.calls),
      note: null,
      problem: null,
    });
    await endGuide(parts.prisma, guide, move.state, at);
    return 'over';
  }
  const steps = stepsAt(guide, move.step, at);
  if (move.kind === 'call') return call(parts, connection, guide, batch, move, steps);
  await keep(parts, guide, {
    steps,
    calls: closed(guide.calls),
    note: move.kind === 'wait' ? move.note : null,
    problem: move.kind === 'stuck' ? { message: move.why, since: guide.problem?.since ?? at, tries: 0 } : null,
  });
  return 'waits';
}

async function call(
  parts: GuideParts,
  connection: GuideConnection,
  guide: Guide,
  batch: BatchClient,
  move: Extract<Move, { kind: 'call' }>,
  steps: StepTimes,
): Promise<'moved' | 'waits'> {
  const at = timeOf(connection, parts.clock);
  const begun: GuideCall = {
    at,
    operation: move.call.operation,
    subject: subjectOf(guide, move.call),
    ok: null,
    message: null,
  };
  const former = retried(closed(guide.calls), begun);
  await keep(parts, guide, { steps, calls: [...former, begun], note: guide.note, problem: guide.problem });
  const told = await tellAudit(parts, connection, guide, move.call);
  try {
    const message = await send(batch, guide, move.call);
    await told('succeeded', null);
    await keep(parts, guide, { steps, calls: [...former, { ...begun, ok: true, message }], note: null, problem: null });
    return 'moved';
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await told('failed', message);
    const { since = at, tries = 0 } = guide.problem ?? {};
    const problem = { message, since, tries: tries + 1 };
    await keep(parts, guide, { steps, calls: [...former, { ...begun, ok: false, message }], note: null, problem });
    return 'waits';
  }
}

/** A call that is tried again stands once in the list, with its newest outcome. */
function retried(calls: GuideCall[], next: GuideCall): GuideCall[] {
  const last = calls.at(-1);
  const isAgain = last?.ok === false && last.operation === next.operation && last.subject === next.subject;
  return isAgain ? calls.slice(0, -1) : calls;
}

/** Calls whose answer was lost with a former process say so: what they did was looked up. */
function closed(calls: readonly GuideCall[]): GuideCall[] {
  const lost = 'The portal stopped before the answer came; what it did was looked up.';
  return calls.map((one) => (one.ok === null ? { ...one, ok: true, message: lost } : one)).slice(-MOST_CALLS + 1);
}

/** Steps before the one at hand are over; null ends them all. Steps that were never needed begin and end at once. */
function stepsAt(guide: Guide, now: StepKey | null, at: number): StepTimes {
  const keys = stepsOf(guide);
  const index = now === null ? keys.length : keys.indexOf(now);
  const steps: StepTimes = { ...guide.steps };
  for (const [place, key] of keys.entries()) {
    const known = steps[key];
    if (place < index) steps[key] = { startedAt: known?.startedAt ?? at, endedAt: known?.endedAt ?? at };
    if (place === index) steps[key] = { startedAt: known?.startedAt ?? at, endedAt: null };
  }
  return steps;
}

async function keep(
  { prisma }: GuideParts,
  guide: Guide,
  progress: Pick<Guide, 'steps' | 'calls' | 'note' | 'problem'>,
): Promise<void> {
  await keepProgress(prisma, guide.id, progress);
}

/** Writes each call to the audit log under the name of who asked for the guide; gives what tells the outcome. */
async function tellAudit(
  { prisma, clock }: GuideParts,
  connection: GuideConnection,
  guide: Guide,
  call: GuideStepCall,
): Promise<(phase: 'succeeded' | 'failed', message: string | null) => Promise<void>> {
  const subject = {
    actorId: guide.actorId,
    actor: guide.actor,
    action: `guides.${call.operation}`,
    permission: 'resources.write',
    address: 'guided delete',
    userAgent: null,
    connectionId: connection.id,
    subject: `${guide.kind} ${guide.name}`,
    input: call,
  };
  const attempt = await auditAttempt(prisma, clock(), subject);
  return (phase, message) =>
    auditOutcome(prisma, clock(), attempt, subject, {
      phase,
      ...(message !== null && { error: { code: 'refused', message } }),
    });
}
