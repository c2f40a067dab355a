import { randomUUID } from 'node:crypto';
import type { AccessKeys } from '@/lib/access';
import { createEndpoint, type Endpoint } from '@/lib/endpoint';
import { type Settings, SetupError } from '@/lib/settings';
import type { Connections } from './connections';

/**
 * Starts the AWS endpoint of the simulated connections; null where AWS_ENDPOINT_PORT is 0. Throws a SetupError where the
 * port can't be had.
 */
export async function startEndpoint(
  settings: Pick<Settings, 'awsEndpointHost' | 'awsEndpointPort'>,
  parts: { keys: AccessKeys; connections: Connections; clock: () => number },
): Promise<Endpoint | null> {
  const { awsEndpointPort: port, awsEndpointHost: host } = settings;
  if (port === 0) return null;
  const endpoint = createEndpoint({
    keys: parts.keys,
    connection: (id) => [...parts.connections.bySlug.values()].find((one) => one.id === id),
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
