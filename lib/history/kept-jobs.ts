import { z } from 'zod';
import type { Scope } from '@/lib/access';
import { JOB_STATUSES, type JobStatus, TERMINAL_STATUSES } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { definitionDocument } from './resources';
import { inQueues, inScope, ofRun } from './where';
import { wholeDetail } from './whole-detail';

/** A job as history kept it, with its detail, secrets masked. */
export interface KeptJob {
  id: string;
  name: string;
  queue: string;
  definition: string;
  share: string | null;
  status: JobStatus;
  detail: Record<string, unknown>;
}

/** Jobs by their ids, whole. Of no scope: for the portal's own work, not for pages. */
export async function keptJobs(prisma: PrismaClient, where: Where, ids: readonly string[]): Promise<KeptJob[]> {
  const rows = await prisma.job.findMany({
    where: { ...where, awsId: { in: [...ids] } },
    select: {
      awsId: true,
      name: true,
      queue: true,
      definition: true,
      share: true,
      status: true,
      detail: true,
      milliVcpus: true,
      memoryMib: true,
      gpus: true,
    },
  });
  const names = [...new Set(rows.map((row) => row.definition))];
  const documents = new Map(
    await Promise.all(
      names.map(async (name) => [name, await definitionDocument(prisma, where, name)] satisfies [string, unknown]),
    ),
  );
  return rows.map(({ awsId, status, detail, milliVcpus, memoryMib, gpus, ...row }) => ({
    ...row,
    id: awsId,
    status: JOB_STATUSES.find((one) => one === status) ?? 'SUBMITTED',
    detail: wholeDetail(
      z.record(z.string(), z.unknown()).catch({}).parse(detail),
      z.record(z.string(), z.unknown()).nullable().catch(null).parse(documents.get(row.definition)),
      { milliVcpus, memoryMib, gpus },
    ),
  }));
}

/** What would fail with some jobs: those that wait for them, and in turn for those. */
export interface DependentJobs {
  count: number;
  /** A few by name, those in scope. */
  first: { id: string; name: string }[];
  /** Their ids, at most as many as are looked at; to add several answers up. */
  ids: string[];
}

const SHOWN = 5;
const MOST_DEPENDENTS = 5000;
const OPEN = JOB_STATUSES.filter((status) => !(TERMINAL_STATUSES as readonly JobStatus[]).includes(status));

/** The unfinished jobs in scope that depend on `ids`, at whatever distance. */
export async function dependentsOfJobs(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  ids: readonly string[],
): Promise<DependentJobs> {
  if (!inScope(scope, where)) return { count: 0, first: [], ids: [] };
  const roots = [...new Set(ids.flatMap((id) => [id, id.replace(/[:#]\d+$/, '')]))];
  const rows = await prisma.$queryRaw<{ aws_id: string; name: string }[]>`
    WITH RECURSIVE link AS MATERIALIZED (
        SELECT j.aws_id, j.name, j.queue, regexp_replace(d ->> 'jobId', '^.*/', '') AS needs
        FROM job AS j, jsonb_array_elements(j.detail -> 'dependsOn') AS d
        WHERE ${ofRun(where, 'j')} AND j.detail ? 'dependsOn' AND j.status = ANY(${OPEN}::text[])),
      falls AS (
        SELECT aws_id FROM link WHERE needs = ANY(${roots}::text[])
        UNION SELECT link.aws_id FROM link JOIN falls ON link.needs = falls.aws_id)
    SELECT DISTINCT link.aws_id, link.name FROM falls JOIN link USING (aws_id)
    WHERE NOT (link.aws_id = ANY(${roots}::text[]))
      ${inQueues(scope, where, undefined, 'link')}
    ORDER BY link.name, link.aws_id LIMIT ${MOST_DEPENDENTS}::int`;
  return {
    count: rows.length,
    first: rows.slice(0, SHOWN).map((row) => ({ id: row.aws_id, name: row.name })),
    ids: rows.map((row) => row.aws_id),
  };
}
