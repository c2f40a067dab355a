import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '@/lib/db';
import { type GuideConnection, timeOf } from './advance';
import { seeQueues, seeTarget } from './aws';
import type { Guide, GuideKind, JobPlan } from './contract';
import { insertGuide } from './store';

/** A guided delete that is asked for. */
export interface GuideRequest {
  kind: GuideKind;
  name: string;
  jobs: JobPlan;
  reason: string;
  /** For each queue that would have no environment left, the one that it gets. */
  replacements: Record<string, string>;
  actorId: string | null;
  actor: string;
}

/** Why a guide could not begin; `field` names what to give. */
export type GuideRefusal =
  | { kind: 'gone' }
  | { kind: 'open' }
  | { kind: 'needs-replacement'; queue: string }
  | { kind: 'bad-replacement'; queue: string; environment: string };

/** Keeps what there is now and begins; nothing is sent yet: kick the worker. */
export async function beginGuide(
  prisma: PrismaClient,
  connection: GuideConnection,
  clock: () => number,
  request: GuideRequest,
): Promise<Guide | GuideRefusal> {
  const batch = connection.driver.batchAs(request.actor);
  const target = await seeTarget(batch, request);
  if (target === null || target.status === 'DELETING') return { kind: 'gone' };
  const isQueue = request.kind === 'queue';
  const queues = isQueue ? [] : (await seeQueues(batch)).filter((one) => one.environments.includes(request.name));
  for (const { name, environments } of queues) {
    if (environments.length > 1) continue;
    const environment = request.replacements[name];
    if (environment === undefined) return { kind: 'needs-replacement', queue: name };
    const found = await seeTarget(batch, { kind: 'environment', name: environment });
    if (environment === request.name || found?.status !== 'VALID') {
      return { kind: 'bad-replacement', queue: name, environment };
    }
  }
  const guide: Guide = {
    ...request,
    id: randomUUID(),
    connectionId: connection.id,
    epoch: connection.epoch,
    arn: target.arn,
    state: 'running',
    before: {
      state: target.state,
      queues: queues.map(({ name, environments }) => ({ name, environments })),
    },
    steps: {},
    calls: [],
    note: null,
    problem: null,
    startedAt: timeOf(connection, clock),
    endedAt: null,
  };
  return (await insertGuide(prisma, guide, clock())) ? guide : { kind: 'open' };
}
