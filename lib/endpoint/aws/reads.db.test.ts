import { DescribeJobsCommand, SubmitJobCommand } from '@aws-sdk/client-batch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type EndpointWorld, openEndpoint } from '@/test/endpoint-world';
import { signedHeaders } from '@/test/signed-request';
import { clock } from '@/test/simulated-world';

let db: TestDatabase;
let served: EndpointWorld;
let stream: string;
let taskArn: string;
let instanceArn: string;

beforeAll(async () => {
  db = await testDatabase();
  served = await openEndpoint(db);
  const client = served.clientOf(served.made.operator);
  const environment = [{ name: 'SIM_LOG_LINES', value: '25' }];
  const job = { jobName: 'lines', jobQueue: 'main', jobDefinition: 'quick', containerOverrides: { environment } };
  const { jobId = '' } = await client.send(new SubmitJobCommand(job));
  await served.world.pass(120_000);
  const { jobs } = await client.send(new DescribeJobsCommand({ jobs: [jobId] }));
  const container = jobs?.[0]?.container;
  stream = container?.logStreamName ?? '';
  taskArn = container?.taskArn ?? '';
  instanceArn = container?.containerInstanceArn ?? '';
});
afterAll(async () => {
  await served.close();
  await db.close();
});

async function send(service: string, headers: Record<string, string>, body: string) {
  const scope = { at: clock(), host: new URL(served.url).host, service };
  const signed = signedHeaders({ path: '/', headers, body }, served.made.viewer, scope);
  const answer = await fetch(served.url, { method: 'POST', headers: signed, body });
  return { status: answer.status, text: await answer.text() };
}

const TARGETS = { logs: 'Logs_20140328', ecs: 'AmazonEC2ContainerServiceV20141113' } as const;

