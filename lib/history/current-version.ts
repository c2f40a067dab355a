import { z } from 'zod';
import type { Scope } from '@/lib/access';
import type { ResourceKind } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { maySee } from './versions';
import { inScope, ofRun } from './where';

/** A resource as it is, and the edit that made it so: an edit elsewhere names the `version` it started from. */
export interface CurrentVersion {
  arn: string;
  name: string;
  document: object;
  /** Sequence of the last change that a person or tool made; AWS's own movements do not move it. */
  version: string;
  /** When that was, ms of the connection's time. */
  at: number;
  by: string | null;
}

interface Row {
  arn: string;
  name: string;
  document: object;
  edit_seq: bigint;
  edited_at: Date;
  edited_by: unknown;
}

const author = z.object({ actor: z.string() });

/** The newest version of a resource that exists, or null where it is unknown, gone or out of scope. */
export async function readCurrentVersion(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  kind: ResourceKind,
  name: string,
): Promise<CurrentVersion | null> {
  if (!inScope(scope, where)) return null;
  if (!(await maySee(prisma, scope, where, kind, name))) return null;
  const [row] = await prisma.$queryRaw<Row[]>`
    SELECT r.arn, r.name, r.document, e.seq AS edit_seq, e.valid_from AS edited_at, e.by AS edited_by
    FROM resource_version AS r
    JOIN LATERAL (
      SELECT seq, valid_from, by FROM resource_version AS v
      WHERE ${ofRun(where, 'v')} AND v.arn = r.arn AND v.edit ORDER BY v.valid_from DESC, v.seq DESC LIMIT 1) AS e ON true
    WHERE ${ofRun(where, 'r')} AND r.kind = ${kind} AND r.name = ${name} AND r.valid_to IS NULL AND r.document IS NOT NULL
    ORDER BY r.seq DESC LIMIT 1`;
  if (row === undefined) return null;
  const by = author.safeParse(row.edited_by);
  return {
    arn: row.arn,
    name: row.name,
    document: row.document,
    version: String(row.edit_seq),
    at: row.edited_at.getTime(),
    by: by.success ? by.data.actor : null,
  };
}
