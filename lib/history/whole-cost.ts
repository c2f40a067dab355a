import { Prisma } from '@/lib/db';
import type { Where } from './contract';
import { ofRun } from './where';

/**
 * What a row of `job` cost, nano-USD: its own charges, or those of its nodes where it is a multi-node job, which has none of
 * its own. `job` is the table's name in the query, with `aws_id` and `cost_nano_usd`.
 */
export function wholeCost(where: Where, job: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce(${job}.cost_nano_usd, (SELECT sum(n.cost_nano_usd) FROM job AS n
    WHERE ${ofRun(where, 'n')} AND n.parent_aws_id = ${job}.aws_id))`;
}
