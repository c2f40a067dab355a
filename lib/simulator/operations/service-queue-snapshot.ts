import type { JobQueueDetail } from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { Machine } from '../machine';
import { byCodeUnit } from './pages';
import { isQuotaPolicy } from './service-queue-rules';

const FRONT_MAX = 100;
const SHARES_MAX = 20;

type Usage = { capacityUnit: string; quantity: number }[];

function usageOf(byUnit: Record<string, number>): Usage {
  const units = Object.entries(byUnit).sort(([a], [b]) => byCodeUnit(a, b));
  return units.map(([capacityUnit, quantity]) => ({ capacityUnit, quantity }));
}

const sumOf = (usage: Usage): number => usage.reduce((sum, { quantity }) => sum + quantity, 0);

/** GetJobQueueSnapshot of a queue of service jobs: capacity in instances by type, and the front of each quota share. */
export function serviceSnapshot(machine: Machine, name: string, queue: JobQueueDetail): object {
  const lastUpdatedAt = machine.at();
  const front = machine.serviceFront(name, FRONT_MAX);
  const { total, byShare } = machine.serviceUse(name);
  const shown = ({ jobId, since }: { jobId: string; since: number }) => ({
    jobArn: batchArn(machine.place, 'service-job', jobId),
    earliestTimeAtPosition: since,
  });
  const used = [...byShare].map(([share, units]) => ({ share, usage: usageOf(units) }));
  used.sort((a, b) => sumOf(b.usage) - sumOf(a.usage) || byCodeUnit(a.share, b.share));
  const isQuota = isQuotaPolicy(machine, queue.schedulingPolicyArn);
  const isFair = queue.schedulingPolicyArn !== undefined && !isQuota;
  const top = used.slice(0, SHARES_MAX);
  const fair = {
    activeShareCount: machine.activeServiceShares(name).length,
    topCapacityUtilization: top.map(({ share, usage }) => ({ shareIdentifier: share, capacityUsage: usage })),
  };
  const quota = {
    topCapacityUtilization: top.map(({ share, usage }) => ({ quotaShareName: share, capacityUsage: usage })),
  };
  const shares = Object.entries(front.byShare).map(([share, job]): [string, object[]] => [share, [shown(job)]]);
  return {
    frontOfQueue: { jobs: front.all.map(shown), lastUpdatedAt },
    ...(isQuota ? { frontOfQuotaShares: { quotaShares: Object.fromEntries(shares), lastUpdatedAt } } : {}),
    queueUtilization: {
      totalCapacityUsage: usageOf(total),
      ...(isFair ? { fairshareUtilization: fair } : {}),
      ...(isQuota ? { quotaShareUtilization: quota } : {}),
      lastUpdatedAt,
    },
  };
}
