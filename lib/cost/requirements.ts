import type { JobDetail, RuntimePlatform } from '@aws-sdk/client-batch';
import type { JobChange } from '@/lib/batch';
import { isTerminal } from '@/lib/batch';
import type { Requirements } from './contract';

/** What jobs ask for, by id, from the facts in their changes; forgotten when they end. Array children have their parent's. */
export interface RequirementsBook {
  of(change: JobChange): Requirements | null;
  /** Call it after the change was used. */
  close(change: JobChange): void;
}

function platformOf({ container, ecsProperties }: JobDetail): RuntimePlatform | undefined {
  return container?.runtimePlatform ?? ecsProperties?.taskProperties?.[0]?.runtimePlatform;
}

export function createRequirementsBook(): RequirementsBook {
  const known = new Map<string, Requirements>();
  return {
    of(change) {
      const facts = change.facts;
      if (facts !== undefined) {
        const queueArn = facts.detail.jobQueue ?? '';
        known.set(change.jobId, {
          queue: queueArn.slice(queueArn.indexOf('/') + 1),
          milliVcpus: facts.milliVcpus,
          memoryMib: facts.memoryMib,
          gpus: facts.gpus,
          arm64: platformOf(facts.detail)?.cpuArchitecture === 'ARM64',
        });
      }
      return known.get(change.jobId) ?? known.get(change.parentId ?? '') ?? null;
    },
    close(change) {
      if (isTerminal(change.status)) known.delete(change.jobId);
    },
  };
}
