import type { Scope } from '@/lib/access';
import { RUNNING_STATUSES } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import {
  countOpenJobs,
  type JobRow,
  jobsInEnvironment,
  listJobs,
  readEnvironments,
  readQueues,
  seesQueue,
  type Where,
} from '@/lib/history';
import type { Guide, GuideKind, StepKey } from './contract';
import { stepsOf } from './decide';
import { newestGuide, openGuides } from './store';

/** A guided delete as its page shows it. */
export interface GuideView extends Omit<Guide, 'connectionId' | 'epoch' | 'actorId' | 'arn'> {
  /** Its steps in order. */
  order: StepKey[];
  jobsLeft: { waiting: number; running: number };
  /** A few of the jobs that run, those in scope. */
  runningJobs: JobRow[];
}

/** One line about a guide that is not over. */
export type OpenGuide = Pick<Guide, 'kind' | 'name' | 'state' | 'note' | 'problem' | 'startedAt'> & {
  step: number;
  steps: number;
  now: StepKey | null;
};

const SHOWN_JOBS = 5;

/** The newest guide of a resource, open or over; null where none was begun, or the resource was never in scope. */
export async function readGuide(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  kind: GuideKind,
  name: string,
): Promise<GuideView | null> {
  const guide = await newestGuide(prisma, { ...where, kind, name });
  if (guide === null || !(await maySee(prisma, scope, where, guide))) return null;
  if (guide.state === 'done' && (await isThereAgain(prisma, scope, where, guide))) return null;
  const { connectionId: _, epoch: __, actorId: ___, arn: ____, ...shown } = guide;
  const [jobsLeft, runningJobs] =
    kind === 'queue'
      ? await Promise.all([
          countOpenJobs(prisma, where, name),
          listJobs(prisma, scope, where, { queue: [name], status: [...RUNNING_STATUSES], limit: SHOWN_JOBS }),
        ])
      : await inEnvironment(prisma, scope, where, name);
  return { ...shown, order: [...stepsOf(guide)], jobsLeft, runningJobs: runningJobs.rows };
}

async function inEnvironment(prisma: PrismaClient, scope: Scope, where: Where, name: string) {
  const { waiting, running, first } = await jobsInEnvironment(prisma, where, name);
  const jobs = first.length === 0 ? { rows: [] } : await listJobs(prisma, scope, where, { ids: first });
  return [{ waiting, running }, jobs] as const;
}

/** Whether a resource of the name of one that was deleted exists by now. */
async function isThereAgain(prisma: PrismaClient, scope: Scope, where: Where, { kind, name }: Guide): Promise<boolean> {
  const rows = await (kind === 'queue' ? readQueues : readEnvironments)(prisma, scope, where);
  return rows.some((row) => row.name === name);
}

/** A guide is seen by who sees its resource; one that is deleted, by who sees the queues that it had. */
async function maySee(prisma: PrismaClient, scope: Scope, where: Where, guide: Guide): Promise<boolean> {
  if (guide.kind === 'queue') return seesQueue(scope, where, guide.name);
  const names = guide.before.queues.map(({ name }) => name);
  if (names.length === 0 || names.some((name) => seesQueue(scope, where, name))) return true;
  return (await readEnvironments(prisma, scope, where)).some(({ name }) => name === guide.name);
}

/** The guides of a connection that are not over, of the resources in scope. */
export async function readOpenGuides(prisma: PrismaClient, scope: Scope, where: Where): Promise<OpenGuide[]> {
  const guides = await openGuides(prisma, where);
  const seen = await Promise.all(guides.map((guide) => maySee(prisma, scope, where, guide)));
  return guides
    .filter((_, index) => seen[index] === true)
    .map((guide) => {
      const order = stepsOf(guide);
      const now = order.find((key) => guide.steps[key]?.endedAt === null) ?? null;
      const { kind, name, state, note, problem, startedAt } = guide;
      const step = now === null ? 1 : order.indexOf(now) + 1;
      return { kind, name, state, note, problem, startedAt, now, step, steps: order.length };
    });
}
