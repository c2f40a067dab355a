import type { GetJobQueueSnapshotCommandInput } from '@aws-sdk/client-batch';
import { batchArn } from '@/lib/batch';
import type { Machine } from '../machine';
import { byCodeUnit } from './pages';
import { knownQueue } from './queue-lookup';
import { serviceSnapshot } from './service-queue-snapshot';

const FRONT_MAX = 100;
const SHARES_MAX = 20;

const usageIn = (capacityUnit: string) => (milliVcpus: number) => [{ capacityUnit, quantity: milliVcpus / 1000 }];

function byShare(
  used: ReadonlyMap<string, number>,
  activeShareCount: number,
  usage: (milliVcpus: number) => object,
): object {
  const shares = [...used].sort(([a, most], [b, more]) => more - most || byCodeUnit(a, b));
  return {
    activeShareCount,
    topCapacityUtilization: shares.slice(0, SHARES_MAX).map(([shareIdentifier, milliVcpus]) => ({
      shareIdentifier,
      capacityUsage: usage(milliVcpus),
    })),
  };
}

/**
 * GetJobQueueSnapshot: the first 100 RUNNABLE jobs in order of dispatch, and what the queue's jobs hold, by share where
 * it has a policy. AWS renews its snapshot now and then; this one is of the moment of the call.
 */
export function getJobQueueSnapshot(machine: Machine, input: GetJobQueueSnapshotCommandInput): object {
  const { name, queue } = knownQueue(machine, input.jobQueue ?? '');
  const lastUpdatedAt = machine.at();
  if (queue.jobQueueType === 'SAGEMAKER_TRAINING') return serviceSnapshot(machine, name, queue);
  const usage = usageIn(queue.jobQueueType === 'EKS' ? 'cpu' : 'VCPU');
  const used = machine.usedByShare(name);
  const total = [...used.values()].reduce((sum, milliVcpus) => sum + milliVcpus, 0);
  return {
    frontOfQueue: {
      jobs: machine.frontOfQueue(name, FRONT_MAX).map(({ row, since }) => ({
        jobArn: batchArn(machine.place, 'job', machine.view(row).jobId),
        earliestTimeAtPosition: since,
      })),
      lastUpdatedAt,
    },
    queueUtilization: {
      totalCapacityUsage: usage(total),
      ...(queue.schedulingPolicyArn === undefined
        ? {}
        : { fairshareUtilization: byShare(used, machine.activeShares(name).length, usage) }),
      lastUpdatedAt,
    },
  };
}
