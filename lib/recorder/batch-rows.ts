import type { ResourceChange, WaitChange } from '@/lib/batch';
import type { Charge } from '@/lib/cost';
import type { InstanceRow } from './epoch-state';
import type { AttemptSeen, JobState } from './job-state';

/** A change within a state, or one that came with a reason or a flag. */
interface NoteRow {
  jobId: string;
  seq: number;
  at: number | null;
  statusReason: string | null;
  isCancelled: boolean;
  isTerminated: boolean;
}

interface WaitRow {
  change: WaitChange;
  sinceAt: number;
  untilAt: number | null;
  count: number;
}

/** A charge; an estimate until it is settled. */
export type ChargeRow = Charge & { settled: boolean };

/** Everything one batch writes, each row once. */
export interface BatchRows {
  jobs: Set<JobState>;
  notes: Map<string, NoteRow>;
  attempts: Set<AttemptSeen>;
  resources: ResourceChange[];
  instances: Map<string, InstanceRow>;
  /** Ends of ARNs under which attempts stand whose instance was not known. */
  hostless: Set<string>;
  /** Instances of which attempts told before they did. */
  named: { arn: string; before: string; instanceId: string }[];
  prices: Map<string, { instanceId: string; fromAt: number; nanoUsdPerHour: number }>;
  waits: Map<string, WaitRow>;
  /** By kind, job or instance, attempt and hour. `jobId` is the row's key as text. */
  charges: Map<string, ChargeRow>;
  /** Instances to reckon anew from their rows. */
  late: Set<string>;
  topics: Set<string>;
  /** Queues whose jobs moved. */
  queues: Set<string>;
}

export function noRows(early: readonly string[]): BatchRows {
  return {
    jobs: new Set(),
    notes: new Map(),
    attempts: new Set(),
    resources: [],
    instances: new Map(),
    hostless: new Set(early),
    named: [],
    prices: new Map(),
    waits: new Map(),
    charges: new Map(),
    late: new Set(),
    topics: new Set(),
    queues: new Set(),
  };
}

/** Adds charges; of the same attempt, or instance, and hour the settled one stays. */
export function addCharges(rows: BatchRows, charges: readonly Charge[], settled: boolean): void {
  for (const charge of charges) {
    const owner =
      charge.kind === 'attempt' ? `${charge.jobId}/${charge.attempt}` : `${charge.kind}/${charge.instanceArn}`;
    const key = `${owner}/${charge.hourAt}`;
    if (settled || rows.charges.get(key)?.settled !== true) rows.charges.set(key, { ...charge, settled });
  }
  if (charges.length > 0) rows.topics.add('charges');
}

/** Nano-USD of one job's charges. */
export interface ChargeSums {
  paid: bigint;
  lost: bigint;
  saved: bigint;
}

/** What the batch's charges of attempts come to, by the job's key as text. */
export function chargeSums(rows: BatchRows): Map<string, ChargeSums> {
  const sums = new Map<string, ChargeSums>();
  for (const { jobId, paidNanoUsd, onDemandNanoUsd, lost } of rows.charges.values()) {
    if (jobId === null) continue;
    const sum = sums.get(jobId) ?? { paid: 0n, lost: 0n, saved: 0n };
    sum.paid += paidNanoUsd;
    if (lost) sum.lost += paidNanoUsd;
    else sum.saved += onDemandNanoUsd - paidNanoUsd;
    sums.set(jobId, sum);
  }
  return sums;
}
