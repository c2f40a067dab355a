import {
  DescribeComputeEnvironmentsCommand,
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  DescribeJobsCommand,
  DescribeSchedulingPoliciesCommand,
  GetJobQueueSnapshotCommand,
  ListConsumableResourcesCommand,
  ListJobsCommand,
  ListSchedulingPoliciesCommand,
} from '@aws-sdk/client-batch';
import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type AwsPlace, createAwsClients } from './clients';
import { awsFailure } from './failure-words';

/** One call that the portal makes, whether it works, and what is missing without it. */
interface AccessCheck {
  /** As IAM names the permission: `batch:ListJobs`. */
  action: string;
  works: boolean;
  /** Why it does not; null where it does, or could not be tried. */
  says: string | null;
  /** What the portal does not show without it. */
  hides: string;
  /** Without it the connection shows nothing at all. */
  isNeeded: boolean;
}

export interface AccessReport {
  /** The account that the credentials belong to; null where AWS did not say. */
  account: string | null;
  /** Who the portal is there. */
  arn: string | null;
  checks: AccessCheck[];
}

type Try = Omit<AccessCheck, 'works' | 'says'> & { run: () => Promise<unknown> };

/** Asks for a thing that is not there: an answer that it is missing shows that one may ask. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

/**
 * Tries each call that the portal follows AWS with, and says which work, which are denied, and what that hides. Changes
 * nothing. Rejects only where the place must not be spoken to.
 */
export async function checkAccess(place: AwsPlace): Promise<AccessReport> {
  const clients = createAwsClients(place);
  try {
    const identity = await attempt(async () => clients.sts.send(new GetCallerIdentityCommand({})));
    const { polling: batch, logs } = clients;
    const queues = await attempt(async () => batch.send(new DescribeJobQueuesCommand({ maxResults: 100 })));
    const jobQueue = queues.value?.jobQueues?.[0]?.jobQueueName;
    const tries: Try[] = [
      {
        action: 'batch:DescribeComputeEnvironments',
        hides: 'Environments, and where attempts ran.',
        isNeeded: true,
        run: () => batch.send(new DescribeComputeEnvironmentsCommand({ maxResults: 1 })),
      },
      {
        action: 'batch:DescribeJobDefinitions',
        hides: 'Definitions.',
        isNeeded: false,
        run: () => batch.send(new DescribeJobDefinitionsCommand({ maxResults: 1 })),
      },
      ...(jobQueue === undefined ? [] : queueTries(clients, jobQueue)),
      {
        action: 'batch:DescribeJobs',
        hides: 'Jobs.',
        isNeeded: true,
        run: () => batch.send(new DescribeJobsCommand({ jobs: [NOTHING] })),
      },
      {
        action: 'batch:ListSchedulingPolicies',
        hides: 'Scheduling policies.',
        isNeeded: false,
        run: () => batch.send(new ListSchedulingPoliciesCommand({ maxResults: 1 })),
      },
      {
        action: 'batch:DescribeSchedulingPolicies',
        hides: 'Scheduling policies.',
        isNeeded: false,
        run: () => batch.send(new DescribeSchedulingPoliciesCommand({ arns: [nobodysPolicy(place.region)] })),
      },
      {
        action: 'batch:ListConsumableResources',
        hides: 'Consumable resources.',
        isNeeded: false,
        run: () => batch.send(new ListConsumableResourcesCommand({ maxResults: 1 })),
      },
      {
        action: 'logs:GetLogEvents',
        hides: 'Logs of jobs.',
        isNeeded: false,
        run: () => logs.send(new GetLogEventsCommand({ logGroupName: '/aws/batch/job', logStreamName: NOTHING })),
      },
    ];
    const checks = [
      checkOf(
        { action: 'batch:DescribeJobQueues', hides: 'Everything: jobs are found by queue.', isNeeded: true },
        queues,
      ),
    ];
    for (const { run, ...about } of tries) checks.push(checkOf(about, await attempt(run)));
    return { account: identity.value?.Account ?? null, arn: identity.value?.Arn ?? null, checks };
  } finally {
    clients.destroy();
  }
}

function queueTries({ polling: batch }: ReturnType<typeof createAwsClients>, jobQueue: string): Try[] {
  return [
    {
      action: 'batch:ListJobs',
      hides: 'Jobs.',
      isNeeded: true,
      run: () => batch.send(new ListJobsCommand({ jobQueue, maxResults: 1 })),
    },
    {
      action: 'batch:GetJobQueueSnapshot',
      hides: 'Who is next in a queue.',
      isNeeded: false,
      run: () => batch.send(new GetJobQueueSnapshotCommand({ jobQueue })),
    },
  ];
}

function nobodysPolicy(region: string): string {
  return `arn:aws:batch:${region}:000000000000:scheduling-policy/none`;
}

interface Attempt<Value> {
  value: Value | null;
  error: unknown;
}

async function attempt<Value>(run: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await run(), error: null };
  } catch (error) {
    return { value: null, error };
  }
}

function checkOf(about: Omit<AccessCheck, 'works' | 'says'>, { error }: Attempt<unknown>): AccessCheck {
  if (error === null) return { ...about, works: true, says: null };
  const { kind, words } = awsFailure(error);
  // AWS answered about the thing itself, which is not there: one may ask.
  if (kind === 'refused' || kind === 'throttled') return { ...about, works: true, says: null };
  return { ...about, works: false, says: words };
}
