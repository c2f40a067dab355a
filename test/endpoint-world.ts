import { randomUUID } from 'node:crypto';
import { BatchClient } from '@aws-sdk/client-batch';
import { createAccessKeys } from '@/lib/access';
import { createEndpoint } from '@/lib/endpoint';
import type { TestDatabase } from './database';
import { clock, openSimulated } from './simulated-world';

const INSTALLATION = 'a secret of at least thirty-two characters';

/** A scenario of one EC2 environment `fleet`, its queue `main` and the definition `quick`. */
const SMALL_WORLD = {
  seed: 3,
  timing: 'ideal',
  startAt: '2026-01-01T00:00:00Z',
  resources: [
    {
      operation: 'CreateComputeEnvironment',
      input: {
        computeEnvironmentName: 'fleet',
        type: 'MANAGED',
        computeResources: {
          type: 'EC2',
          minvCpus: 4,
          maxvCpus: 64,
          instanceTypes: ['c5.large'],
          subnets: ['subnet-1'],
          securityGroupIds: ['sg-1'],
          instanceRole: 'ecsInstanceRole',
        },
      },
    },
    {
      operation: 'CreateJobQueue',
      input: {
        jobQueueName: 'main',
        priority: 1,
        computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
      },
    },
    {
      operation: 'RegisterJobDefinition',
      input: {
        jobDefinitionName: 'quick',
        type: 'container',
        containerProperties: {
          image: 'busybox',
          command: ['sleep', '30'],
          resourceRequirements: [
            { type: 'VCPU', value: '1' },
            { type: 'MEMORY', value: '512' },
          ],
        },
      },
    },
  ],
} as const;

/** An endpoint on a port of its own over one paused simulator, with a key of each role. */
export async function openEndpoint(db: TestDatabase, options: { scenario?: object; clock?: () => number } = {}) {
  const world = await openSimulated(db, options.scenario ?? SMALL_WORLD);
  const wall = options.clock ?? clock;
  const keys = createAccessKeys({ prisma: db.prisma, secret: INSTALLATION, clock: wall });
  const connectionId = world.connection.id;
  const make = (role: 'viewer' | 'operator' | 'administrator') =>
    keys.make({ name: role, role, connectionId, createdBy: 'ops@example.com' });
  const made = {
    viewer: await make('viewer'),
    operator: await make('operator'),
    administrator: await make('administrator'),
  };
  const reports: unknown[] = [];
  const place = { region: 'us-east-1', account: '123456789012' };
  const endpoint = createEndpoint({
    keys,
    connection: (id) =>
      id === connectionId ? { id, slug: 'simulator', ...place, driver: world.connection.driver } : undefined,
    reset: async () => {
      throw new Error('The connection of this test is not reset.');
    },
    clock: wall,
    requestId: randomUUID,
    report: (error) => reports.push(error),
  });
  const port = await endpoint.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${port}`;
  const clientOf = ({ id, secret }: { id: string; secret: string }) =>
    new BatchClient({
      endpoint: url,
      region: place.region,
      maxAttempts: 1,
      credentials: { accessKeyId: id, secretAccessKey: secret },
    });
  return {
    ...{ world, keys, made, url, port, endpoint, clientOf, connectionId },
    /** What the endpoint did not foresee. */
    reports,
    close: async () => {
      await endpoint.close();
      await keys.close();
      await world.close();
    },
  };
}

export type EndpointWorld = Awaited<ReturnType<typeof openEndpoint>>;
