import type { ActivityRow } from '@/lib/history';
import { shortenId } from '../format/number';

const WORDS: Readonly<Record<string, string>> = {
  'session.sign-in': 'Sign in',
  'session.sign-out': 'Sign out',
  'sessions.end': 'End sessions',
  'sessions.end-own': 'End own sessions',
  'setup.administrator': 'Set up an administrator',
  'invitations.create': 'Invite',
  'invitations.accept': 'Accept an invitation',
  'invitations.revoke': 'Revoke an invitation',
  'keys.make': 'Make an access key',
  'keys.revoke': 'Revoke an access key',
  'users.change': 'Change role or scope',
  'users.remove': 'Remove a person',
  'password.change': 'Change own password',
  'simulator.pace': 'Set the clock’s pace',
  'simulator.advance': 'Step the clock',
  'simulator.load-workload': 'Load a workload',
  'workload.upload': 'Upload a workload',
  'connections.start-simulator': 'Start the simulator',
  'definitions.register': 'Register definition',
  'definitions.deregister': 'Deregister definition',
  'guides.direct': 'Stop, go on or put back',
  'guides.jobs': 'Change what becomes of its jobs',
  'jobs.submit': 'Submit jobs',
  'jobs.end': 'Cancel or terminate jobs',
  'jobs.submit-again': 'Submit jobs again',
  'jobs.move': 'Cancel and submit jobs again',
  'jobs.direct-bulk': 'Pause, stop or retry',
};

const VERBS: Readonly<Record<string, string>> = {
  update: 'Change',
  state: 'Enable or disable',
  tags: 'Set tags of',
  priority: 'Set priority of',
  quantity: 'Set quantity of',
};

/** The kinds of which an act touches one: what is no such plural stays as it is. */
const ONE_OF: Readonly<Record<string, string>> = {
  environments: 'environment',
  queues: 'queue',
  policies: 'policy',
  consumables: 'consumable resource',
  connections: 'connection',
};

/**
 * What was done, in words: `environments.update` is `Change environment`; an API operation stays as AWS spells it, and one that a
 * guided delete sent says so.
 */
export function actionWords(action: string): string {
  const known = WORDS[action];
  if (known !== undefined) return known;
  const dot = action.indexOf('.');
  if (dot < 0) return action;
  const [kind, verb] = [action.slice(0, dot), action.slice(dot + 1)];
  if (kind === 'guides') return `${verb}, guided`;
  const words = VERBS[verb] ?? verb.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${ONE_OF[kind] ?? kind.replaceAll('-', ' ')}`;
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

/** What an act was about, as a row shows it: the id of a job or of a bulk operation is cut in the middle. */
export function subjectWords(subject: string | null): string {
  if (subject === null) return '–';
  const found = /^(job|bulk) ([0-9a-f-]{36})([:#]\d+)?$/.exec(subject);
  return found === null ? subject : `${found[1]} ${shortenId(found[2] ?? '')}${found[3] ?? ''}`;
}

const PAGES: Readonly<Record<string, string>> = {
  queue: 'queues',
  environment: 'environments',
  definition: 'definitions',
  job: 'jobs',
  policy: 'queues/policies',
  consumable: 'queues/consumables',
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
