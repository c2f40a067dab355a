import { randomUUID } from 'node:crypto';
import { type AccessKeys, auditAttempt, auditOutcome } from '@/lib/access';
import { maskSecrets } from '@/lib/batch';
import type { PrismaClient } from '@/lib/db';
import type { SimulatedClock } from '@/lib/driver';
import { type Caller, createEndpoint, type Endpoint } from '@/lib/endpoint';
import { type Settings, SetupError } from '@/lib/settings';
import type { Connections } from './connections';

/**
 * Starts the AWS endpoint of the simulated connections; null where AWS_ENDPOINT_PORT is 0. Throws a SetupError where the
 * port can't be had.
 */
export async function startEndpoint(
  settings: Pick<Settings, 'awsEndpointHost' | 'awsEndpointPort'>,
  parts: { keys: AccessKeys; connections: Connections; prisma: PrismaClient; clock: () => number },
): Promise<Endpoint | null> {
  const { awsEndpointPort: port, awsEndpointHost: host } = settings;
  if (port === 0) return null;
  const endpoint = createEndpoint({
    keys: parts.keys,
    connection: (id) => [...parts.connections.bySlug.values()].find((one) => one.id === id),
    reset: (caller, change) => resetByKey(parts, caller, change),
    clock: parts.clock,
    requestId: randomUUID,
    report: (error, requestId) => console.error(`Request ${requestId} of the AWS endpoint failed:`, error),
  });
  try {
    await endpoint.listen(port, host);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SetupError(
      code === 'EADDRINUSE'
        ? `AWS_ENDPOINT_PORT ${port} is in use on ${host}: stop what listens there, or set AWS_ENDPOINT_PORT to a free port, or to 0 to turn the endpoint off.`
        : `AWS_ENDPOINT_HOST ${host} and AWS_ENDPOINT_PORT ${port} can't be listened on (${code}): set them to an address of this machine and a free port.`,
    );
  }
  return endpoint;
}

const RECORDED_PATIENCE_MS = 10_000;

/** A reset by access key stands in the audit log: the new epoch's own log does not know who began it. */
async function resetByKey(
  { connections, prisma, clock }: { connections: Connections; prisma: PrismaClient; clock: () => number },
  { key, connection }: Caller,
  change: { scenario?: 'demo' | 'empty' | object; seed?: number },
): Promise<SimulatedClock> {
  const subject = {
    actorId: null,
    actor: `access key ${key.id}`,
    action: 'connections.reset',
    permission: 'connections.write',
    address: 'AWS endpoint',
    userAgent: null,
    connectionId: connection.id,
    subject: `connection ${connection.slug}`,
    input: maskSecrets(change).document,
  };
  const attempt = await auditAttempt(prisma, clock(), subject);
  try {
    const opened = await connections.reset(connection.slug, change);
    await opened.caughtUp(RECORDED_PATIENCE_MS);
    await auditOutcome(prisma, clock(), attempt, subject, { phase: 'succeeded', after: { epoch: opened.epoch } });
    const now = opened.driver.simulated?.clock();
    if (now === undefined) throw new Error('A connection that was reset has no clock.');
    return now;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error ? error.name : 'internal';
    await auditOutcome(prisma, clock(), attempt, subject, { phase: 'failed', error: { code, message } });
    throw error;
  }
}
