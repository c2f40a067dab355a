import type {
  ComputeEnvironmentDetail,
  JobDefinition,
  JobQueueDetail,
  SchedulingPolicyDetail,
} from '@aws-sdk/client-batch';
import type { Change, Place, WorkloadRows } from '@/lib/batch';
import type { InstanceType } from '@/lib/catalogue';
import type { Behaviour } from './behaviour/behaviour';
import type { BucketTable } from './capacity/buckets';
import { createInstanceTable, type InstanceTable } from './capacity/instance-table';
import type { Fault, Genesis, WorkloadOptions } from './contract';
import { type Counters, emptyCounters, type Instant, newInstant } from './counters';
import {
  type ArrayTable,
  type AttemptTable,
  createArrayTable,
  createAttemptTable,
  createEdgeTable,
  createJobTable,
  type EdgeTable,
  type JobTable,
} from './jobs/job-table';
import { createDraws, type Draws } from './kernel/draws';
import { createHeap, type EventHeap } from './kernel/events';
import { type Clockwork, createClockwork } from './kernel/timing';
import type { JobSpec } from './machine';
import type { ConsumableState } from './resources/consumable-state';
import type { ReadyQueue } from './scheduling/ready-queue';
import type { ShareState } from './scheduling/share-state';
import type { WaitGroup } from './scheduling/wait-group';
import { createServiceWorld, type ServiceWorld } from './service-jobs/world';

export type { ShareState } from './scheduling/share-state';
export type { WaitGroup };

export type EnvironmentKind = 'EC2' | 'SPOT' | 'FARGATE' | 'FARGATE_SPOT';

/** A compute environment: AWS's document and what the engine keeps beside it. Amounts in whole vCPU or thousandths. */
export interface EnvironmentState {
  readonly index: number;
  document: ComputeEnvironmentDetail;
  kind: EnvironmentKind;
  gone: boolean;
  /** vCPU of instances pending and up. */
  provisioned: number;
  /** Thousandths of a vCPU that jobs hold. */
  usedMilli: number;
  /** Launch cycles in a row that EC2 refused; at PATIENCE the next environment takes over. */
  refusals: number;
  /** vCPU that an operator asked for above the minimum, until reached. */
  requested: number;
  /** desiredvCpus changed in this instant and is not told yet. */
  moved: boolean;
  toldDesired: number;
  /** Instances pending or up that have not registered yet. */
  joining: number;
  /** Instances up that the last infrastructure update replaces. */
  replaced: number;
  /** The update has taken its time and is done once they are gone. */
  awaitsReplaced: boolean;
  readonly derived: EnvironmentDerived;
}

/** Computed from the document and the tables again after a restore. */
export interface EnvironmentDerived {
  types: readonly InstanceType[];
  typeNumbers: number[];
  /** Numbers of zones of its subnets. */
  zones: number[];
  usable: boolean;
  queues: number[];
  buckets: BucketTable;
}

export interface QueueState {
  readonly index: number;
  document: JobQueueDetail;
  gone: boolean;
  readonly ready: ReadyQueue;
  /** Something changed that may let the head go. */
  dirty: boolean;
  /** The job at the head that could not be placed, or -1, and since when. */
  blockedHead: number;
  blockedSince: number;
  /** When a head that is over a time limit is looked at again (virtual ms). */
  nextLook: number;
  /** When a job left the line last, so that those behind it moved up. */
  movedAt: number;
  /** Environments (by number) that an update detached, and until when they still count as attached. */
  left: { environment: number; until: number }[];
  /** Fair share: the shares that ever had a job, when what they hold changed last, and that a look at their decay is due. */
  readonly shares: ShareState[];
  sharesMovedAt: number;
  stepArmed: boolean;
  readonly derived: { environments: number[]; groups: number[]; shareNumbers: Map<string, number> };
}

/** An interned spec in a queue. */
export interface SpecState {
  readonly queue: number;
  readonly group: number;
  readonly spec: JobSpec;
  readonly behaviour: Behaviour;
  readonly timeoutMs: number;
}

export interface WorkloadState {
  readonly options: WorkloadOptions;
  readonly rows: WorkloadRows;
  readonly inputSeq: number;
  readonly queue: number;
  readonly definition: string;
  /** Its queue's first environment is Fargate: jobs take Fargate's sizes. */
  readonly isFargate: boolean;
  /** Rows in order of arrival (parents first), and virtual ms of each row's arrival. */
  readonly order: Int32Array;
  readonly arrivals: Float64Array;
  /** Job row of a row once it arrived, else -1. */
  readonly jobOf: Int32Array;
  next: number;
}

/** What a row of a workload asks for; equal ones share a spec. */
export interface Asked {
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  exitCode: number;
  share: string | undefined;
  isRelay: boolean;
}

