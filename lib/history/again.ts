import type { Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { JobPage, Where } from './contract';
import { inQueues, ofRun } from './where';

/** Which job this one was submitted again as, the newest, and of which it is the repetition; those in scope. */
export async function againOf(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  jobId: string,
): Promise<JobPage['again']> {
  const [as, of] = await Promise.all([
    prisma.$queryRaw<{ id: string }[]>`
      SELECT j.aws_id AS id FROM bulk_item AS i JOIN bulk_operation AS o ON o.id = i.operation_id
        JOIN job AS j ON j.aws_id = i.new_aws_job_id
      WHERE i.aws_job_id = ${jobId} AND ${ofRun(where, 'o')} AND ${ofRun(where, 'j')}
        ${inQueues(scope, where, undefined, 'j')}
      ORDER BY j.id DESC LIMIT 1`,
    prisma.$queryRaw<{ id: string }[]>`
      SELECT j.aws_id AS id FROM bulk_item AS i JOIN bulk_operation AS o ON o.id = i.operation_id
        JOIN job AS j ON j.aws_id = i.aws_job_id
      WHERE i.new_aws_job_id = ${jobId} AND ${ofRun(where, 'o')} AND ${ofRun(where, 'j')}
        ${inQueues(scope, where, undefined, 'j')}
      LIMIT 1`,
  ]);
  return { as: as[0]?.id ?? null, of: of[0]?.id ?? null };
}
