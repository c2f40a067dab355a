import { z } from 'zod';
import { queuesSeen, type Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import { currentResources } from './resources';
import { inScope, ofRun } from './where';

/**
 * What an act changes on a connection. Names may be ARNs, a definition's `name` or `name:revision`.
 * - `whole`: everything of it, such as its clock: not for who is narrowed to some queues.
 * - `queue`: one that is in scope, whether it exists already or not.
 * - `environment`, `policy`: all queues that use it must be in scope, and at least one must.
 * - `definition`: no job of a queue out of scope may have used it.
 * - `jobs`: none may belong to a queue out of scope; ids that were never recorded pass.
 */
export type Touched =
  | { kind: 'whole' }
  | { kind: 'queue' | 'environment' | 'policy' | 'definition'; name: string }
  | { kind: 'jobs'; ids: readonly string[] };

/** Why something is out of scope: unseen reads as absent; what is seen but shared with others may not be changed. */
export interface OutOfScope {
  code: 'not-found' | 'forbidden';
  message: string;
}

const NOUN = { queue: 'queue', environment: 'environment', policy: 'scheduling policy', definition: 'definition' };

/** The first of what an act touches that the scope does not let be changed, or null. One statement at most for each. */
export async function firstOutOfScope(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  touched: readonly Touched[],
): Promise<OutOfScope | null> {
  if (!inScope(scope, where)) return { code: 'not-found', message: 'There is no such connection here.' };
  const seen = queuesSeen(scope, where.connectionId);
  if (seen === 'all') return null;
  for (const one of touched) {
    const refusal = await refusalOf(prisma, where, new Set(seen), one);
    if (refusal !== null) return refusal;
  }
  return null;
}

async function refusalOf(
  prisma: PrismaClient,
  where: Where,
  seen: ReadonlySet<string>,
  one: Touched,
): Promise<OutOfScope | null> {
  if (one.kind === 'whole') {
    const only = [...seen].join(', ') || 'none';
    return { code: 'forbidden', message: `This changes every queue of the connection; yours are ${only}.` };
  }
  if (one.kind === 'jobs') {
    const foreign = await foreignJob(prisma, where, seen, one.ids);
    return foreign === null ? null : absent(`job ${foreign}`);
  }
  const name = nameOfArn(one.name);
  if (one.kind === 'queue') return seen.has(name) ? null : absent(`queue ${name}`);
  if (one.kind === 'definition') {
    // AWS may read 01 as 1: what is looked up is the revision that is meant.
    const meant = name.replace(/:0+(?=\d)/, ':');
    const isShared = await usedElsewhere(prisma, where, seen, meant);
    return isShared ? shared(`definition ${meant}`, ['jobs of queues that are not yours']) : null;
  }
  const users = await queuesUsing(prisma, where, one.kind, name);
  if (!users.some((queue) => seen.has(queue))) return absent(`${NOUN[one.kind]} ${name}`);
  const others = users.filter((queue) => !seen.has(queue));
  // Others' queues are not named: who is narrowed does not see them.
  return others.length === 0 ? null : shared(`${NOUN[one.kind]} ${name}`, ['queues that are not yours']);
}

function absent(what: string): OutOfScope {
  return { code: 'not-found', message: `There is no ${what} here.` };
}

function shared(what: string, by: readonly string[]): OutOfScope {
  return { code: 'forbidden', message: `The ${what} is also used by ${by.join(', ')}; ask an administrator.` };
}

const usesOf = z.looseObject({
  computeEnvironmentOrder: z.array(z.looseObject({ computeEnvironment: z.string() })).catch([]),
  schedulingPolicyArn: z.string().optional().catch(undefined),
});

/** The queues that stand on an environment or follow a policy now, by name. */
export async function queuesUsing(
  prisma: PrismaClient,
  where: Where,
  kind: 'environment' | 'policy',
  name: string,
): Promise<string[]> {
  const queues = await currentResources(prisma, where, 'job-queue');
  return queues.flatMap((queue) => {
    const uses = usesOf.parse(queue.document);
    const arns =
      kind === 'policy'
        ? [uses.schedulingPolicyArn ?? '']
        : uses.computeEnvironmentOrder.map((entry) => entry.computeEnvironment);
    return arns.some((arn) => nameOfArn(arn) === name) ? [queue.name] : [];
  });
}

/** The subjects of the audit log that belong to these queues: themselves, what feeds them, the policies they follow. */
export async function subjectsOf(prisma: PrismaClient, where: Where, seen: readonly string[]): Promise<string[]> {
  const queues = await currentResources(prisma, where, 'job-queue');
  const subjects = new Set(seen.map((queue) => `queue ${queue}`));
  for (const queue of queues.filter(({ name }) => seen.includes(name))) {
    const uses = usesOf.parse(queue.document);
    for (const { computeEnvironment } of uses.computeEnvironmentOrder) {
      subjects.add(`environment ${nameOfArn(computeEnvironment)}`);
    }
    if (uses.schedulingPolicyArn !== undefined) subjects.add(`policy ${nameOfArn(uses.schedulingPolicyArn)}`);
  }
  return [...subjects];
}

async function foreignJob(
  prisma: PrismaClient,
  where: Where,
  seen: ReadonlySet<string>,
  ids: readonly string[],
): Promise<string | null> {
  const names = ids.map(nameOfArn);
  const [row] = await prisma.$queryRaw<{ aws_id: string }[]>`
    SELECT aws_id FROM job WHERE ${ofRun(where)} AND aws_id = ANY(${names}::text[])
      AND NOT (queue = ANY(${[...seen]}::text[])) LIMIT 1`;
  return row?.aws_id ?? null;
}

async function usedElsewhere(
  prisma: PrismaClient,
  where: Where,
  seen: ReadonlySet<string>,
  name: string,
): Promise<boolean> {
  const revisions = name.includes(':')
    ? [name]
    : (
        await prisma.resourceVersion.findMany({
          where: { ...where, kind: 'job-definition', name: { startsWith: `${name}:` } },
          select: { name: true },
          distinct: ['name'],
        })
      ).map((row) => row.name);
  const [row] = await prisma.$queryRaw<{ shared: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM unnest(${revisions}::text[]) AS r(name), LATERAL (
      SELECT 1 FROM job WHERE ${ofRun(where)} AND definition = r.name AND parent_aws_id IS NULL AND NOT is_relay
        AND NOT (queue = ANY(${[...seen]}::text[])) LIMIT 1) AS u) AS shared`;
  return row?.shared ?? false;
}
