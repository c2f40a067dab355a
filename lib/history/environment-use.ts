import { cataloguePrices } from '@/lib/cost';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { ofRun } from './where';

/** Nano-USD per hour. */
export interface Price {
  paid: number;
  onDemand: number;
}

/** What one environment has up and what jobs use of it now. `price` is null where something up has no known price. */
export interface EnvironmentUse {
  provisionedVcpus: number;
  usedMilliVcpus: number;
  instances: number;
  price: Price | null;
}

interface UpRow {
  environment: string;
  type: string;
  instances: number;
  vcpus: number;
  paid: string | null;
  unpriced: number;
}

interface UsedRow {
  environment: string;
  purchase: string;
  milli_vcpus: number;
  memory_mib: number;
  arm64: boolean;
  jobs: number;
}

/** The use of these environments by name; those with nothing up and nothing running are absent. */
export async function environmentUses(
  prisma: PrismaClient,
  where: Where,
  names: readonly string[],
): Promise<Map<string, EnvironmentUse>> {
  const use = new Map<string, EnvironmentUse>();
  if (names.length === 0) return use;
  const [up, used] = await Promise.all([instancesUp(prisma, where, names), sizesRunning(prisma, where)]);
  const of = (environment: string): EnvironmentUse => {
    const known = use.get(environment) ?? {
      provisionedVcpus: 0,
      usedMilliVcpus: 0,
      instances: 0,
      price: { paid: 0, onDemand: 0 },
    };
    use.set(environment, known);
    return known;
  };
  for (const row of up) addInstances(of(row.environment), row);
  for (const row of used) addJobs(of(row.environment), row);
  return use;
}

function addInstances(use: EnvironmentUse, row: UpRow): void {
  use.instances += row.instances;
  use.provisionedVcpus += row.vcpus;
  const paid = row.unpriced > 0 || row.paid === null ? null : Number(row.paid);
  if (paid === null || use.price === null) {
    use.price = null;
    return;
  }
  const list = cataloguePrices.onDemand(row.type);
  use.price.paid += paid;
  use.price.onDemand += list === null ? paid : list * row.instances;
}

function addJobs(use: EnvironmentUse, row: UsedRow): void {
  use.usedMilliVcpus += row.milli_vcpus * row.jobs;
  if (use.price === null || (row.purchase !== 'FARGATE' && row.purchase !== 'FARGATE_SPOT')) return;
  const needs = { queue: '', milliVcpus: row.milli_vcpus, memoryMib: row.memory_mib, gpus: 0, arm64: row.arm64 };
  use.price.paid += cataloguePrices.fargate(needs, row.purchase) * row.jobs;
  use.price.onDemand += cataloguePrices.fargate(needs, 'FARGATE') * row.jobs;
}

function instancesUp(prisma: PrismaClient, where: Where, names: readonly string[]): Promise<UpRow[]> {
  return prisma.$queryRaw<UpRow[]>`
    SELECT i.environment, i.type, count(*)::int AS instances, sum(i.vcpus)::int AS vcpus,
      sum(p.nano_usd_per_hour)::text AS paid, count(*) FILTER (WHERE p.nano_usd_per_hour IS NULL)::int AS unpriced
    FROM instance AS i
    LEFT JOIN LATERAL (SELECT nano_usd_per_hour FROM price_segment AS s
      WHERE ${ofRun(where, 's')} AND s.instance_id = i.instance_id ORDER BY s.from_at DESC LIMIT 1) AS p ON true
    WHERE ${ofRun(where, 'i')} AND i.environment = ANY(${[...names]}::text[]) AND i.state = 'running'
    GROUP BY 1, 2`;
}

function sizesRunning(prisma: PrismaClient, where: Where): Promise<UsedRow[]> {
  return prisma.$queryRaw<UsedRow[]>`
    SELECT u.environment, u.purchase, u.milli_vcpus, u.memory_mib, sum(u.jobs)::int AS jobs,
      coalesce(d.arm64, false) AS arm64
    FROM (SELECT a.environment, a.purchase, j.milli_vcpus, j.memory_mib, j.definition, count(*) AS jobs
      FROM attempt AS a JOIN job AS j ON j.id = a.job_id
      WHERE ${ofRun(where, 'a')} AND a.stopped_at IS NULL AND j.status IN ('STARTING', 'RUNNING')
      GROUP BY 1, 2, 3, 4, 5) AS u
    LEFT JOIN LATERAL (
      SELECT coalesce(v.document #>> '{containerProperties,runtimePlatform,cpuArchitecture}',
        v.document #>> '{ecsProperties,taskProperties,0,runtimePlatform,cpuArchitecture}') = 'ARM64' AS arm64
      FROM resource_version AS v
      WHERE u.purchase IN ('FARGATE', 'FARGATE_SPOT') AND ${ofRun(where, 'v')} AND v.kind = 'job-definition'
        AND v.name = u.definition AND v.document IS NOT NULL LIMIT 1) AS d ON true
    GROUP BY u.environment, u.purchase, u.milli_vcpus, u.memory_mib, coalesce(d.arm64, false)`;
}
