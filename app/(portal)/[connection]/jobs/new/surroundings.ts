import 'server-only';
import { nameIn } from '@/app/form-call';
import type { Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import { dependenciesIn, type JsonObject, type SubmitSurroundings } from '@/lib/forms';
import { listJobs, readDefinitions, readQueueChoices, type Where } from '@/lib/history';

/** What one submit is checked against: its queue, its definition and the jobs it depends on, as far as they are recorded. */
export async function submitSurroundings(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  call: JsonObject,
): Promise<SubmitSurroundings> {
  const ids = dependenciesIn(call);
  const [queues, definitions, jobs] = await Promise.all([
    readQueueChoices(prisma, scope, where, nameOfArn(nameIn(call, 'jobQueue'))),
    readDefinitions(prisma, scope, where, nameIn(call, 'jobDefinition')),
    ids.length === 0 ? [] : listJobs(prisma, scope, where, { ids }).then(({ rows }) => rows),
  ]);
  return {
    queues,
    definitions,
    jobs: Object.fromEntries(jobs.map(({ id, array }) => [id, { arraySize: array?.size ?? null }])),
  };
}
