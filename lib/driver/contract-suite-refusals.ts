import {
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobsCommand,
  ListJobsCommand,
  RegisterJobDefinitionCommand,
  type RegisterJobDefinitionCommandInput,
  SubmitJobCommand,
  UpdateComputeEnvironmentCommand,
} from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import {
  containerDefinition,
  ec2Environment,
  makeWorld,
  submit,
  type TransportUnderTest,
} from './contract-suite-world';

type Use = (test: (transport: TransportUnderTest) => Promise<void>) => () => Promise<void>;

/** One call that must be refused, and words that its message must hold. */
interface Refusal {
  what: string;
  send: (transport: TransportUnderTest) => Promise<unknown>;
  message: string;
}

const order = [{ order: 1, computeEnvironment: 'fleet' }];
const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'quick' };
const BAD_NAMES = ['a'.repeat(129), 'with blanks', '<script>alert(1)</script>', ''];

const badNames: Refusal[] = BAD_NAMES.flatMap((name): Refusal[] => [
  {
    what: `an environment named ${name.slice(0, 30)}`,
    send: ({ client }) => client.send(new CreateComputeEnvironmentCommand(ec2Environment(name))),
    message: 'Compute Environment name should match a valid pattern.',
  },
  {
    what: `a queue named ${name.slice(0, 30)}`,
    send: ({ client }) =>
      client.send(new CreateJobQueueCommand({ jobQueueName: name, priority: 1, computeEnvironmentOrder: order })),
    message: 'Job Queue name should match a valid pattern.',
  },
  {
    what: `a definition named ${name.slice(0, 30)}`,
    send: ({ client }) => client.send(new RegisterJobDefinitionCommand(containerDefinition(name, ['true']))),
    message: 'Job definition name should match a valid pattern.',
  },
  {
    what: `a job named ${name.slice(0, 30)}`,
    send: ({ client }) => client.send(new SubmitJobCommand({ ...job, jobName: name })),
    message: 'Job name should match valid pattern',
  },
]);

const badCalls: Refusal[] = [
  {
    what: 'a queue with an environment that does not exist',
    send: ({ client }) =>
      client.send(
        new CreateJobQueueCommand({
          jobQueueName: 'lost',
          priority: 1,
          computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'nowhere' }],
        }),
      ),
    message: 'Compute Environments must be created and valid before attaching them to a job queue',
  },
  {
    what: 'an environment that exists already',
    send: ({ client }) => client.send(new CreateComputeEnvironmentCommand(ec2Environment('fleet'))),
    message: 'Object already exists',
  },
  {
    what: 'lowering desiredvCpus out of range',
    send: ({ client }) =>
      client.send(
        new UpdateComputeEnvironmentCommand({ computeEnvironment: 'fleet', computeResources: { desiredvCpus: 1000 } }),
      ),
    message: 'desiredvCpus should be between minvCpus and maxvCpus.',
  },
  {
    what: 'a job for a queue that does not exist',
    send: ({ client }) => client.send(new SubmitJobCommand({ ...job, jobQueue: 'nowhere' })),
    message: 'JobQueue nowhere not found.',
  },
  {
    what: 'a job from a definition that does not exist',
    send: ({ client }) => client.send(new SubmitJobCommand({ ...job, jobDefinition: 'quick:9' })),
    message: 'JobDefinition name quick:9 does not exist or is not in ACTIVE status',
  },
  {
    what: 'a job with a share on a FIFO queue',
    send: ({ client }) => client.send(new SubmitJobCommand({ ...job, shareIdentifier: 'a' })),
    message: 'can onlybe submitted to job queue with fair share scheduling policy.',
  },
  {
    what: 'an array of one',
    send: ({ client }) => client.send(new SubmitJobCommand({ ...job, arrayProperties: { size: 1 } })),
    message: 'Array size must be between 2 and 10000',
  },
  {
    what: 'a timeout under a minute',
    send: ({ client }) => client.send(new SubmitJobCommand({ ...job, timeout: { attemptDurationSeconds: 59 } })),
    message: 'Job attempt duration cannot be less than 60 seconds',
  },
  {
    what: 'a parameter that is missing',
    send: async ({ client }) => {
      const { jobDefinitionArn } = await client.send(
        new RegisterJobDefinitionCommand(containerDefinition('needy', ['echo', 'Ref::word'])),
      );
      return client.send(new SubmitJobCommand({ ...job, jobDefinition: jobDefinitionArn }));
    },
    message: 'Unable to substitute value. No parameter found for reference word',
  },
  {
    what: 'over a hundred ids',
    send: ({ client }) => client.send(new DescribeJobsCommand({ jobs: Array.from({ length: 101 }, (_, i) => `${i}`) })),
    message: 'Maximum number of jobs supported is 100 .',
  },
  {
    what: 'a forged token',
    send: ({ client }) => client.send(new ListJobsCommand({ jobQueue: 'main', nextToken: 'MTIzNDU2Nzg5MDEyMzQ1NjE=' })),
    message: 'Invalid nextToken.',
  },
  {
    what: 'a list of neither queue nor array',
    send: ({ client }) => client.send(new ListJobsCommand({})),
    message: 'Exactly one of jobQueue, arrayJobId or multiNodeJobId must be specified.',
  },
  {
    what: 'a token given to another question',
    send: async (transport) => {
      for (let i = 0; i < 3; i++) await submit(transport, 'quick');
      const asked = { jobQueue: 'main', filters: [{ name: 'JOB_NAME', values: ['quick*'] }], maxResults: 1 };
      const { nextToken } = await transport.client.send(new ListJobsCommand(asked));
      return transport.client.send(new ListJobsCommand({ jobQueue: 'main', nextToken }));
    },
    message: 'Invalid nextToken.',
  },
];

