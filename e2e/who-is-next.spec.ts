import type { PortalClient } from './portal-client';
import { advanceBy, HOUR_MS } from './stories';
import { expect, test } from './story';

const connection = 'simulator';
const POLICY = 'arn:aws:batch:us-east-1:123456789012:scheduling-policy/turns';

/** A fair-share queue on an environment that has room for two jobs at a time. */
async function makeFairQueue(client: PortalClient): Promise<void> {
  const create = (action: string, call: object) => client.act(action, { connection, call: JSON.stringify(call) });
  const shareDistribution = ['old', 'new'].map((shareIdentifier) => ({ shareIdentifier, weightFactor: 1 }));
  await create('createPolicy', { name: 'turns', fairsharePolicy: { shareDecaySeconds: 7200, shareDistribution } });
  await create('createEnvironment', {
    computeEnvironmentName: 'turns',
    type: 'MANAGED',
    state: 'ENABLED',
    computeResources: {
      type: 'EC2',
      minvCpus: 0,
      maxvCpus: 2,
      instanceTypes: ['c5.large'],
      subnets: ['subnet-1'],
      securityGroupIds: ['sg-1'],
      instanceRole: 'ecsInstanceRole',
    },
  });
  await advanceBy(client, 60_000);
  await create('createQueue', {
    jobQueueName: 'turns',
    state: 'ENABLED',
    priority: 1,
    schedulingPolicyArn: POLICY,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'turns' }],
  });
}

async function submitShare(client: PortalClient, jobName: string, shareIdentifier: string): Promise<void> {
  await client.act('submitJob', {
    connection,
    intent: crypto.randomUUID(),
    call: JSON.stringify({
      jobName,
      jobQueue: 'turns',
      jobDefinition: 'one',
      shareIdentifier,
      containerOverrides: { environment: [{ name: 'SIM_SECONDS', value: '360000' }] },
    }),
  });
}

test('who is next in a fair-share queue stands in Batch’s own order, with its time', async ({ page, client }) => {
  await makeFairQueue(client);
  for (const name of ['old-1', 'old-2', 'old-3', 'old-4']) await submitShare(client, name, 'old');
  await advanceBy(client, HOUR_MS);
  await submitShare(client, 'late-comer', 'new');
  await advanceBy(client, 60_000);

  await page.goto('/simulator/queues/turns');
  const panel = page.getByRole('region', { name: 'Who is next' });
  await expect(panel).toContainText(/by share, as Batch told at Day \d+, \d\d:\d\d:\d\d/);
  const names = panel.getByRole('table', { name: 'Who is next' }).getByRole('row').getByRole('link');
  await expect(names).toHaveText(['late-comer', 'old-3', 'old-4']);

  await page.goto('/simulator/queues/held');
  await expect(page.getByRole('region', { name: 'Who is next' })).toContainText('first in, first out');
});
