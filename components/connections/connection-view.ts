import type { ActionResult } from '@/lib/access';
import type { AccessReport, PollingState } from '@/lib/driver';
import type { EpochRow } from '@/lib/history';

export type CredentialsKind = 'default' | 'profile' | 'role' | 'keys';

/** How a connection reaches AWS, without its secrets. */
export interface AwsAccessView {
  credentials: CredentialsKind;
  profile: string | null;
  roleArn: string | null;
  accessKeyId: string | null;
  endpoint: string | null;
  allowPrivate: boolean;
  callsPerSecond: number;
}

/** How AWS is to be reached, as the actions take it. */
export interface AwsInput {
  region: string;
  credentials: CredentialsKind;
  profile?: string;
  roleArn?: string;
  externalId?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  endpoint?: string;
  allowPrivate: boolean;
  callsPerSecond: number;
}

/** A connection as Settings shows it. Times in ms. */
export interface ConnectionCard {
  slug: string;
  name: string;
  kind: 'aws' | 'simulated';
  region: string;
  account: string;
  epoch: number;
  /** Newest first; none on AWS. */
  epochs: readonly EpochRow[];
  /** The simulated clock; null on AWS. */
  now: number | null;
  speed: number | 'max' | null;
  paused: boolean;
  /** Null on a simulated one. */
  aws: AwsAccessView | null;
  polling: PollingState | null;
}

/** A connection whose history is going. */
export interface RemovalView {
  id: number;
  name: string;
  gone: number;
  total: number;
  error: string | null;
}

/** What one may ask for on a connection's panel. */
export type ConnectionAsk = 'rename' | 'reset' | 'remove' | 'change' | 'check';

export type ScenarioChoice = 'demo' | 'empty' | 'own' | 'same';

/** What Settings may do with connections; server actions given by the page. */
export interface ConnectionActions {
  make: (input: {
    slug: string;
    name: string;
    scenario: 'demo' | 'empty' | 'own';
    document?: string;
    seed?: number;
    speed?: number | 'max';
  }) => Promise<ActionResult<{ connection: string }>>;
  makeAws: (
    input: { slug: string; name: string } & AwsInput,
  ) => Promise<ActionResult<{ connection: string; report: AccessReport }>>;
  changeAws: (
    input: { connection: string } & AwsInput,
  ) => Promise<ActionResult<{ connection: string; report: AccessReport }>>;
  checkAws: (input: { connection: string }) => Promise<ActionResult<{ connection: string; report: AccessReport }>>;
  rename: (input: { connection: string; name: string }) => Promise<ActionResult<{ name: string }>>;
  reset: (input: {
    connection: string;
    scenario: ScenarioChoice;
    document?: string;
    seed?: number;
  }) => Promise<ActionResult<{ epoch: number }>>;
  remove: (input: { connection: string; typed: string }) => Promise<ActionResult<{ slug: string }>>;
}

/** An address made of a name: what is no letter or digit becomes a hyphen. */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}

/** The path of a connection's page at one of its epochs. */
export function epochPath(slug: string, epoch: number, current: number): string {
  return epoch === current ? `/${slug}` : `/${slug}?epoch=${epoch}`;
}
