import { GetJobQueueSnapshotCommand } from '@aws-sdk/client-batch';
import { z } from 'zod';
import { defineRead } from '@/app/api/read/define-read';
import { nameOfArn } from '@/lib/batch';
import { jobsInOrder, type QueueFront, seesQueue } from '@/lib/history';
import type { PortalConnection } from '@/lib/runtime';

const SHOWN = 20;

/** Who is next in a queue, as Batch itself tells it: see `QueueFront`. The order of fair shares is known to nobody else. */
export const GET = defineRead({
  query: z.object({}),
  run: async ({ prisma, scope, where, connection, params }): Promise<QueueFront | null> => {
    const { name = '' } = params;
    // The driver speaks for the present run only.
    if (!seesQueue(scope, where, name) || where.epoch !== connection.epoch) return null;
    const front = await frontOf(connection, name);
    if (front === null) return null;
    return { at: front.at, jobs: (await jobsInOrder(prisma, scope, where, name, front.ids)).slice(0, SHOWN) };
  },
  missing: 'Batch tells no order of this queue now.',
});

async function frontOf({ driver }: PortalConnection, jobQueue: string): Promise<{ at: number; ids: string[] } | null> {
  try {
    const { frontOfQueue } = await driver.batch.send(new GetJobQueueSnapshotCommand({ jobQueue }));
    if (frontOfQueue?.lastUpdatedAt === undefined) return null;
    const ids = (frontOfQueue.jobs ?? []).flatMap(({ jobArn }) => (jobArn === undefined ? [] : [nameOfArn(jobArn)]));
    return { at: frontOfQueue.lastUpdatedAt, ids };
  } catch (error) {
    console.error(`GetJobQueueSnapshot of ${jobQueue} failed:`, error);
    return null;
  }
}
