import type { AttemptPurchase, JobSort, JobStatus, WaitingCause, WaitingEvidence } from '@/lib/batch';
import type { QuotaShareRow, ServiceEnvironmentRow } from './service-contract';

/** Which run of which connection a read is about. Times in this file are ms of the connection's time. */
export interface Where {
  connectionId: number;
  epoch: number;
}

/** Filters of the jobs list; absent means any. Texts match whole, `name` is a case-insensitive part. */
export interface JobsQuery {
  status?: JobStatus[];
  queue?: string[];
  definition?: string[];
  name?: string;
  /** Children of one array, by index; without it parents and single jobs only, newest first. */
  parent?: string;
  /** True for the relays that keep a fan-in small, and nothing else; they are left out of every other list and count. */
  relay?: boolean;
  /** These jobs only, parents and children alike, in this order; every other filter is then ignored. At most 200. */
  ids?: string[];
  /**
   * The order, newest first by default; children and `ids` keep theirs. What is not known stands last either way, equals
   * newest first. By another column than `submitted` no more than MOST_SORTED_JOBS are sorted.
   */
  sort?: JobSort;
  /** Opaque keyset cursor from the previous page of the same order. */
  cursor?: string;
  /** Rows, at most 200. */
  limit?: number;
}

/** One row of the jobs list. Money is a decimal string of integer nano-USD. */
export interface JobRow {
  id: string;
  name: string;
  queue: string;
  definition: string;
  share: string | null;
  status: JobStatus;
  /** For an array parent: its children by state, and the state to show (its children's most advanced unfinished one). */
  array: { size: number; counts: Partial<Record<JobStatus, number>>; shown: JobStatus } | null;
  index: number | null;
  statusReason: string | null;
  reason: string | null;
  exitCode: number | null;
  attempts: number;
  interruptions: number;
  isCancelled: boolean;
  isTerminated: boolean;
  isRelay: boolean;
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  /** Of a service job what it asks for, as `2xml.g5.xlarge`; null for any other. */
  instances: string | null;
  createdAt: number;
  startedAt: number | null;
  stoppedAt: number | null;
  costNanoUsd: string | null;
  /** While it is RUNNABLE or PENDING: why, from the tally. */
  waits: { cause: WaitingCause; since: number } | null;
}

export interface JobsPage {
  /**
   * With a `name`, one page by `submitted` looks at 20,000 jobs at most: it may be short, or empty, and still have a next one.
   */
  rows: JobRow[];
  nextCursor: string | null;
}

/** Counts for the same filters (status left out): what can run, by state; and the values each filter could take. */
export interface JobsFacets {
  byStatus: Partial<Record<JobStatus, number>>;
  queues: { name: string; count: number }[];
  definitions: { name: string; count: number }[];
  total: number;
  /** Relays of the run, counted apart whatever the filters say. */
  relays: number;
  /** With a `name`: how many of the newest jobs were looked at, where that is not all of them. */
  newest: number | null;
}

interface TransitionRow {
  status: JobStatus;
  attemptsEnded: number;
  at: number | null;
}

export interface AttemptRow {
  n: number;
  environment: string;
  purchase: AttemptPurchase;
  instanceId: string | null;
  instanceType: string | null;
  zone: string | null;
  taskArn: string;
  placedAt: number;
  startedAt: number | null;
  stoppedAt: number | null;
  exitCode: number | null;
  reason: string | null;
  statusReason: string | null;
  logStream: string | null;
  interrupted: boolean;
  /** Null where no price is known; `provisional` while the attempt or its hour is open. Nano-USD. */
  charge: {
    paidNanoUsd: string;
    onDemandNanoUsd: string;
    lost: boolean;
    provisional: boolean;
    nanoUsdPerHour: string | null;
  } | null;
}

/** One node of a multi-node job, with its newest attempt's host and end. Times in ms. */
export interface NodeRow {
  id: string;
  index: number;
  isMain: boolean;
  status: JobStatus;
  /** Its container is over, though the job goes on and may yet need it again. */
  hasEnded: boolean;
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  environment: string | null;
  instanceId: string | null;
  instanceType: string | null;
  zone: string | null;
  startedAt: number | null;
  stoppedAt: number | null;
  exitCode: number | null;
  statusReason: string | null;
  costNanoUsd: string | null;
}

export interface JobPage {
  job: JobRow;
  arn: string;
  transitions: TransitionRow[];
  attempts: AttemptRow[];
  /** Of a multi-node job its nodes, by index; empty for any other. */
  nodes: NodeRow[];
  notes: { at: number | null; statusReason: string | null; isCancelled: boolean; isTerminated: boolean }[];
  wait: { cause: WaitingCause; evidence: WaitingEvidence; since: number; sameReason: number } | null;
  dependsOn: { id: string; name: string | null; status: JobStatus | null; type: string | null }[];
  dependents: { id: string; name: string; status: JobStatus }[];
  /** The job that was submitted of this one again, and the one that this repeats; by id. */
  again: { as: string | null; of: string | null };
  /** JobDetail as it was first seen, secrets masked, with the names of the masked members. */
  detail: object;
  masked: string[];
}

