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
const MOST_DEPENDENTS = 50_000;
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
    WITH RECURSIVE falls AS (
        SELECT unnest(${roots}::text[]) AS aws_id, NULL::text AS name, NULL::text AS queue
        UNION SELECT j.aws_id, j.name, j.queue FROM falls JOIN job AS j ON j.detail ? 'dependsOn'
          AND (j.detail -> 'dependsOn') @> jsonb_build_array(jsonb_build_object('jobId', falls.aws_id))
        WHERE ${ofRun(where, 'j')} AND j.status = ANY(${OPEN}::text[]))
    SELECT aws_id, name FROM falls
    WHERE name IS NOT NULL AND NOT (aws_id = ANY(${roots}::text[])) ${inQueues(scope, where, undefined)}
    ORDER BY name, aws_id LIMIT ${MOST_DEPENDENTS}::int`;
  return {
    count: rows.length,
    first: rows.slice(0, SHOWN).map((row) => ({ id: row.aws_id, name: row.name })),
    ids: rows.map((row) => row.aws_id),
  };
}
