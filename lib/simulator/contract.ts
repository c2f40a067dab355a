import type { Change, WorkloadRows } from '@/lib/batch';
import type { Sights } from './sights/contract';

/** Believable delays, none at all, or believable ones times a factor (DECISIONS 9). */
export type Timing = 'aws' | 'ideal' | { profile: 'aws'; scale: number };

/** What a machine is made of, once: part of its log as input number 0. Times in ms since the Unix epoch. */
export interface Genesis {
  seed: number;
  timing: Timing;
  startAt: number;
  region: string;
  account: string;
}

/** Who asks: stands in the log and in a resource's versions. */
export interface Principal {
  actor: string;
  source: 'portal' | 'endpoint' | 'scenario' | 'simulate';
}

/** Options of a workload as an input (DECISIONS 16); `rows` travel beside the log, by their hash. */
export interface WorkloadOptions {
  /** Stem of the file; names the definition unless `jobDefinition` does. */
  file: string;
  hash: string;
  queue: string;
  /** Virtual ms at which the first job arrives; the moment of loading when absent. */
  at?: number;
  /** Rows of the file's order to take; all when absent. */
  limit?: number;
  /** Divides the gaps between arrivals; 1 leaves them. */
  timeScale?: number;
  /** MiB asked per processor; 128 when absent. */
  memoryMibPerProcessor?: number;
  /** 'file' takes the recorded memory where a row has one. */
  memory?: 'file';
  jobDefinition?: string;
  retryStrategy?: object;
}

/** A fault as DECISIONS 47 lists them; `at` and `end` are virtual ms. Kinds on the wire are applied by the protocol. */
export type Fault = { at: number; end?: number } & (
  | { kind: 'spot-storm'; types?: string[]; zones?: string[]; fraction: number }
  | { kind: 'zone-lost'; zone: string }
  | { kind: 'capacity-out'; types?: string[]; zones?: string[]; purchase?: 'ON_DEMAND' | 'SPOT' }
  | { kind: 'price-spike'; types?: string[]; factor: number }
  | { kind: 'image-pull-failure'; image?: string; definition?: string; reason?: string }
  | { kind: 'instance-lost'; instance?: string }
  | { kind: 'role-missing'; role: string }
  | { kind: 'subnet-missing'; subnet: string }
  | { kind: 'security-group-missing'; securityGroup: string }
  | { kind: 'instance-profile-missing'; instanceProfile: string }
  /** Instances that start while it lasts don't join the cluster: of this environment, or of any. */
  | { kind: 'agent-not-joining'; environment?: string }
  /** Requests over a rate (a second of wall time; AWS's own where absent) are answered with 429. */
  | { kind: 'api-throttled'; operations?: string[]; perSecond?: number }
  | { kind: 'api-failing'; operations?: string[]; fraction: number; status: number }
  /** Wall ms. */
  | { kind: 'api-slow'; operations?: string[]; milliseconds: number }
);

/** An input of the machine: all that its state is a function of, besides the genesis. `at` is the virtual ms it takes effect. */
export type Input =
  | { seq: number; at: number; kind: 'genesis'; genesis: Genesis }
  | { seq: number; at: number; kind: 'call'; operation: string; input: object; principal: Principal }
  /** A scenario's resource: applied and settled (VALID, instances up to the minimum) without delay (DECISIONS 17). */
  | { seq: number; at: number; kind: 'resource'; operation: string; input: object; principal: Principal }
  | { seq: number; at: number; kind: 'workload'; options: WorkloadOptions; principal: Principal }
  | { seq: number; at: number; kind: 'fault'; fault: Fault; principal: Principal };

/** The answer of a call. A refused call changed nothing and is not in the log; `input` is what to log when it is there. */
export type CallResult =
  | { ok: true; output: object; input?: Input }
  | {
      ok: false;
      /** `enveloped`: AWS words this one inside 'Error executing request, Exception : …, RequestId: …', which the protocol adds. */
      error: { name: 'ClientException' | 'ServerException'; message: string; enveloped?: boolean };
    };

/** One log line of a simulated attempt; `at` in virtual ms. */
export interface LogLine {
  at: number;
  message: string;
}

/** Totals of the machine's own bill and counters, the oracle for cost and metrics. Money in nano-USD. */
export interface Totals {
  events: number;
  jobs: { submitted: number; succeeded: number; failed: number; waiting: number; running: number; relay: number };
  /** Everything EC2 and Fargate charge up to `now`. */
  billNanoUsd: bigint;
  /** vCPU-ms: by jobs, and of instances up (Fargate: equal). */
  usedVcpuMs: number;
  provisionedVcpuMs: number;
}

/**
 * The deterministic machine. Its state is a function of genesis and inputs; it reads no clock, draws only what its seed
 * gives, does no I/O. Instants close in order: events, then inputs by seq, then one scheduling pass.
 */
export interface Simulator {
  readonly genesis: Genesis;
  /** The last closed instant: every event up to here has happened. Reads answer as of it, plus inputs stamped after it. */
  now(): number;
  /** Sequence of the last input applied. */
  inputSeq(): number;
  /**
   * Carries out one Batch operation with an input already decoded by the protocol. A write that is accepted is stamped
   * `now() + 1` (all calls until the next advance share that instant) and gives back the input to log.
   */
  call(operation: string, input: object, principal: Principal): CallResult;
  /** Applies an input: live with `seq = inputSeq() + 1` and `at > now()`, or in a replay exactly as logged. */
  apply(input: Input, rows?: WorkloadRows): { ok: true } | { ok: false; error: { name: string; message: string } };
  /**
   * Closes every instant up to and including `until`. `budget` bounds the events of one slice: the machine then stops
   * between two events, `now()` tells how far it came, and the result is false. Slicing never changes the outcome.
   */
  advance(until: number, budget?: number): boolean;
  /** Virtual ms of the next thing that happens by itself, or null in an idle machine. */
  nextEventAt(): number | null;
  /** True when no pending event or waiting job could still change a job (so a headless run may end). */
  isQuiet(): boolean;
  /** Where changes leave, in order of seq. Replacing the sink loses nothing that has not been emitted yet. */
  onChanges(sink: (change: Change) => void): void;
  /** Sequence of the last change emitted. */
  changeSeq(): number;
  /** The state as bytes, and back; `restore` continues to the same bytes as the original would. */
  snapshot(): Uint8Array;
  /** A copy that runs on by itself. */
  fork(): Simulator;
  /** sha256-free 64-bit hash of the state as hex, for tests and golden values. */
  stateHash(): string;
  /** Lines of an attempt's log stream up to `now()`, from line `from` on; null when no such stream exists. */
  logLines(logStream: string, from: number, limit: number): { lines: LogLine[]; total: number } | null;
  totals(): Totals;
  /** Every fault it was given, over or yet to come: those on the wire are carried out by the protocol. */
  faults(): readonly Fault[];
  /** As of `now()`. */
  readonly sights: Sights;
}
