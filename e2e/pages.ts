import type { PortalClient } from './portal-client';

/** A page of the portal by its name, and where it is. */
export interface PortalPage {
  name: string;
  path: string;
}

/** The pages for those who are not signed in. */
export const OPEN_PAGES: readonly PortalPage[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'setup', path: '/setup' },
  { name: 'invitation', path: '/sign-in/invitation' },
];

/** Every page of a portal whose simulator has run a while: one job of each kind among them. */
export async function portalPages(client: PortalClient): Promise<PortalPage[]> {
  const rows = await client.jobs();
  const job = (name: string, found: { id: string } | undefined): PortalPage[] =>
    found === undefined ? [] : [{ name, path: `/simulator/jobs/${encodeURIComponent(found.id)}` }];
  const [queue] = await client.names('queues');
  const [environment] = await client.names('environments');
  const definition = rows[0]?.definition.split(':')[0];
  return [
    { name: 'overview', path: '/simulator' },
    { name: 'jobs', path: '/simulator/jobs' },
    { name: 'jobs-no-match', path: '/simulator/jobs?name=nothing-like-it' },
    { name: 'submit', path: '/simulator/jobs/new' },
    { name: 'activity', path: '/simulator/activity' },
    { name: 'activity-all', path: '/all/activity' },
    { name: 'settings-people', path: '/settings/people' },
    { name: 'settings-account', path: '/settings/account' },
    ...job(
      'job-waiting',
      rows.find((row) => row.status === 'RUNNABLE' && row.array === null),
    ),
    ...job(
      'job-running',
      rows.find((row) => row.status === 'RUNNING' && row.array === null),
    ),
    ...job(
      'job-succeeded',
      rows.find((row) => row.status === 'SUCCEEDED' && row.array === null),
    ),
    ...job(
      'job-failed',
      rows.find((row) => row.status === 'FAILED' && row.array === null),
    ),
    ...job(
      'job-interrupted',
      rows.find((row) => row.attempts > 1),
    ),
    ...job(
      'job-array',
      rows.find((row) => row.array !== null),
    ),
    { name: 'queues', path: '/simulator/queues' },
    ...(queue === undefined ? [] : [{ name: 'queue', path: `/simulator/queues/${queue}` }]),
    { name: 'environments', path: '/simulator/environments' },
    ...(environment === undefined ? [] : [{ name: 'environment', path: `/simulator/environments/${environment}` }]),
    ...(environment === undefined
      ? []
      : [{ name: 'changes', path: `/simulator/environments/${environment}?tab=changes` }]),
    { name: 'definitions', path: '/simulator/definitions' },
    ...(definition === undefined ? [] : [{ name: 'definition', path: `/simulator/definitions/${definition}` }]),
    { name: 'definition-new', path: '/simulator/definitions/new' },
    { name: 'environment-new', path: '/simulator/environments/new' },
    ...(environment === undefined
      ? []
      : [{ name: 'environment-edit', path: `/simulator/environments/${environment}/edit` }]),
    { name: 'queue-new', path: '/simulator/queues/new' },
    ...(queue === undefined ? [] : [{ name: 'queue-edit', path: `/simulator/queues/${queue}/edit` }]),
    { name: 'policy-new', path: '/simulator/queues/policies/new' },
    { name: 'lab', path: '/simulator/lab' },
    { name: 'load-workload', path: '/simulator/lab?load=1' },
    { name: 'not-found', path: '/simulator/jobs/no-such-job' },
  ];
}