/** All of a machine's state. What is not `derived` stands in its snapshot. */
export interface Core {
  readonly genesis: Genesis;
  readonly place: Place;
  readonly draws: Draws;
  readonly clockwork: Clockwork;
  readonly heap: EventHeap;
  readonly jobs: JobTable;
  readonly attempts: AttemptTable;
  readonly edges: EdgeTable;
  readonly arrays: ArrayTable;
  readonly instances: InstanceTable;
  readonly environments: EnvironmentState[];
  readonly queues: QueueState[];
  readonly definitions: JobDefinition[];
  readonly policies: SchedulingPolicyDetail[];
  readonly consumables: ConsumableState[];
  readonly specs: SpecState[];
  readonly groups: WaitGroup[];
  readonly workloads: WorkloadState[];
  readonly faults: Fault[];
  readonly strings: string[];
  readonly uuids: Record<string, number>;
  readonly services: ServiceWorld;
  readonly counters: Counters;
  readonly instant: Instant;
  readonly derived: CoreDerived;
  /** Where changes leave; null while nobody listens. Not part of the state. */
  sink: ((change: Change) => void) | null;
}

interface CoreDerived {
  stringNumbers: Map<string, number>;
  /** The text interned last: many rows in a row share it. */
  lastText: { text: string; number: number };
  specNumbers: Map<string, number>;
  groupNumbers: Map<string, number>;
  environmentByName: Map<string, number>;
  queueByName: Map<string, number>;
  consumableByName: Map<string, number>;
  /** Queues by descending priority, then name. */
  queueOrder: number[];
  /** Rows of instances that are not terminated. */
  up: Set<number>;
  /** Attempts that ended while the current event was worked on, and arrays' children: rows whose end is to be told on. */
  ended: { rows: number[]; count: number };
  /** The last row's demand and its spec: most rows ask what the one before asked. */
  lastAsked: { workload: WorkloadState | null; asked: Asked | null; spec: number };
  /** Spot prices of one hour of the market, before price spikes. */
  calmPrices: { hour: number; byPool: Map<number, number> };
}

/** Texts that many rows share. Number 0 is the empty text, which stands for none. */
export function intern(core: Core, text: string): number {
  const { lastText } = core.derived;
  if (lastText.text === text) return lastText.number;
  const number = numberOf(core, text);
  lastText.text = text;
  lastText.number = number;
  return number;
}

function numberOf(core: Core, text: string): number {
  const known = core.derived.stringNumbers.get(text);
  if (known !== undefined) return known;
  const number = core.strings.length;
  core.strings.push(text);
  core.derived.stringNumbers.set(text, number);
  return number;
}

export function textOf(core: Core, number: number): string {
  return core.strings[number] ?? '';
}

/** The instant that is being worked on, else the last closed one. */
export function atOf(core: Core): number {
  return core.instant.open >= 0 ? core.instant.open : core.instant.now;
}

// Rows keep only numbers of entries that exist.
function entry<T>(list: readonly T[], index: number, what: string): T {
  const found = list[index];
  if (found === undefined) throw new Error(`No ${what} number ${index}: the machine's tables are damaged.`);
  return found;
}
export const environmentAt = (core: Core, index: number): EnvironmentState =>
  entry(core.environments, index, 'environment');
export const queueAt = (core: Core, index: number): QueueState => entry(core.queues, index, 'queue');
export const specAt = (core: Core, index: number): SpecState => entry(core.specs, index, 'spec');
export const groupAt = (core: Core, index: number): WaitGroup => entry(core.groups, index, 'group');
export const workloadAt = (core: Core, index: number): WorkloadState => entry(core.workloads, index, 'workload');

export function createCore(genesis: Genesis): Core {
  const draws = createDraws(genesis.seed);
  return {
    genesis,
    place: { region: genesis.region, account: genesis.account },
    draws,
    clockwork: createClockwork(genesis, draws),
    heap: createHeap(),
    jobs: createJobTable(),
    attempts: createAttemptTable(),
    edges: createEdgeTable(),
    arrays: createArrayTable(),
    instances: createInstanceTable(),
    environments: [],
    queues: [],
    definitions: [],
    policies: [],
    consumables: [],
    specs: [],
    groups: [],
    workloads: [],
    faults: [],
    strings: [''],
    uuids: {},
    services: createServiceWorld(),
    counters: emptyCounters(genesis.startAt),
    instant: newInstant(genesis.startAt),
    derived: {
      stringNumbers: new Map([['', 0]]),
      lastText: { text: '', number: 0 },
      specNumbers: new Map(),
      groupNumbers: new Map(),
      environmentByName: new Map(),
      queueByName: new Map(),
      consumableByName: new Map(),
      queueOrder: [],
      up: new Set(),
      ended: { rows: [], count: 0 },
      lastAsked: { workload: null, asked: null, spec: -1 },
      calmPrices: { hour: -1, byPool: new Map() },
    },
    sink: null,
  };
}