async function json(service: keyof typeof TARGETS, operation: string, input: object): Promise<unknown> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${TARGETS[service]}.${operation}` };
  const value: unknown = JSON.parse((await send(service, headers, JSON.stringify(input))).text);
  return value;
}

function query(service: string, parameters: Record<string, string>) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return send(service, headers, new URLSearchParams(parameters).toString());
}

const page = z.object({
  events: z.array(z.object({ message: z.string(), timestamp: z.number() })),
  nextForwardToken: z.string(),
  nextBackwardToken: z.string(),
});
const events = async (over: object) =>
  page.parse(await json('logs', 'GetLogEvents', { logGroupName: '/aws/batch/job', logStreamName: stream, ...over }));

test('GetLogEvents goes forward to the end, where the token that was sent comes back, and backward to the head', async () => {
  const first = await events({ startFromHead: true, limit: 10 });
  expect(first.events.map((event) => event.message)[0]).toBe('lines: line 1 of 25');
  expect(first.events).toHaveLength(10);
  const second = await events({ nextToken: first.nextForwardToken, limit: 10 });
  expect(second.events[0]?.message).toBe('lines: line 11 of 25');
  const third = await events({ nextToken: second.nextForwardToken, limit: 10 });
  expect(third.events).toHaveLength(5);
  const end = await events({ nextToken: third.nextForwardToken, limit: 10 });
  expect(end.events).toEqual([]);
  expect(end.nextForwardToken).toBe(third.nextForwardToken);
  const back = await events({ nextToken: second.nextBackwardToken, limit: 10 });
  expect(back.events.map((event) => event.message)).toEqual(first.events.map((event) => event.message));
  const head = await events({ nextToken: back.nextBackwardToken, limit: 10 });
  expect(head.events).toEqual([]);
  expect(head.nextBackwardToken).toBe(back.nextBackwardToken);
});

test('GetLogEvents without startFromHead begins at the tail, and times cut the page', async () => {
  const tail = await events({ limit: 3 });
  expect(tail.events.map((event) => event.message)).toEqual([23, 24, 25].map((n) => `lines: line ${n} of 25`));
  const [a, , c] = tail.events;
  const cut = await events({ startTime: a?.timestamp, endTime: c?.timestamp, startFromHead: true });
  expect(cut.events.map((event) => event.message)).toEqual([23, 24].map((n) => `lines: line ${n} of 25`));
});

test('streams and groups that are not there are a ResourceNotFoundException', async () => {
  const none = { __type: 'ResourceNotFoundException' };
  expect(
    await json('logs', 'GetLogEvents', { logGroupName: '/aws/batch/job', logStreamName: 'no/such/stream' }),
  ).toMatchObject(none);
  expect(await json('logs', 'DescribeLogStreams', { logGroupName: '/other' })).toMatchObject(none);
});

test('DescribeLogStreams finds a stream by its prefix, FilterLogEvents by words, page by page', async () => {
  const found = await json('logs', 'DescribeLogStreams', {
    logGroupName: '/aws/batch/job',
    logStreamNamePrefix: 'quick/default/',
  });
  expect(found).toMatchObject({ logStreams: [{ logStreamName: stream, lastEventTimestamp: expect.any(Number) }] });
  const filtered = z.object({ events: z.array(z.object({ message: z.string() })), nextToken: z.string().optional() });
  const ask = async (over: object) =>
    filtered.parse(
      await json('logs', 'FilterLogEvents', { logGroupName: '/aws/batch/job', filterPattern: '"line 2" -21', ...over }),
    );
  const all = await ask({});
  expect(all.events.map((event) => event.message)).toEqual(
    [2, 20, 22, 23, 24, 25].map((n) => `lines: line ${n} of 25`),
  );
  const pages: string[] = [];
  let nextToken: string | undefined;
  do {
    const one = await ask({ limit: 4, ...(nextToken !== undefined && { nextToken }) });
    pages.push(...one.events.map((event) => event.message));
    nextToken = one.nextToken;
  } while (nextToken !== undefined);
  expect(pages).toEqual(all.events.map((event) => event.message));
});

test('ECS tells a task’s container instance, and that one its instance and zone', async () => {
  const cluster = taskArn.split('/')[1];
  expect(await json('ecs', 'DescribeTasks', { cluster, tasks: [taskArn, 'nobody'] })).toMatchObject({
    tasks: [{ taskArn, lastStatus: 'STOPPED', containerInstanceArn: instanceArn, containers: [{ exitCode: 0 }] }],
    failures: [{ arn: 'nobody', reason: 'MISSING' }],
  });
  const described = await json('ecs', 'DescribeContainerInstances', { cluster, containerInstances: [instanceArn] });
  const { containerInstances } = z
    .object({ containerInstances: z.array(z.object({ ec2InstanceId: z.string(), attributes: z.array(z.unknown()) })) })
    .parse(described);
  expect(containerInstances[0]?.attributes).toContainEqual({ name: 'ecs.instance-type', value: 'c5.large' });
  const id = containerInstances[0]?.ec2InstanceId ?? '';
  const { text } = await query('ec2', { Action: 'DescribeInstances', 'InstanceId.1': id });
  expect(text).toContain(`<instanceId>${id}</instanceId>`);
  expect(text).toContain('<instanceType>c5.large</instanceType>');
  expect(await json('ecs', 'DescribeTasks', { cluster: 'none', tasks: ['x'] })).toMatchObject({
    __type: 'ClusterNotFoundException',
  });
});

test('EC2, STS and IAM answer in XML, and refuse by name what they have not', async () => {
  const lost = await query('ec2', { Action: 'DescribeInstances', 'InstanceId.1': 'i-0123456789abcdef0' });
  expect(lost).toMatchObject({ status: 400, text: expect.stringContaining('<Code>InvalidInstanceID.NotFound</Code>') });
  const prices = await query('ec2', {
    Action: 'DescribeSpotPriceHistory',
    'InstanceType.1': 'c5.large',
    MaxResults: '2',
  });
  expect(prices.text.match(/<spotPrice>0\.\d{6}<\/spotPrice>/g)).toHaveLength(2);
  const who = await query('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' });
  expect(who.text).toContain('<Arn>arn:aws:iam::123456789012:user/viewer</Arn>');
  const role = await query('iam', { Action: 'GetRole', RoleName: 'a<b' });
  expect(role).toMatchObject({ status: 400, text: expect.stringContaining('<Code>ValidationError</Code>') });
  const other = await query('ec2', { Action: 'RunInstances' });
  expect(other.text).toContain('EC2 has no action RunInstances here');
});

test('DescribeSubnets and DescribeSecurityGroups have what the environments name, and nothing made up', async () => {
  const ids = async (operation: string, pattern: RegExp) =>
    [...(await query('ec2', { Action: operation, Version: '2016-11-15' })).text.matchAll(pattern)].map(([, id]) => id);
  expect(await ids('DescribeSubnets', /<subnetId>([^<]+)/g)).toEqual(['subnet-1']);
  expect(await ids('DescribeSecurityGroups', /<groupId>([^<]+)/g)).toEqual(['sg-1']);
});
