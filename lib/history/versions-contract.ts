import type { ResourceKind } from '@/lib/batch';

/** Who changed a resource, and from where: `portal`, `endpoint` (an access key), `scenario`, ... as the source tells it. */
export interface VersionAuthor {
  actor: string;
  source: string | null;
}

/** One edit of a resource. Times in ms of the connection's time. */
export interface VersionRow {
  /** Sequence of the change: names the version in an address and in `basedOn` of an edit. */
  seq: string;
  at: number;
  /** Null where no source knows who. */
  by: VersionAuthor | null;
  /** Secrets are masked; null where the resource was removed. */
  document: object | null;
  /** What stood right before the edit, where AWS had moved something since the edit before; absent where it is the same. */
  moved?: object;
  /** How often AWS itself moved something (desired vCPUs, status) after this edit and before the next. */
  moves: number;
}

/** The versions of one resource, newest first. */
export interface VersionsPage {
  kind: ResourceKind;
  name: string;
  arn: string;
  versions: VersionRow[];
  /** Edits that are older than those listed. */
  older: number;
  /** Up to when history stands. */
  now: number;
}

/** What AWS moved after one edit, newest first; each with the document before it. */
export interface VersionMoves {
  moves: { seq: string; at: number; document: object | null; before: object | null }[];
  older: number;
}

/** Numbers over some hours. `n` are the jobs that ended in them. Durations in ms, money nano-USD as text, medians of what is known. */
export interface EffectNumbers {
  n: number;
  failed: number;
  outOfMemory: number;
  interrupted: number;
  medianWait: number | null;
  medianRun: number | null;
  medianCostNanoUsd: string | null;
  /** Jobs submitted in these hours. */
  submitted: number;
}

/** The hours since a change against hours before it. */
export interface ChangeEffect {
  since: { from: number; to: number; numbers: EffectNumbers };
  /** `same-hours`: the same hours of `days` days before; `just-before`: as long, right before. Null where nothing was recorded then. */
  before: { basis: 'same-hours' | 'just-before'; days: number; numbers: EffectNumbers } | null;
  /** Whose jobs were counted: queues by name. */
  queues: string[];
  /** What else was changed in the hours since and, of what is compared, right before. */
  others: { kind: ResourceKind; name: string; at: number; by: string | null }[];
}
