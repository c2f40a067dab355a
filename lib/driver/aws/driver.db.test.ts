import { RegisterJobDefinitionCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsConnection, followAws } from '@/test/aws-world';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type EndpointWorld, openEndpoint } from '@/test/endpoint-world';

let db: TestDatabase;
let served: EndpointWorld;
beforeAll(async () => {
  db = await testDatabase();
  served = await openEndpoint(db);
});
afterAll(async () => {
  await served.close();
  await db.close();
});

const now = () => served.world.connection.driver.simulated.clock().now;

/** What history has of a connection's jobs, by id, but for what polling can't see. */
async function jobsOf(connectionId: number) {
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT aws_id AS id, parent_aws_id, array_index, array_size, name, queue, definition, share, status, attempts_ended,
       status_reason, reason, exit_code, is_cancelled, is_terminated, milli_vcpus, memory_mib, gpus, created_at,
       started_at, stopped_at, detail,
       (SELECT jsonb_agg(jsonb_build_array(n, task, environment, purchase, started_at, stopped_at, exit_code, reason,
          status_reason, log_stream, interrupted) ORDER BY n) FROM attempt WHERE job_id = job.id) AS attempts
     FROM job WHERE connection_id = $1 ORDER BY aws_id`,
    [connectionId],
  );
  return rows;
}

async function resourcesOf(connectionId: number) {
  const { rows } = await db.pool.query<object>(
    `SELECT kind, arn, name, document FROM resource_version WHERE connection_id = $1 AND valid_to IS NULL ORDER BY arn`,
    [connectionId],
  );
  return rows;
}

test('what happens at another endpoint stands in history as it stands there', async () => {
  const { world, made, url, clientOf } = served;
  const batch = clientOf(made.operator);
  await batch.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: 'failing',
      type: 'container',
      retryStrategy: { attempts: 3 },
      containerProperties: {
        image: 'busybox',
        command: ['sh', '-c', 'exit 3'],
        environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }],
        resourceRequirements: [
          { type: 'VCPU', value: '2' },
          { type: 'MEMORY', value: '512' },
        ],
      },
    }),
  );
  const submit = async (jobDefinition: string, over: object = {}) => {
    const input = { jobName: `${jobDefinition}-job`, jobQueue: 'main', jobDefinition, ...over };
    return (await batch.send(new SubmitJobCommand(input))).jobId ?? '';
  };
  const before = await submit('quick');
  await world.pass(60_000);
  const id = await awsConnection(db);
  const followed = followAws(db, id, { url, key: made.viewer, clock: now });
  try {
    await followed.look();
    const array = await submit('quick', { arrayProperties: { size: 5 }, tags: { team: 'a' } });
    await submit('failing');
    await submit('quick', { dependsOn: [{ jobId: before }] });
    await submit('quick', { dependsOn: [{ jobId: array }] });
    for (let step = 0; step < 12; step++) {
      await world.pass(7_000);
      await followed.look();
    }
    await world.connection.caughtUp(5000);
    const jobs = await jobsOf(id);
    expect(jobs).toHaveLength(10);
    expect(jobs).toEqual(await jobsOf(world.connection.id));
    expect(await resourcesOf(id)).toEqual(await resourcesOf(world.connection.id));
  } finally {
    await followed.close();
  }
});

test('with a fifth of the calls throttled, one in twenty failing and restarts between, nothing is missing and nothing double', async () => {
  const busy = await openEndpoint(db);
  const { world, made, url, clientOf } = busy;
  const at = () => world.connection.driver.simulated.clock().now;
  const batch = clientOf(made.operator);
  for (const [name, command, attempts] of [
    ['flaky', ['sh', '-c', 'exit 7'], 4],
    ['short', ['sleep', '3'], 1],
  ] as const) {
    await batch.send(
      new RegisterJobDefinitionCommand({
        jobDefinitionName: name,
        type: 'container',
        retryStrategy: { attempts },
        containerProperties: {
          image: 'busybox',
          command: [...command],
          resourceRequirements: [
            { type: 'VCPU', value: '1' },
            { type: 'MEMORY', value: '256' },
          ],
        },
      }),
    );
  }
  const submit = async (jobDefinition: string, over: object = {}) => {
    const input = { jobName: `${jobDefinition}-job`, jobQueue: 'main', jobDefinition, ...over };
    return (await world.batch.send(new SubmitJobCommand(input))).jobId ?? '';
  };
  const fault = async (status: number, fraction: number) =>
    world.connection.driver.simulated.injectFault(
      { kind: 'api-failing', at: at(), operations: FOLLOWING, fraction, status },
      { actor: 'ops@example.com', source: 'portal' },
    );
  await fault(429, 0.2);
  await fault(500, 0.05);
  const id = await awsConnection(db);
  const start = () => followAws(db, id, { url, key: made.viewer, clock: at });
  let followed = start();
  try {
    for (let step = 0; step < 7; step++) {
      if (step < 3) {
        const array = await submit('short', { arrayProperties: { size: 20 } });
        const flaky = await submit('flaky');
        await submit('quick', { dependsOn: [{ jobId: array }] });
        await submit('quick', { dependsOn: [{ jobId: flaky }] });
        for (let n = 0; n < 10; n++) await submit('short');
      }
      await world.pass(step < 4 ? 5_000 : 60_000);
      await followed.look();
      if (step % 3 !== 2) continue;
      await followed.close();
      followed = start();
    }
    await followed.look();
    await world.connection.caughtUp(5000);
    const jobs = await jobsOf(id);
    expect(jobs).toHaveLength(3 * (1 + 20 + 1 + 2 + 10));
    expect(jobs).toEqual(await jobsOf(world.connection.id));
    expect(followed.driver.polling().error).toBeNull();
  } finally {
    await followed.close();
    await busy.close();
  }
});

/** What following AWS calls. */
const FOLLOWING = [
  'DescribeComputeEnvironments',
  'DescribeJobDefinitions',
  'DescribeJobQueues',
  'DescribeJobs',
  'ListConsumableResources',
  'ListJobs',
  'ListSchedulingPolicies',
];
