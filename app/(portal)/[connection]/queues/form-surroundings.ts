import 'server-only';
import type { Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { QueueSurroundings } from '@/lib/forms';
import { readEnvironments, readPolicies, type Where } from '@/lib/history';

/** What a queue may be put on: the environments and policies of the connection. */
export async function queueSurroundings(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
): Promise<Required<QueueSurroundings>> {
  const [environments, policies] = await Promise.all([
    readEnvironments(prisma, scope, where),
    readPolicies(prisma, scope, where),
  ]);
  return {
    environments: environments.map(({ name, arn, type, status }) => ({ name, arn, type, status })),
    policies: policies.map(({ arn }) => arn),
  };
}