function refused({ send, message }: Refusal): (transport: TransportUnderTest) => Promise<void> {
  return async (transport) => {
    await makeWorld(transport);
    await expect(send(transport)).rejects.toMatchObject({
      name: 'ClientException',
      message: expect.stringContaining(message),
      $fault: 'client',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/.+/) },
    });
  };
}

async function notThereYet({ client }: TransportUnderTest): Promise<void> {
  const input: RegisterJobDefinitionCommandInput = {
    jobDefinitionName: 'fleet',
    type: 'container',
    platformCapabilities: ['MANAGED_INSTANCES'],
    containerProperties: { image: 'busybox', vcpus: 1, memory: 64 },
  };
  const call = client.send(new RegisterJobDefinitionCommand(input));
  const answer = await call.then(
    () => ({ name: 'carried out', message: '' }),
    (error: Error) => error,
  );
  if (answer.name === 'carried out') return;
  expect(answer).toMatchObject({
    name: 'ClientException',
    message: expect.stringContaining('MANAGED_INSTANCES'),
  });
}

async function envelopes(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const send = transport.client.send(new SubmitJobCommand({ ...job, jobName: 'with blanks' }));
  await expect(send).rejects.toMatchObject({
    message: expect.stringMatching(
      /^Error executing request, Exception : Job name should match valid pattern, RequestId: .+$/,
    ),
  });
}

async function clearsNothing(transport: TransportUnderTest): Promise<void> {
  await makeWorld(transport);
  const { client } = transport;
  const before = await client.send(new DescribeComputeEnvironmentsCommand({}));
  for (const refusal of [...badNames, ...badCalls]) await refusal.send(transport).catch(() => undefined);
  const after = await client.send(new DescribeComputeEnvironmentsCommand({}));
  expect(after.computeEnvironments).toEqual(before.computeEnvironments);
}

/** What must be refused, in AWS's shape and words, without a trace. */
export function describeRefusals(use: Use): void {
  describe('refusals', () => {
    for (const refusal of [...badNames, ...badCalls]) it(`refuses ${refusal.what}`, use(refused(refusal)));
    it('puts AWS’s envelope around the refusal of a value', use(envelopes));
    it('changes no resource by refused calls', use(clearsNothing));
    it('says so where it does not carry out an operation', use(notThereYet));
  });
}
