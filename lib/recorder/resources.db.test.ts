import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeScope } from '@/lib/access';
import type { Change } from '@/lib/batch';
import { readEnvironments, readJob, readQueues, readVersions } from '@/lib/history';
import { createSimulator } from '@/lib/simulator';
import { type TestDatabase, testDatabase } from '@/test/database';
import { toldBy } from '@/test/recorder-story';
import { createRecorder } from './recorder';

const START = Date.UTC(2026, 0, 1, 8);
const ARN = 'arn:aws:batch:us-east-1:123456789012';
const WHO = { actor: 'ann@example.com', source: 'portal' } as const;
const place = { connectionId: 1, epoch: 1 };
const all = makeScope('all');

let database: TestDatabase;
let jobId: string;

const environment = {
  computeEnvironmentName: 'fleet',
  type: 'MANAGED',
  computeResources: {
    type: 'EC2',
    minvCpus: 2,
    maxvCpus: 4,
    instanceTypes: ['c5.large'],
    instanceRole: 'r',
    subnets: ['s'],
    securityGroupIds: ['g'],
  },
};
const queue = {
  jobQueueName: 'main',
  priority: 1,
  computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
  schedulingPolicyArn: `${ARN}:scheduling-policy/fair`,
};
const definition = {
  jobDefinitionName: 'work',
  type: 'container',
  containerProperties: { image: 'busybox', command: ['sleep', '900'], vcpus: 1, memory: 128 },
};

/** A policy, a queue and an environment come, are tagged, go, and an environment of the same name comes back. */
function life(): { changes: Change[]; end: number } {
  const place = { region: 'us-east-1', account: '123456789012' };
  const sim = createSimulator({ seed: 5, timing: 'aws', startAt: START, ...place });
  const changes: Change[] = [];
  sim.onChanges((change) => changes.push(change));
  const call = (operation: string, input: object): Record<string, unknown> => {
    const answer = sim.call(operation, input, WHO);
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.message}`);
    sim.advance(sim.now() + 60_000);
    return { ...answer.output };
  };
  call('CreateSchedulingPolicy', { name: 'fair' });
  call('CreateComputeEnvironment', environment);
  call('CreateJobQueue', queue);
  call('RegisterJobDefinition', definition);
  const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'work', shareIdentifier: 'a' };
  jobId = String(call('SubmitJob', job).jobId);
  call('TagResource', { resourceArn: `${ARN}:job/${jobId}`, tags: { team: 'a' } });
  call('TagResource', { resourceArn: queue.schedulingPolicyArn, tags: { team: 'a' } });
  call('UpdateJobQueue', { jobQueue: 'main', state: 'DISABLED' });
  call('UpdateComputeEnvironment', { computeEnvironment: 'fleet', state: 'DISABLED' });
  call('DeleteJobQueue', { jobQueue: 'main' });
  sim.advance(sim.now() + 60_000);
  call('DeleteSchedulingPolicy', { arn: queue.schedulingPolicyArn });
  call('DeleteComputeEnvironment', { computeEnvironment: 'fleet' });
  call('CreateComputeEnvironment', environment);
  sim.advance(sim.now() + 300_000);
  return { changes, end: sim.now() };
}

beforeAll(async () => {
  database = await testDatabase();
  const story = life();
  const last = story.changes.at(-1)?.seq ?? 0;
  let now = 1;
  await new Promise<void>((resolve) => {
    const recorder = createRecorder({
      prisma: database.prisma,
      pool: database.pool,
      ...place,
      driver: toldBy(story, (from) => ({ from, to: from + 10 })),
      restMs: 0,
      clock: () => now++,
      onCommitted: ({ seq }) => {
        if (seq >= last) resolve(recorder.stop());
      },
    });
  });
});

afterAll(() => database.close());

it('keeps the versions of a policy, with who made each, and its end', async () => {
  const page = await readVersions(database.prisma, all, place, 'scheduling-policy', 'fair');
  expect(page?.versions).toMatchObject([
    { by: WHO, document: null },
    { by: WHO, document: { tags: { team: 'a' }, fairsharePolicy: { shareDecaySeconds: 0 } } },
    { by: WHO, document: { tags: {} } },
  ]);
});

it('keeps the tags that a job was given later, with who gave them', async () => {
  const page = await readVersions(database.prisma, all, place, 'job', jobId);
  expect(page).toMatchObject({
    arn: `${ARN}:job/${jobId}`,
    versions: [{ by: WHO, document: { tags: { team: 'a' } } }],
  });
  const scopedTo = (queue: string) => makeScope('all', new Map([[place.connectionId, [queue]]]));
  expect(await readVersions(database.prisma, scopedTo('main'), place, 'job', jobId)).toEqual(page);
  expect(await readVersions(database.prisma, scopedTo('other'), place, 'job', jobId)).toBeNull();
});

it('shows what is gone no more, and what came back under its name once', async () => {
  expect(await readQueues(database.prisma, all, place)).toEqual([]);
  const environments = await readEnvironments(database.prisma, all, place);
  expect(environments).toMatchObject([{ name: 'fleet', state: 'ENABLED', status: 'VALID', queues: [] }]);
  const page = await readVersions(database.prisma, all, place, 'compute-environment', 'fleet');
  expect(page?.versions).toMatchObject([
    { document: { state: 'ENABLED', status: 'CREATING' } },
    { document: { state: 'DISABLED', status: 'DELETING' } },
    { document: { state: 'DISABLED', status: 'UPDATING' } },
    { document: { state: 'ENABLED', status: 'CREATING' } },
  ]);
  expect(await readJob(database.prisma, all, place, jobId)).toMatchObject({
    job: { status: 'FAILED', statusReason: 'Job queue deleted' },
  });
});
