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
  const [queue] = await client.names('queues');
  const [environment] = await client.names('environments');
  const job = (name: string, found: { id: string } | undefined) => about(name, 'jobs', found?.id);
  const single = (status: string) => rows.find((row) => row.status === status && row.array === null);
  return [
    here('overview'),
    here('jobs', 'jobs'),
    here('jobs-no-match', 'jobs?name=nothing-like-it'),
    here('submit', 'jobs/new'),
    ...job('job-waiting', single('RUNNABLE')),
    ...job('job-running', single('RUNNING')),
    ...job('job-succeeded', single('SUCCEEDED')),
    ...job('job-failed', single('FAILED')),
    ...job(
      'job-interrupted',
      rows.find((row) => row.attempts > 1),
    ),
    ...job(
      'job-array',
      rows.find((row) => row.array !== null),
    ),
    here('queues', 'queues'),
    ...about('queue', 'queues', queue),
    here('queue-new', 'queues/new'),
    ...about('queue-edit', 'queues', queue, '/edit'),
    ...about('queue-delete', 'queues', queue, '/delete'),
    here('policies', 'queues?tab=policies'),
    here('policy-new', 'queues/policies/new'),
    here('consumables', 'queues?tab=consumables'),
    here('consumable-new', 'queues/consumables/new'),
    here('environments', 'environments'),
    here('service-environments', 'environments?tab=services'),
    ...about('environment', 'environments', environment),
    ...about('changes', 'environments', environment, '?tab=changes'),
    here('environment-new', 'environments/new'),
    ...about('environment-edit', 'environments', environment, '/edit'),
    ...about('environment-delete', 'environments', environment, '/delete'),
    here('definitions', 'definitions'),
    ...about('definition', 'definitions', rows[0]?.definition.split(':')[0]),
    here('definition-new', 'definitions/new'),
    here('activity', 'activity'),
    here('lab', 'lab'),
    here('load-workload', 'lab?load=1'),
    here('not-found', 'jobs/no-such-job'),
    { name: 'activity-all', path: '/all/activity' },
    { name: 'settings-connections', path: '/settings/connections' },
    { name: 'settings-people', path: '/settings/people' },
    { name: 'settings-keys', path: '/settings/keys' },
    { name: 'settings-account', path: '/settings/account' },
    { name: 'settings-display', path: '/settings/display' },
  ];
}

/** A page of the connection `simulator`. */
function here(name: string, path = ''): PortalPage {
  return { name, path: `/simulator${path === '' ? '' : '/'}${path}` };
}

/** A page about one thing; none where it was not found. */
function about(name: string, path: string, of: string | undefined, rest = ''): PortalPage[] {
  return of === undefined ? [] : [here(name, `${path}/${encodeURIComponent(of)}${rest}`)];
}
