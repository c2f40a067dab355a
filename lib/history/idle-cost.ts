import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { ofRun, recordedUpTo } from './where';

const DAY_MS = 86_400_000;

/**
 * What each environment paid in the last 24 hours of the connection's time for capacity that no job had, nano-USD: instances without
 * a job, and what was left over beside jobs. Environments without such a charge are absent. Source: the recorded charges.
 */
export async function idleCosts(prisma: PrismaClient, where: Where): Promise<Map<string, bigint>> {
  const upTo = await recordedUpTo(prisma, where);
  if (upTo === null) return new Map();
  const rows = await prisma.$queryRaw<{ environment: string; paid: string }[]>`
    SELECT environment, sum(paid_nano_usd)::text AS paid FROM charge
    WHERE ${ofRun(where)} AND job_id IS NULL AND kind IN ('idle', 'unused') AND hour_at > ${new Date(upTo - DAY_MS)}
    GROUP BY 1`;
  return new Map(rows.map(({ environment, paid }) => [environment, BigInt(paid)]));
}
