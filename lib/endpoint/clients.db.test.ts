import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as sdk from '@aws-sdk/client-batch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { OPERATIONS_OF_API } from '@/lib/protocol';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type EndpointWorld, openEndpoint } from '@/test/endpoint-world';

const run = promisify(execFile);

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

/** Inputs that the little world takes, in an order in which they can follow each other; other operations get names of nothing. */
const QUEUE = 'arn:aws:batch:us-east-1:123456789012:job-queue/main';
const INPUTS: Readonly<Record<string, object>> = {
  CancelJobs: { jobs: ['nobody'], reason: 'r' },
  CreateComputeEnvironment: { computeEnvironmentName: 'own', type: 'UNMANAGED', unmanagedvCpus: 4, serviceRole: 'r' },
  DescribeComputeEnvironments: {},
  DescribeJobDefinitions: {},
  DescribeJobQueues: {},
  DescribeJobs: { jobs: ['nobody'] },
  GetJobQueueSnapshot: { jobQueue: 'main' },
  ListJobs: { jobQueue: 'main' },
  ListSchedulingPolicies: {},
  ListTagsForResource: { resourceArn: QUEUE },
  SubmitJob: { jobName: 'j', jobQueue: 'main', jobDefinition: 'quick' },
  TagResource: { resourceArn: QUEUE, tags: { a: 'b' } },
  TerminateJobs: { jobs: ['nobody'], reason: 'r' },
  UntagResource: { resourceArn: QUEUE, tagKeys: ['a'] },
  UpdateJobQueue: { jobQueue: 'main', priority: 2 },
};

type Command = Parameters<sdk.BatchClient['send']>[0];

/** The SDK's command of that name. Guarantee: its classes are named so, and take their input. */
function commandOf(operation: string, input: object): Command {
  const found: unknown = Reflect.get(sdk, `${operation}Command`);
  if (typeof found !== 'function') throw new Error(`The SDK has no ${operation}Command.`);
  return Reflect.construct(found, [input]) as Command;
}

function nothing(operation: string): object {
  const { members } = OPERATIONS_OF_API.get(operation)?.input ?? { members: [] };
  const required = members.filter((member) => member.required);
  return Object.fromEntries(
    required.map(({ name, shape, enumeration }) => {
      if (enumeration !== undefined) return [name, enumeration.values[0]];
      if (shape.kind === 'list') return [name, ['nothing']];
      return [name, shape.kind === 'number' ? 1 : shape.kind === 'string' ? 'nothing' : {}];
    }),
  );
}

test.each([...OPERATIONS_OF_API.keys()])(
  'the JavaScript SDK’s %s gets an answer or one of AWS’s errors',
  async (name) => {
    const given = INPUTS[name];
    const client = served.clientOf(served.made.administrator);
    const answer = await client.send(commandOf(name, given ?? nothing(name))).catch((error: unknown) => error);
    const isError = answer instanceof Error;
    if (given !== undefined) expect(answer).not.toBeInstanceOf(Error);
    const { httpStatusCode, requestId } = z
      .object({ $metadata: z.object({ httpStatusCode: z.number(), requestId: z.uuid() }) })
      .parse(isError ? { $metadata: Reflect.get(answer, '$metadata') } : answer).$metadata;
    expect(httpStatusCode).toBe(isError ? 400 : 200);
    expect(requestId).toMatch(/-/);
    if (isError) expect(answer.name).toBe('ClientException');
  },
);

async function found(command: string, args: string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}

function environment(key = served.made.administrator): NodeJS.ProcessEnv {
  return {
    ...process.env,
    AWS_ENDPOINT_URL: served.url,
    AWS_ACCESS_KEY_ID: key.id,
    AWS_SECRET_ACCESS_KEY: key.secret,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  };
}

const BOTO3 = `
import boto3, json
b = boto3.client('batch')
ids = [b.submit_job(jobName='same', jobQueue='main', jobDefinition='quick')['jobId'] for _ in range(5)]
arn = b.describe_job_queues(jobQueues=['main'])['jobQueues'][0]['jobQueueArn']
b.tag_resource(resourceArn=arn, tags={'x y': 'z'})
tags = b.list_tags_for_resource(resourceArn=arn)['tags']
b.untag_resource(resourceArn=arn, tagKeys=['x y'])
try:
    b.submit_job(jobName='x', jobQueue='none', jobDefinition='quick')
except b.exceptions.ClientException as e:
    refused = e.response['Error']['Message']
try:
    boto3.client('dynamodb').list_tables()
except Exception as e:
    elsewhere = str(e)
who = boto3.client('sts').get_caller_identity()['Arn']
types = [t['InstanceType'] for t in boto3.client('ec2').describe_instance_types(InstanceTypes=['c5.large'])['InstanceTypes']]
clusters = boto3.client('ecs').list_clusters()['clusterArns']
role = boto3.client('iam').get_role(RoleName='any')['Role']['Arn']
print(json.dumps(dict(ids=len(set(ids)), tags=tags, refused=refused, elsewhere=elsewhere, who=who, types=types, clusters=len(clusters), role=role)))
`;

describe('other people’s clients', () => {
  test('boto3: ten calls of five services, five equal submits in one second among them', async (context) => {
    if (!(await found('python3', ['-c', 'import boto3']))) return context.skip('boto3 is not installed');
    const { stdout } = await run('python3', ['-c', BOTO3], { env: environment() });
    expect(JSON.parse(stdout)).toEqual({
      ids: 5,
      tags: { 'x y': 'z' },
      refused: 'JobQueue none not found.',
      elsewhere: expect.stringMatching(/\(UnknownOperationException\).*dynamodb:ListTables is not simulated here/),
      who: 'arn:aws:iam::123456789012:user/administrator',
      types: ['c5.large'],
      clusters: expect.any(Number),
      role: 'arn:aws:iam::123456789012:role/any',
    });
  });

  test('the AWS CLI submits, lists, and is refused with a viewer’s key', async (context) => {
    if (!(await found('aws', ['--version']))) return context.skip('the AWS CLI is not installed');
    const submit = ['batch', 'submit-job', '--job-name', 'cli', '--job-queue', 'main', '--job-definition', 'quick'];
    const { stdout } = await run('aws', [...submit, '--output', 'json'], { env: environment() });
    expect(JSON.parse(stdout)).toMatchObject({ jobName: 'cli', jobArn: expect.stringContaining(':job/') });
    const refused = await run('aws', submit, { env: environment(served.made.viewer) }).catch(String);
    expect(refused).toContain('(AccessDeniedException)');
  });
});
