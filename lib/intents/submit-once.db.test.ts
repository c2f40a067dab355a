import {
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  ListJobsCommand,
  RegisterJobDefinitionCommand,
} from '@aws-sdk/client-batch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSimulatedClient, type SendRequest } from '@/lib/driver';
import { handle } from '@/lib/protocol';
import { createSimulator } from '@/lib/simulator';
import { type TestDatabase, testDatabase } from '@/test/database';
import { type SubmitIntent, submitOnce } from './index';

let db: TestDatabase;
const clock = () => Date.UTC(2026, 0, 5, 8);
const simulator = createSimulator({
  seed: 7,
  timing: 'ideal',
  startAt: Date.UTC(2026, 0, 1),
  region: 'us-east-1',
  account: '123456789012',
});
let requests = 0;
/** What the wire does to a SubmitJob: nothing, loses its answer, or never brings it there. */
let wire: 'sound' | 'answer-lost' | 'request-lost' = 'sound';
const send: SendRequest = async (request, principal) => {
  const isSubmit = request.path === '/v1/submitjob';
  if (isSubmit && wire === 'request-lost') throw new Error('socket hang up');
  requests += 1;
  const answer = handle(request, simulator, principal, `00000000-0000-4000-8000-${String(requests).padStart(12, '0')}`);
  if (isSubmit && wire === 'answer-lost') throw new Error('socket hang up');
  return answer;
};
const batch = createSimulatedClient({ send, region: 'us-east-1', actor: 'ops@example.com' });

beforeAll(async () => {
  db = await testDatabase();
  await batch.send(
    new CreateComputeEnvironmentCommand({
      computeEnvironmentName: 'fleet',
      type: 'MANAGED',
      computeResources: { type: 'FARGATE', maxvCpus: 16, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
    }),
  );
  simulator.advance(simulator.now() + 60_000);
  await batch.send(
    new CreateJobQueueCommand({
      jobQueueName: 'main',
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
    }),
  );
  simulator.advance(simulator.now() + 60_000);
  await batch.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: 'quick',
      type: 'container',
      platformCapabilities: ['FARGATE'],
      containerProperties: {
        image: 'busybox',
        command: ['sleep', '900'],
        executionRoleArn: 'arn:aws:iam::123456789012:role/exec',
        resourceRequirements: [
          { type: 'VCPU', value: '1' },
          { type: 'MEMORY', value: '2048' },
        ],
      },
    }),
  );
});
afterAll(() => db.close());

let made = 0;
function intent(jobName: string, over: Partial<SubmitIntent['input']> = {}): SubmitIntent {
  made += 1;
  return {
    id: `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    connectionId: 1,
    epoch: 1,
    actor: 'ops@example.com',
    input: { jobName, jobQueue: 'main', jobDefinition: 'quick', ...over },
  };
}

async function jobsNamed(name: string): Promise<number> {
  const { jobSummaryList = [] } = await batch.send(
    new ListJobsCommand({ jobQueue: 'main', filters: [{ name: 'JOB_NAME', values: [name] }] }),
  );
  return jobSummaryList.length;
}

test('pressing twice submits once, and both presses learn the same id', async () => {
  const wanted = intent('twice');
  const first = await submitOnce(db.prisma, clock, batch, wanted);
  const second = await submitOnce(db.prisma, clock, batch, wanted);
  expect(first).toMatchObject({ kind: 'submitted', isNew: true });
  expect(second).toMatchObject({ kind: 'submitted', isNew: false, jobId: first.kind === 'submitted' && first.jobId });
  expect(await jobsNamed('twice')).toBe(1);
});

test('after a lost answer the job is found by its tag and not sent again', async () => {
  wire = 'answer-lost';
  const wanted = intent('lost-answer');
  const outcome = await submitOnce(db.prisma, clock, batch, wanted);
  wire = 'sound';
  expect(outcome).toMatchObject({ kind: 'submitted', jobName: 'lost-answer' });
  expect(await jobsNamed('lost-answer')).toBe(1);
});

test('what never arrived is said to be unknown, and sending the same intent again submits it once', async () => {
  wire = 'request-lost';
  const wanted = intent('never-arrived');
  expect(await submitOnce(db.prisma, clock, batch, wanted)).toMatchObject({ kind: 'unknown' });
  wire = 'sound';
  expect(await jobsNamed('never-arrived')).toBe(0);
  expect(await submitOnce(db.prisma, clock, batch, wanted)).toMatchObject({ kind: 'submitted', isNew: true });
  expect(await submitOnce(db.prisma, clock, batch, wanted)).toMatchObject({ kind: 'submitted', isNew: false });
  expect(await jobsNamed('never-arrived')).toBe(1);
});

test('a portal that died between sending and noting finds the job when the intent comes again', async () => {
  const wanted = intent('died-between');
  await submitOnce(db.prisma, clock, batch, wanted);
  await db.prisma.intent.update({ where: { id: wanted.id }, data: { state: 'intended', jobId: null } });
  expect(await submitOnce(db.prisma, clock, batch, wanted)).toMatchObject({ kind: 'submitted', isNew: false });
  expect(await jobsNamed('died-between')).toBe(1);
});

test('a refusal is AWS’s own, and an intent is not reused for something else', async () => {
  const refused = await submitOnce(db.prisma, clock, batch, intent('bad name with blanks'));
  expect(refused.kind).toBe('refused');
  const wanted = intent('first-use');
  await submitOnce(db.prisma, clock, batch, wanted);
  const other = { ...wanted, input: { ...wanted.input, jobName: 'second-use' } };
  await expect(submitOnce(db.prisma, clock, batch, other)).rejects.toMatchObject({ name: 'IntentReusedError' });
  expect(await jobsNamed('second-use')).toBe(0);
});

test('secrets of a submit are masked where the intent is kept', async () => {
  const environment = [{ name: 'DB_PASSWORD', value: 'hunter2' }];
  const wanted = intent('secretive', { containerOverrides: { environment } });
  expect((await submitOnce(db.prisma, clock, batch, wanted)).kind).toBe('submitted');
  const kept = await db.prisma.intent.findUniqueOrThrow({ where: { id: wanted.id } });
  expect(Buffer.from(kept.input).toString()).toContain('DB_PASSWORD');
  expect(Buffer.from(kept.input).toString()).not.toContain('hunter2');
});
