import 'server-only';
import { type BatchClient, DescribeJobDefinitionsCommand, DescribeJobsCommand } from '@aws-sdk/client-batch';
import type { Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import { type JsonObject, submitCallLike } from '@/lib/forms';
import { readCurrentVersion, readJob, type Where } from '@/lib/history';

export interface ClonedJob {
  id: string;
  name: string;
  call: JsonObject;
  /** Set where AWS no longer knows it: secrets are masks then, and have to be typed again. */
  isFromHistory: boolean;
}

/**
 * The call that submits a job like this one; of a child or node its array or multi-node job is meant. Null where the job is
 * unknown or out of scope. Values come from AWS, as history keeps no secrets; history gives what AWS has forgotten, and everything
 * where `batch` is null: of an epoch that is over.
 */
export async function cloneJob(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  batch: BatchClient | null,
  asked: string,
): Promise<ClonedJob | null> {
  const id = asked.replace(/[:#]\d+$/, '');
  const page = await readJob(prisma, scope, where, id);
  if (page === null) return null;
  const recorded = { id, name: page.job.name };
  const shown = batch === null ? null : await described(batch, id);
  if (shown !== null) return { ...recorded, call: submitCallLike(shown.job, shown.definition), isFromHistory: false };
  const definition = await readCurrentVersion(prisma, scope, where, 'job-definition', page.job.definition);
  const { job, detail } = page;
  const kept = {
    ...detail,
    jobName: job.name,
    jobQueue: job.queue,
    jobDefinition: job.definition,
    ...(job.share !== null && { shareIdentifier: job.share }),
    ...(job.array !== null && { arrayProperties: { size: job.array.size } }),
  };
  return { ...recorded, call: submitCallLike(kept, definition?.document ?? null), isFromHistory: true };
}

/** The job and its definition as AWS shows them; null where it does not know the job, or does not answer. */
async function described(batch: BatchClient, id: string): Promise<{ job: object; definition: object | null } | null> {
  try {
    const { jobs: [job] = [] } = await batch.send(new DescribeJobsCommand({ jobs: [id] }));
    if (job === undefined) return null;
    const name = nameOfArn(job.jobDefinition ?? '');
    const { jobDefinitions: [definition] = [] } = await batch.send(
      new DescribeJobDefinitionsCommand({ jobDefinitions: [name] }),
    );
    return { job, definition: definition ?? null };
  } catch (error) {
    console.error(`Job ${id} could not be described; history stands in:`, error);
    return null;
  }
}
