import { DescribeJobsCommand, ListJobsCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const job = { jobName: 'hello', jobQueue: 'main', jobDefinition: 'quick' };

test('a signed SubmitJob over HTTP reaches the machine, is in its log under the key, and is seen by Describe and List', async () => {
  const client = served.clientOf(served.made.operator);
  const { jobId } = await client.send(new SubmitJobCommand(job));
  const { jobs } = await client.send(new DescribeJobsCommand({ jobs: [jobId ?? ''] }));
  expect(jobs?.[0]).toMatchObject({ jobId, jobName: 'hello' });
  await served.world.pass(1000);
  const { jobSummaryList } = await client.send(new ListJobsCommand({ jobQueue: 'main' }));
  expect(jobSummaryList?.map((one) => one.jobId)).toContain(jobId);
  const { rows } = await db.pool.query(
    `SELECT operation, actor FROM sim_log WHERE connection_id = $1 AND kind = 'call'`,
    [served.connectionId],
  );
  expect(rows).toEqual([{ operation: 'SubmitJob', actor: `access key ${served.made.operator.id}` }]);
});

test('a viewer reads, and is refused a write in AWS’s words', async () => {
  const client = served.clientOf(served.made.viewer);
  expect((await client.send(new ListJobsCommand({ jobQueue: 'main' }))).$metadata.httpStatusCode).toBe(200);
  await expect(client.send(new SubmitJobCommand(job))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message:
      'User: arn:aws:iam::123456789012:user/viewer is not authorized to perform: batch:SubmitJob on resource: arn:aws:batch:us-east-1:123456789012:job-definition/quick',
    $metadata: { httpStatusCode: 403 },
  });
});
