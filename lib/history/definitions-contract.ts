import type { EffectNumbers, VersionAuthor } from './versions-contract';

export type DefinitionType = 'container' | 'multinode';
export type DefinitionPlatform = 'EC2' | 'FARGATE' | 'MANAGED_INSTANCES' | 'EKS';

/** One definition of the list: its newest active revision (or newest at all), and how its jobs did. Times in ms. */
export interface DefinitionRow {
  name: string;
  revision: number;
  /** Revisions that are ACTIVE, newest first, of all that were recorded. */
  active: number[];
  revisions: number;
  /** INACTIVE where no revision is active any more. */
  status: 'ACTIVE' | 'INACTIVE';
  type: DefinitionType;
  platform: DefinitionPlatform;
  image: string | null;
  vcpus: number | null;
  memoryMib: number | null;
  gpus: number | null;
  tags: Record<string, string>;
  /** Jobs of any revision that ended in the last 7 days, and how many of them failed. */
  ended: number;
  failed: number;
  /** Submit of the newest job of any revision; null where none is known. */
  lastUsedAt: number | null;
  lastChange: { at: number; by: string | null } | null;
}

export interface DefinitionList {
  rows: DefinitionRow[];
  /** Set where not all jobs of 7 days were looked at, but only the newest so many. */
  newest: number | null;
}

/** One revision and its jobs, of all that were recorded. */
export interface RevisionRow {
  revision: number;
  arn: string;
  /** Sequence of its newest version. */
  seq: string;
  status: 'ACTIVE' | 'INACTIVE';
  registeredAt: number;
  by: VersionAuthor | null;
  deregistered: { at: number; by: VersionAuthor | null } | null;
  waiting: number;
  running: number;
  succeeded: number;
  failed: number;
  lastUsedAt: number | null;
  /** Secrets masked; left out of all but the newest revisions, to be read when one is chosen. */
  document: object | null;
}

/** A queue that has jobs of a definition. */
export interface DefinitionUser {
  queue: string;
  waiting: number;
  running: number;
  ended: number;
  lastJob: { id: string; name: string; status: string; at: number } | null;
}

export interface DefinitionPage {
  name: string;
  /** Newest first. */
  revisions: RevisionRow[];
  users: DefinitionUser[];
  now: number;
}

/** How the jobs of one revision did: numbers over its newest jobs that ended. */
export interface RevisionEffect extends EffectNumbers {
  revision: number;
}

/** Jobs submitted in one stretch of time, by revision. */
interface RevisionBucket {
  at: number;
  revision: number;
  jobs: number;
  failed: number;
  waiting: number;
}

export interface RevisionSeries {
  /** Ms a bucket. */
  step: number;
  from: number;
  to: number;
  buckets: RevisionBucket[];
  /** True where only the newest submits were looked at. */
  isCut: boolean;
}
