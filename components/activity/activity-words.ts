import type { ActivityRow } from '@/lib/history';

const WORDS: Readonly<Record<string, string>> = {
  'session.sign-in': 'Sign in',
  'session.sign-out': 'Sign out',
  'sessions.end': 'End sessions',
  'sessions.end-own': 'End own sessions',
  'setup.administrator': 'Set up an administrator',
  'invitations.create': 'Invite',
  'invitations.accept': 'Accept an invitation',
  'invitations.revoke': 'Revoke an invitation',
  'users.change': 'Change role or scope',
  'users.remove': 'Remove a person',
  'password.change': 'Change own password',
  'simulator.pace': 'Set the clock’s pace',
  'simulator.advance': 'Step the clock',
  'simulator.load-workload': 'Load a workload',
  'workload.upload': 'Upload a workload',
  'connections.start-simulator': 'Start the simulator',
  'jobs.submit-again': 'Submit jobs again',
  'jobs.move': 'Cancel and submit jobs again',
  'jobs.direct-bulk': 'Pause, stop or retry',
};

/** What was done, in words: `environments.update` is `Update environments`; an API operation stays as AWS spells it. */
export function actionWords(action: string): string {
  const known = WORDS[action];
  if (known !== undefined) return known;
  const dot = action.indexOf('.');
  if (dot < 0) return action;
  const verb = action.slice(dot + 1).replaceAll('-', ' ');
  return `${verb.charAt(0).toUpperCase()}${verb.slice(1)} ${action.slice(0, dot).replaceAll('-', ' ')}`;
}

/** How it came out, in one word. */
export function resultWord(row: Pick<ActivityRow, 'result' | 'error'>): string {
  if (row.result === 'succeeded') return 'done';
  if (row.result === 'unfinished') return 'no end known';
  return row.error?.code === 'internal' ? 'failed' : 'refused';
}

/** What was done to one thing: its entries in the Activity of a connection. `subject` is as the audit log names it: `queue main`. */
export function activityHref(slug: string, subject: string): string {
  return `/${slug}/activity?subject=${encodeURIComponent(subject)}`;
}

const PAGES: Readonly<Record<string, string>> = {
  queue: 'queues',
  environment: 'environments',
  definition: 'definitions',
  job: 'jobs',
  policy: 'queues/policies',
};

/** The page of what an act was about, where it has one: `queue main` of `simulator` is at `/simulator/queues/main`. */
export function subjectHref(row: Pick<ActivityRow, 'subject' | 'connection'>): string | null {
  if (row.subject === null) return null;
  const blank = row.subject.indexOf(' ');
  const kind = row.subject.slice(0, blank);
  if (kind === 'bulk' && row.connection !== null) return `/${row.connection}/activity?bulk=${row.subject.slice(5)}`;
  const page = PAGES[kind];
  if (page === undefined || row.connection === null) return null;
  const name = row.subject.slice(blank + 1);
  const revision = kind === 'definition' ? /^(.+):(\d+)$/.exec(name) : null;
  const path = `/${row.connection}/${page}/${encodeURIComponent(revision?.[1] ?? name)}`;
  return kind === 'policy' ? `${path}/edit` : path;
}
