import {
  type BatchClient,
  CancelJobsCommand,
  DeleteComputeEnvironmentCommand,
  DeleteJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobQueuesCommand,
  type JobQueueDetail,
  paginateDescribeJobQueues,
  TerminateJobsCommand,
  UpdateComputeEnvironmentCommand,
  UpdateJobQueueCommand,
} from '@aws-sdk/client-batch';
import { nameOfArn } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import { jobsInEnvironment, jobsInQueue, type Where } from '@/lib/history';
import type { Guide } from './contract';
import type { GuideStepCall, SeenQueue, World } from './decide';

/** What AWS shows of a queue or environment that is to go; null where it is gone. */
export async function seeTarget(
  batch: BatchClient,
  { kind, name }: Pick<Guide, 'kind' | 'name'>,
): Promise<(NonNullable<World['target']> & { arn: string }) | null> {
  if (kind === 'queue') {
    const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: [name] }));
    return targetOf(jobQueues[0], jobQueues[0]?.jobQueueArn);
  }
  const { computeEnvironments = [] } = await batch.send(
    new DescribeComputeEnvironmentsCommand({ computeEnvironments: [name] }),
  );
  return targetOf(computeEnvironments[0], computeEnvironments[0]?.computeEnvironmentArn);
}

function targetOf(
  seen: { state?: string | undefined; status?: string | undefined; statusReason?: string | undefined } | undefined,
  arn: string | undefined,
) {
  if (seen === undefined || seen.status === 'DELETED') return null;
  const { state = '', status = '', statusReason = null } = seen;
  return { state, status, statusReason, arn: arn ?? '' };
}

/** Every queue of the account, with the names of its environments in order. */
export async function seeQueues(batch: BatchClient): Promise<SeenQueue[]> {
  const queues: SeenQueue[] = [];
  for await (const page of paginateDescribeJobQueues({ client: batch, pageSize: 100 }, {})) {
    queues.push(...(page.jobQueues ?? []).map(seenQueue));
  }
  return queues;
}

function seenQueue({ jobQueueName, status, computeEnvironmentOrder = [] }: JobQueueDetail): SeenQueue {
  const order = [...computeEnvironmentOrder].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  return {
    name: jobQueueName ?? '',
    status: status ?? '',
    environments: order.map(({ computeEnvironment }) => nameOfArn(computeEnvironment ?? '')),
  };
}

/** Everything the next move is decided by. Jobs are looked up in history, which `caughtUp` has brought up to date. */
export async function seeWorld(batch: BatchClient, prisma: PrismaClient, guide: Guide): Promise<World> {
  const where: Where = { connectionId: guide.connectionId, epoch: guide.epoch };
  const isQueue = guide.kind === 'queue';
  const [target, queues, jobs] = await Promise.all([
    seeTarget(batch, guide),
    isQueue ? [] : seeQueues(batch),
    (isQueue ? jobsInQueue : jobsInEnvironment)(prisma, where, guide.name),
  ]);
  return { target, queues, jobs };
}

/** What was refused of the jobs of a bulk call, in words; null where nothing was. */
type Refusals = string | null;

/** Sends one call of a guide. Rejects with AWS's own error. */
export async function send(batch: BatchClient, { name, reason }: Guide, call: GuideStepCall): Promise<Refusals> {
  if ('ids' in call) {
    const input = { jobs: call.ids, reason };
    const { errors = [] } = await (call.operation === 'CancelJobs'
      ? batch.send(new CancelJobsCommand(input))
      : batch.send(new TerminateJobsCommand(input)));
    const [first] = errors;
    return first === undefined ? null : `${errors.length} refused: ${first.message ?? first.code ?? 'no reason given'}`;
  }
  if ('queue' in call) {
    const computeEnvironmentOrder = call.environments.map((computeEnvironment, index) => ({
      order: index + 1,
      computeEnvironment,
    }));
    await batch.send(new UpdateJobQueueCommand({ jobQueue: call.queue, computeEnvironmentOrder }));
  } else if ('state' in call) {
    await (call.operation === 'UpdateJobQueue'
      ? batch.send(new UpdateJobQueueCommand({ jobQueue: name, state: call.state }))
      : batch.send(new UpdateComputeEnvironmentCommand({ computeEnvironment: name, state: call.state })));
  } else {
    await (call.operation === 'DeleteJobQueue'
      ? batch.send(new DeleteJobQueueCommand({ jobQueue: name }))
      : batch.send(new DeleteComputeEnvironmentCommand({ computeEnvironment: name })));
  }
  return null;
}

/** What a call is about, for the list of calls: `legacy → fleet`, `12 jobs`, `DISABLED`. */
export function subjectOf(guide: Pick<Guide, 'name'>, call: GuideStepCall): string {
  if ('ids' in call) return call.ids.length === 1 ? '1 job' : `${call.ids.length} jobs`;
  if ('queue' in call) return `${call.queue}: ${call.environments.join(', ')}`;
  return 'state' in call ? `${guide.name} ${call.state}` : guide.name;
}
