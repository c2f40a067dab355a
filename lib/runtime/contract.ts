import type { Pool } from 'pg';
import type { AccessKeys } from '@/lib/access';
import type { BulkWorker } from '@/lib/bulk';
import type { createPrisma } from '@/lib/db';
import type { AccessReport, BatchDriver } from '@/lib/driver';
import type { GuideWorker } from '@/lib/guides';
import type { Live } from '@/lib/live';
import type { Settings } from '@/lib/settings';
import type { AwsAccess } from './aws-connections';

/** A connection that this process records and serves. */
export interface PortalConnection {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly kind: 'aws' | 'simulated';
  readonly region: string;
  readonly account: string;
  readonly epoch: number;
  readonly driver: BatchDriver;
  /** How far history has come, and whether the recorder stands. */
  recorded(): { seq: number; upTo: number; recordedAt: number; error: string | null };
  /** Resolves when everything the driver had told by now is committed, or false after `patience` wall ms. */
  caughtUp(patience: number): Promise<boolean>;
  /** Aborted when this epoch stops being served: by a reset, a removal, or the end of the process. */
  readonly ended: AbortSignal;
}

/** A connection whose history goes in the background. */
export interface Removal {
  readonly id: number;
  readonly name: string;
  /** Rows that are gone, and rows that there were. */
  readonly gone: number;
  readonly total: number;
  /** Why it stands still, or null. It goes on at the next start. */
  readonly error: string | null;
}

/** A simulated connection that can not do this now, in a sentence. Match it by name. */
export class ConnectionBusyError extends Error {
  override readonly name = 'ConnectionBusyError';
}

/** What a simulated connection is made from. */
export interface OpenSimulatedOptions {
  /** Its part of the address: lower-case letters, digits and hyphens. */
  slug: string;
  name: string;
  scenario: 'demo' | 'empty' | object;
  seed?: number;
  speed?: number | 'max';
  actor: string;
}

/** What a connection to AWS is made from. */
export interface OpenAwsOptions {
  /** Its part of the address: lower-case letters, digits and hyphens. */
  slug: string;
  name: string;
  /** The account that the credentials belong to. */
  account: string;
  access: AwsAccess;
}

/** What one process of the portal is made of; built once, kept on globalThis. */
export interface Runtime {
  readonly settings: Settings;
  readonly prisma: ReturnType<typeof createPrisma>;
  readonly pool: Pool;
  readonly live: Live;
  /** What drives guided deletes: kick it after one was begun or given another direction. */
  readonly guides: GuideWorker;
  /** What drives operations on many jobs: kick it after one was begun or given another direction. */
  readonly bulk: BulkWorker;
  /** The access keys of the AWS endpoint. */
  readonly keys: AccessKeys;
  /** By slug, in the order they were made. */
  readonly connections: ReadonlyMap<string, PortalConnection>;
  readonly database: { kind: 'embedded' | 'external' };
  readonly version: string;
  /** Wall time, ms since the Unix epoch. */
  readonly clock: () => number;
  /** Address under which a browser on this machine reaches the portal. */
  readonly baseUrl: string;
  /** Makes a simulated connection and starts it; rejects with ScenarioError where the scenario is refused. */
  openSimulatedConnection(options: OpenSimulatedOptions): Promise<PortalConnection>;
  /** Tries what the portal asks AWS for: which calls work, which are denied, and what that hides. Changes nothing. */
  checkAwsAccess(access: AwsAccess): Promise<AccessReport>;
  /** Makes a connection to AWS and starts following it. */
  openAwsConnection(options: OpenAwsOptions): Promise<PortalConnection>;
  /** How a connection reaches AWS, secrets in clear: they never leave the process. */
  awsAccess(slug: string): Promise<AwsAccess>;
  /** Follows AWS with other credentials, endpoint or pace: the same account and region. */
  changeAwsConnection(slug: string, access: AwsAccess): Promise<PortalConnection>;
  /** Gives a connection another name; its slug stays. */
  renameConnection(slug: string, name: string): Promise<PortalConnection>;
  /**
   * Begins a new epoch of a simulated connection: the same again, or another scenario or seed. The old one stays to be
   * read. Rejects with ScenarioError or InputRefusedError where the scenario is refused; the old epoch then goes on.
   */
  resetConnection(
    slug: string,
    change: { scenario?: 'demo' | 'empty' | object; seed?: number },
  ): Promise<PortalConnection>;
  /** Stops a simulated connection and takes it away; its history goes in the background, see `removals`. */
  removeConnection(slug: string): Promise<void>;
  removals(): readonly Removal[];
  /** What an operator at the terminal should read once it serves: the set-up link while nobody can sign in. */
  greeting(): Promise<string[]>;
  /** Stops streams, recorders, simulators and the database, in this order. */
  stop(): Promise<void>;
}
