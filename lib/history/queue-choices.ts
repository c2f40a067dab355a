import { z } from 'zod';
import type { Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { currentResources } from './resources';
import { environmentOf } from './service-environments';
import type { QueueChoice } from './submit-contract';
import { inScope, seesQueue } from './where';

const queueDocument = z.looseObject({
  state: z.string().catch('ENABLED'),
  jobQueueType: z.string().optional().catch(undefined),
  schedulingPolicyArn: z.string().optional().catch(undefined),
  computeEnvironmentOrder: z.array(z.looseObject({ computeEnvironment: z.string() })).catch([]),
});

const policyDocument = z.looseObject({
  fairsharePolicy: z
    .looseObject({ shareDistribution: z.array(z.looseObject({ shareIdentifier: z.string() })).catch([]) })
    .optional()
    .catch(undefined),
});

const environmentDocument = z.looseObject({
  computeResources: z
    .looseObject({ type: z.string().catch('EC2'), instanceTypes: z.array(z.string()).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const PLATFORMS: Readonly<Record<string, 'EC2' | 'FARGATE'>> = { ECS: 'EC2', ECS_FARGATE: 'FARGATE' };

/** The queues in scope that jobs (not service jobs) may be submitted to, by name, with what a submit has to know of them; `name` narrows them to one. */
export async function readQueueChoices(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  name?: string,
): Promise<QueueChoice[]> {
  if (!inScope(scope, where)) return [];
  const [queues, policies, environments] = await Promise.all([
    currentResources(prisma, where, 'job-queue', name),
    currentResources(prisma, where, 'scheduling-policy'),
    currentResources(prisma, where, 'compute-environment'),
  ]);
  return queues
    .filter(({ name: own, document }) => seesQueue(scope, where, own) && environmentOf(document) === null)
    .map((queue) => {
      const { state, jobQueueType, schedulingPolicyArn, computeEnvironmentOrder } = queueDocument.parse(queue.document);
      const policy = policyDocument.parse(policies.find(({ arn }) => arn === schedulingPolicyArn)?.document ?? {});
      const types = computeEnvironmentOrder.map(({ computeEnvironment }) => {
        const found = environments.find((one) => one.name === nameOfArn(computeEnvironment));
        return environmentDocument.parse(found?.document ?? {}).computeResources?.instanceTypes ?? null;
      });
      const platform = PLATFORMS[jobQueueType ?? ''] ?? null;
      return {
        name: queue.name,
        state,
        isFairShare: schedulingPolicyArn !== undefined,
        shares: policy.fairsharePolicy?.shareDistribution.map(({ shareIdentifier }) => shareIdentifier) ?? [],
        platform,
        instanceTypes: types.every((one) => one !== null) && types.length > 0 ? [...new Set(types.flat())] : null,
      };
    });
}
