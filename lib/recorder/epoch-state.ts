import type { InstanceChange, InstanceState } from '@/lib/batch';
import { createLedger, type Ledger } from '@/lib/cost';
import { createSampler, type Sampler } from '@/lib/metrics';
import type { DefinitionFacts } from './job-detail';
import type { JobState } from './job-state';

/** A row of `instance`. Times in ms. */
export interface InstanceRow {
  instanceId: string;
  arn: string;
  environment: string;
  type: string;
  zone: string;
  purchase: string;
  vcpus: number;
  memoryMib: number;
  gpus: number;
  state: InstanceState;
  pendingAt: number | null;
  runningAt: number | null;
  terminatedAt: number | null;
  endedBy: NonNullable<InstanceChange['endedBy']> | null;
  seq: number;
}

/** The newest row of `waiting` for one (queue, share, shape, cause). */
interface WaitState {
  sinceAt: number;
  isOpen: boolean;
  seq: number;
}

/**
 * What the recorder of one connection and epoch holds in memory. All of it stands in Postgres too: it is read at the
 * start, and thrown away and read again when a batch could not be committed.
 */
export interface EpochState {
  seq: number;
  upTo: number;
  sampler: Sampler;
  ledger: Ledger;
  /** Jobs seen lately, by AWS id, oldest first. */
  jobs: Map<string, JobState>;
  /** AWS ids of jobs that left memory with the last batch, which may not be committed yet. */
  leaving: Set<string>;
  /** Ends of ARNs under which attempts of the last batch, which may not be committed yet, stand without their instance. */
  hostless: ReadonlySet<string>;
  /** Instances up, by ARN. */
  instances: Map<string, InstanceRow>;
  /** ARNs of instances that had attempts before they were known to be up. */
  unreckoned: Set<string>;
  waits: Map<string, WaitState>;
  /** Sequence of the newest version of each resource, by ARN. */
  resources: Map<string, number>;
  /** By name:revision. */
  definitions: Map<string, DefinitionFacts>;
  /** Milli-vCPU in use by environment. */
  used: Map<string, number>;
  /** Whether the driver tells what capacity is up and costs; else nothing is charged. */
  isPriced: boolean;
  /** The last moment of the grid on which Spot is sampled. */
  gridAt: number;
}

export function emptyState(): EpochState {
  return {
    seq: 0,
    upTo: 0,
    sampler: createSampler(),
    ledger: createLedger(),
    jobs: new Map(),
    leaving: new Set(),
    hostless: new Set(),
    instances: new Map(),
    unreckoned: new Set(),
    waits: new Map(),
    resources: new Map(),
    definitions: new Map(),
    used: new Map(),
    isPriced: true,
    gridAt: 0,
  };
}

export function waitKey(queue: string, share: string, shape: string, cause: string): string {
  return [queue, share, shape, cause].join('\n');
}
