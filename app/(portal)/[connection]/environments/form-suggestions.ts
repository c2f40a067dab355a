import 'server-only';
import type { EnvironmentSuggestions } from '@/components/environment-form/environment-fields';
import type { Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import { environmentUpdateBase, isObject } from '@/lib/forms';
import { currentResources, readEnvironments, type Where } from '@/lib/history';

/** What the environments that one sees use already: their subnets and security groups, most used first. */
export async function environmentSuggestions(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
): Promise<{ names: string[]; suggestions: EnvironmentSuggestions }> {
  const [rows, resources] = await Promise.all([
    readEnvironments(prisma, scope, where),
    currentResources(prisma, where, 'compute-environment'),
  ]);
  const names = rows.map(({ name }) => name);
  const seen = resources.filter(({ name }) => names.includes(name));
  const used = (member: string): string[] => {
    const counts = new Map<string, number>();
    for (const { document } of seen) {
      const { computeResources } = environmentUpdateBase(document);
      const list = isObject(computeResources) ? computeResources[member] : undefined;
      for (const id of Array.isArray(list) ? list : [])
        if (typeof id === 'string') counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  };
  return { names, suggestions: { subnets: used('subnets'), securityGroupIds: used('securityGroupIds') } };
}
