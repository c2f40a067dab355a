import { failure } from '@/app/api/answer';
import { OPEN_METRICS_TYPE, openMetrics, type QueueJobs } from '@/app/api/open-metrics';
import { portalHealth } from '@/app/api/portal-health';
import { sessionOf } from '@/app/api/request-session';
import { readQueues } from '@/lib/history';
import { runtime } from '@/lib/runtime';

/** The portal in numbers, as OpenMetrics, for who is signed in. */
export async function GET(): Promise<Response> {
  const running = await runtime();
  const signedIn = await sessionOf(running);
  if (signedIn === null) {
    return failure(
      401,
      'signed-out',
      'Metrics are for people who are signed in; access keys for scrapers are not there yet.',
    );
  }
  const jobs: QueueJobs[] = [];
  for (const connection of running.connections.values()) {
    const where = { connectionId: connection.id, epoch: connection.epoch };
    for (const queue of await readQueues(running.prisma, signedIn.scope, where)) {
      for (const [status, count] of Object.entries(queue.counts)) {
        jobs.push({ connection: connection.slug, queue: queue.name, status, count });
      }
    }
  }
  const body = openMetrics(await portalHealth(running), jobs, running.clock());
  return new Response(body, { headers: { 'content-type': OPEN_METRICS_TYPE, 'cache-control': 'no-store' } });
}
