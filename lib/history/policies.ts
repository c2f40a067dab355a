import { z } from 'zod';
import { queuesSeen, type Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { PolicyRow, Where } from './contract';
import { currentResources } from './resources';
import { inScope } from './where';

const policyDocument = z.looseObject({
  fairsharePolicy: z
    .looseObject({
      shareDecaySeconds: z.number().catch(0),
      computeReservation: z.number().catch(0),
      shareDistribution: z
        .array(z.looseObject({ shareIdentifier: z.string(), weightFactor: z.number().catch(1) }))
        .catch([]),
    })
    .optional(),
});

const usesPolicy = z.looseObject({ schedulingPolicyArn: z.string().optional() });

/** All scheduling policies, by name, with the queues in scope that use each. A scope by queue sees those its queues use. */
export async function readPolicies(prisma: PrismaClient, scope: Scope, where: Where): Promise<PolicyRow[]> {
  if (!inScope(scope, where)) return [];
  const [policies, queues] = await Promise.all([
    currentResources(prisma, where, 'scheduling-policy'),
    currentResources(prisma, where, 'job-queue'),
  ]);
  const allowed = queuesSeen(scope, where.connectionId);
  const users = new Map<string, string[]>();
  for (const queue of queues) {
    const { schedulingPolicyArn: arn } = usesPolicy.parse(queue.document);
    if (arn === undefined || !(allowed === 'all' || allowed.includes(queue.name))) continue;
    users.set(arn, [...(users.get(arn) ?? []), queue.name]);
  }
  return policies
    .map(({ document, stateSince: _, ...policy }): PolicyRow => {
      const fairShare = policyDocument.parse(document).fairsharePolicy;
      return {
        ...policy,
        shares: (fairShare?.shareDistribution ?? []).map(({ shareIdentifier, weightFactor }) => ({
          identifier: shareIdentifier,
          weight: weightFactor,
        })),
        decaySeconds: fairShare?.shareDecaySeconds ?? 0,
        reservationPercent: fairShare?.computeReservation ?? 0,
        queues: users.get(policy.arn) ?? [],
      };
    })
    .filter((policy) => allowed === 'all' || policy.queues.length > 0);
}
