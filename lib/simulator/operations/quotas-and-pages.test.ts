import { describe, expect, it } from 'vitest';
import type { Simulator } from '../contract';
import { createSimulator } from '../simulator';
import { definition, ec2, fargate, queueOn } from './sample-calls';
import { done, principal } from './sample-world';

const START = Date.UTC(2026, 0, 1);

/** An environment `fleet`, a queue `main` on it, a definition `tool`. */
function world(): Simulator {
  const simulator = createSimulator({
    seed: 3,
    timing: 'ideal',
    startAt: START,
    region: 'us-east-1',
    account: '123456789012',
  });
  done(simulator, 'CreateComputeEnvironment', ec2('fleet'));
  done(simulator, 'CreateJobQueue', queueOn('main', 'fleet'));
  done(simulator, 'RegisterJobDefinition', definition('tool'));
  return simulator;
}

const job = { jobName: 'j', jobQueue: 'main', jobDefinition: 'tool' };

describe('quotas', () => {
  it('are fifty environments and fifty queues [QUOTA-1, QUOTA-2]', () => {
    const simulator = createSimulator({
      seed: 1,
      timing: 'ideal',
      startAt: START,
      region: 'us-east-1',
      account: '123456789012',
    });
    for (let i = 0; i < 50; i++) done(simulator, 'CreateComputeEnvironment', fargate(`e${i}`));
    for (let i = 0; i < 50; i++) done(simulator, 'CreateJobQueue', queueOn(`q${i}`, 'e0'));
    for (const [operation, input] of [
      ['CreateComputeEnvironment', fargate('more')],
      ['CreateJobQueue', queueOn('more', 'e0')],
    ] as const) {
      expect(simulator.call(operation, input, principal)).toMatchObject({
        ok: false,
        error: { message: expect.stringContaining('limit of 50') },
      });
    }
  });
});

describe('pages of ListJobs', () => {
  it('give each job once, newest first, while others arrive [LIST-8]', () => {
    const simulator = world();
    const ids: string[] = [];
    for (let i = 0; i < 7; i++)
      ids.push(String(done(simulator, 'SubmitJob', { ...job, containerOverrides: { vcpus: 500 } }).jobId));
    const seen: unknown[] = [];
    let nextToken: unknown;
    do {
      const page = done(simulator, 'ListJobs', {
        jobQueue: 'main',
        jobStatus: 'RUNNABLE',
        maxResults: 3,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      if (Array.isArray(page.jobSummaryList)) seen.push(...page.jobSummaryList.map((summary) => summary.jobId));
      nextToken = page.nextToken;
      done(simulator, 'SubmitJob', { ...job, containerOverrides: { vcpus: 500 } });
    } while (nextToken !== undefined);
    expect(seen).toEqual(ids.reverse());
  });
});