export interface QueueRow {
  name: string;
  arn: string;
  state: string;
  status: string;
  statusReason: string | null;
  priority: number;
  environments: string[];
  /** Of a queue of service jobs its service environment; `environments` is then empty. */
  serviceEnvironment: string | null;
  waiting: number;
  running: number;
  counts: Partial<Record<JobStatus, number>>;
  oldestWaitingAt: number | null;
  reasons: WaitingReason[];
  /** Name of its scheduling policy; null where it is first in, first out. */
  policy: string | null;
  /** That policy is one of quota shares. */
  hasQuotaShares: boolean;
  tags: Record<string, string>;
  lastChange: LastChange | null;
  /** Sequence of the last edit, for `basedOn` of an edit that starts from here. */
  version: number;
  /** Since when it is disabled, INVALID or moving; null where it is enabled and valid, or that is not known. */
  stateSince: number | null;
}

/** The last edit that a person or tool made of a resource; `what` in a few words. */
export interface LastChange {
  at: number;
  by: string | null;
  what: string | null;
}

/** A scheduling policy for fair share, and the queues in scope that use it. */
export interface PolicyRow {
  name: string;
  arn: string;
  shares: { identifier: string; weight: number }[];
  decaySeconds: number;
  reservationPercent: number;
  queues: string[];
  tags: Record<string, string>;
  lastChange: LastChange | null;
  version: number;
}

/** Jobs that wait for one cause; `since` is when it began. */
export interface WaitingReason {
  queue: string;
  cause: WaitingCause;
  count: number;
  since: number;
  evidence: WaitingEvidence;
}

export interface QueuePage {
  queue: QueueRow;
  document: object;
  environments: EnvironmentRow[];
  /** Of a queue of service jobs; the environment is null where it is gone. */
  service: { environment: ServiceEnvironmentRow | null; shares: QuotaShareRow[] } | null;
  /** The first RUNNABLE jobs, first in first out: retried ones before, then in order of submission. */
  next: JobRow[];
}

export interface EnvironmentRow {
  name: string;
  arn: string;
  type: 'EC2' | 'SPOT' | 'FARGATE' | 'FARGATE_SPOT' | 'UNMANAGED';
  state: string;
  status: string;
  statusReason: string | null;
  /** Its service role is AWSServiceRoleForBatch, which no edit can exchange for another. */
  hasServiceLinkedRole: boolean;
  /** Whether AWS takes an edit that replaces instances, where there are any: under that role only, and not with BEST_FIT. */
  takesNewInstances: boolean;
  queues: string[];
  minimumVcpus: number;
  desiredVcpus: number | null;
  maximumVcpus: number;
  provisionedVcpus: number;
  usedMilliVcpus: number;
  instances: number;
  /** Price of everything up now, nano-USD per hour; null where unknown. */
  nanoUsdPerHour: string | null;
  onDemandNanoUsdPerHour: string | null;
  /** Paid in the last 24 hours for capacity that no job had, nano-USD; null where it was not asked for. */
  idleNanoUsd: string | null;
  tags: Record<string, string>;
  lastChange: LastChange | null;
  /** Sequence of the last edit, for `basedOn` of an edit that starts from here. */
  version: number;
  /** Since when it is disabled, INVALID or moving; null where it is enabled and valid, or that is not known. */
  stateSince: number | null;
}

export interface InstanceRow {
  instanceId: string;
  type: string;
  zone: string;
  purchase: 'ON_DEMAND' | 'SPOT';
  state: string;
  vcpus: number;
  memoryMib: number;
  gpus: number;
  runningAt: number | null;
  nanoUsdPerHour: string | null;
  jobs: { id: string; name: string; queue: string; milliVcpus: number; memoryMib: number }[];
}

export interface EnvironmentPage {
  environment: EnvironmentRow;
  document: object;
  instances: InstanceRow[];
  /** Newest ends and interruptions first, at most 50. */
  events: { at: number; kind: 'launched' | 'ended' | 'interrupted' | 'changed'; text: string }[];
}

export interface Overview {
  now: number;
  waiting: number;
  running: number;
  endedLastHour: number;
  oldestWaitingAt: number | null;
  usedMilliVcpus: number;
  provisionedVcpus: number;
  reasons: WaitingReason[];
  queues: QueueRow[];
  environments: EnvironmentRow[];
  nanoUsdPerHour: string | null;
  onDemandNanoUsdPerHour: string | null;
  /** Since UTC midnight of the connection's time. */
  spotToday: {
    savedNanoUsd: string;
    lostNanoUsd: string;
    netNanoUsd: string;
    interruptions: number;
    provisional: boolean;
  };
  /** Failed in the last 24 h by class, most first. */
  failures: { failureClass: string; count: number; example: { id: string; name: string } }[];
}
