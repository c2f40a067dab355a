import { z } from 'zod';
import { Prisma, type PrismaClient } from '@/lib/db';
import {
  GUIDE_KINDS,
  GUIDE_STATES,
  type Guide,
  guideBefore,
  guideCall,
  guideProblem,
  JOB_PLANS,
  stepTimes,
} from './contract';

const stored = z.object({
  id: z.string(),
  connectionId: z.number(),
  epoch: z.number(),
  kind: z.enum(GUIDE_KINDS),
  name: z.string(),
  arn: z.string(),
  state: z.enum(GUIDE_STATES),
  jobs: z.enum(JOB_PLANS),
  reason: z.string(),
  actorId: z.string().nullable(),
  actor: z.string(),
  before: guideBefore,
  replacements: z.record(z.string(), z.string()),
  steps: stepTimes,
  calls: z.array(guideCall),
  note: z.string().nullable(),
  problem: guideProblem.nullable(),
  startedAt: z.date().transform((date) => date.getTime()),
  endedAt: z
    .date()
    .nullable()
    .transform((date) => date?.getTime() ?? null),
});

/** Writes a new guide; false where one is open for the same resource already. */
export async function insertGuide(prisma: PrismaClient, guide: Guide, wallNow: number): Promise<boolean> {
  const { problem, startedAt, endedAt: _, ...rest } = guide;
  const { count } = await prisma.guide.createMany({
    data: {
      ...rest,
      problem: problem ?? Prisma.DbNull,
      startedAt: new Date(startedAt),
      recordedAt: new Date(wallNow),
    },
    skipDuplicates: true,
  });
  return count === 1;
}

/** A guide by its id, as it stands. */
export async function guideById(prisma: PrismaClient, id: string): Promise<Guide | null> {
  const row = await prisma.guide.findUnique({ where: { id } });
  return row === null ? null : stored.parse(row);
}

/** The newest guide of a resource, open or over. */
export async function newestGuide(
  prisma: PrismaClient,
  of: Pick<Guide, 'connectionId' | 'epoch' | 'kind' | 'name'>,
): Promise<Guide | null> {
  const { connectionId, epoch, kind, name } = of;
  const row = await prisma.guide.findFirst({
    where: { connectionId, epoch, kind, name },
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
  });
  return row === null ? null : stored.parse(row);
}

/** All that are not over, of one connection's epoch. */
export async function openGuides(
  prisma: PrismaClient,
  { connectionId, epoch }: Pick<Guide, 'connectionId' | 'epoch'>,
): Promise<Guide[]> {
  const rows = await prisma.guide.findMany({
    where: { connectionId, epoch, endedAt: null },
    orderBy: [{ recordedAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => stored.parse(row));
}

/** What moves while a guide goes its way; its state and plan are a person's. */
export type GuideProgress = Pick<Guide, 'steps' | 'calls' | 'note' | 'problem'>;

/** Keeps how far a guide is. */
export async function keepProgress(prisma: PrismaClient, id: string, progress: GuideProgress): Promise<void> {
  const { steps, calls, note, problem } = progress;
  await prisma.guide.update({ where: { id }, data: { steps, calls, note, problem: problem ?? Prisma.DbNull } });
}

/** Ends a guide, unless a person gave it another direction meanwhile. */
export async function endGuide(
  prisma: PrismaClient,
  { id, state }: Pick<Guide, 'id' | 'state'>,
  end: 'done' | 'put-back',
  at: number,
): Promise<void> {
  await prisma.guide.updateMany({ where: { id, state }, data: { state: end, endedAt: new Date(at), note: null } });
}

/** Gives an open guide another direction or plan; false where it is over, or in none of the states `from`. */
export async function directGuide(
  prisma: PrismaClient,
  id: string,
  from: readonly Guide['state'][],
  to: Partial<Pick<Guide, 'state' | 'jobs'>>,
): Promise<boolean> {
  const { count } = await prisma.guide.updateMany({
    where: { id, endedAt: null, state: { in: [...from] } },
    data: { ...to, note: null, problem: Prisma.DbNull },
  });
  return count === 1;
}
