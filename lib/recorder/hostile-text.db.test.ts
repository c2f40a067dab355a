import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeScope } from '@/lib/access';
import type { Change } from '@/lib/batch';
import { readJob, readVersions } from '@/lib/history';
import { createSimulator } from '@/lib/simulator';
import { type TestDatabase, testDatabase } from '@/test/database';
import { toldBy } from '@/test/recorder-story';
import { createRecorder } from './recorder';

const START = Date.UTC(2026, 0, 1, 8);
const WHO = { actor: 'ann@example.com', source: 'portal' } as const;
const place = { connectionId: 1, epoch: 1 };
const all = makeScope('all');
const HOSTILE = 'a\0b\ud800c\u202ed<b>e</b>"\\u0000';
const KEPT = 'a\uFFFDb\uFFFDc\u202ed<b>e</b>"\\u0000';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

function life(): { changes: Change[]; end: number; jobId: string } {
  const sim = createSimulator({
    seed: 5,
    timing: 'ideal',
    startAt: START,
    region: 'us-east-1',
    account: '123456789012',
  });
  const changes: Change[] = [];
  sim.onChanges((change) => changes.push(change));
  const call = (operation: string, input: object): Record<string, unknown> => {
    const answer = sim.call(operation, input, WHO);
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.message}`);
    sim.advance(sim.now() + 60_000);
    return { ...answer.output };
  };
  const network = { subnets: ['s'], securityGroupIds: ['g'] };
  call('CreateComputeEnvironment', {
    computeEnvironmentName: 'fleet',
    type: 'MANAGED',
    computeResources: { type: 'FARGATE', maxvCpus: 4, ...network },
  });
  call('CreateJobQueue', {
    jobQueueName: 'main',
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'fleet' }],
    tags: { [HOSTILE]: HOSTILE },
  });
  call('RegisterJobDefinition', {
    jobDefinitionName: 'work',
    type: 'container',
    platformCapabilities: ['FARGATE'],
    parameters: { [HOSTILE]: HOSTILE },
    containerProperties: {
      image: HOSTILE,
      executionRoleArn: 'r',
      resourceRequirements: [
        { type: 'VCPU', value: '0.25' },
        { type: 'MEMORY', value: '512' },
      ],
    },
  });
  const { jobId } = call('SubmitJob', {
    jobName: 'j',
    jobQueue: 'main',
    jobDefinition: 'work',
    parameters: { note: HOSTILE },
    tags: { note: HOSTILE },
    containerOverrides: {
      environment: [
        { name: 'NOTE', value: HOSTILE },
        { name: 'SIM_SECONDS', value: '9000' },
      ],
    },
  });
  call('TerminateJob', { jobId, reason: HOSTILE });
  sim.advance(sim.now() + 600_000);
  return { changes, end: sim.now(), jobId: String(jobId) };
}

it('records what Postgres can not keep, and goes on', async () => {
  const story = life();
  const last = story.changes.at(-1)?.seq ?? 0;
  const recorder = createRecorder({
    prisma: database.prisma,
    pool: database.pool,
    ...place,
    driver: toldBy(story, (from) => ({ from, to: from + 10 })),
    restMs: 0,
    clock: () => 1,
    onCommitted: () => {},
  });
  await expect.poll(() => recorder.state(), { timeout: 20_000 }).toMatchObject({ seq: last, error: null });
  await recorder.stop();
  const job = await readJob(database.prisma, all, place, story.jobId);
  expect(job).toMatchObject({ job: { status: 'FAILED' } });
  expect(job?.job.statusReason).toContain('\u202ed<b>e</b>"\\u0000');
  const queue = await readVersions(database.prisma, all, place, 'job-queue', 'main');
  expect(queue?.versions[0]?.document).toMatchObject({ tags: { [KEPT]: KEPT } });
  const [row] = await database.prisma.$queryRaw<{ detail: object }[]>`
    SELECT detail FROM job WHERE aws_id = ${story.jobId}`;
  expect(row?.detail).toMatchObject({ parameters: { note: KEPT }, container: { environment: [{ value: KEPT }, {}] } });
});
