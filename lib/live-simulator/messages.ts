import type { Change } from '@/lib/batch';
import type { ApiRequest, ApiResponse } from '@/lib/protocol';
import type { ScenarioInput, TimedCall } from '@/lib/scenario';
import type { Fault, Genesis, Input, LogLine, Principal, Sights, WorkloadOptions } from '@/lib/simulator';

/** Virtual ms a wall ms, or flat out. */
export type Speed = number | 'max';

export interface Pace {
  speed: Speed;
  paused: boolean;
}

/** All that a machine starts or resumes from. Times in virtual ms. */
export interface OpenMachine {
  genesis: Genesis;
  /** State to go on from; null replays the log from its beginning. */
  snapshot: Uint8Array | null;
  /** Logged inputs that the snapshot does not hold, durable already. */
  log: Input[];
  /** A new epoch's first inputs, to be applied and logged; null when resuming. */
  drafts: ScenarioInput[] | null;
  /** Calls of the scenario that are still to come, ascending by distinct `at`. */
  agenda: TimedCall[];
  /** Encoded rows of every workload that `log` or `drafts` name, by hash. */
  workloads: Record<string, Uint8Array>;
  /** Calls are taken from here on; a resumed machine may run to here at once. */
  catchUpTo: number;
  /** Changes up to this sequence are recorded and do not leave again. */
  recordedSeq: number;
  pace: Pace;
}

/** What the worker is told. Every message with an id is answered once. */
export type ToWorker =
  | { type: 'open'; id: number; open: OpenMachine }
  | { type: 'call'; id: number; principal: Principal; request: ApiRequest }
  | { type: 'control'; id: number; control: Control }
  /** The log is durable up to `seq`; the machine may run to `mayRunTo`. */
  | { type: 'durable'; seq: number; mayRunTo: number }
  | { type: 'acked'; changeSeq: number };

export type Control =
  | { kind: 'pace'; pace: Partial<Pace> }
  | { kind: 'advance'; to: number }
  | { kind: 'workload'; options: WorkloadOptions; rows: Uint8Array; principal: Principal }
  | { kind: 'fault'; fault: Fault; principal: Principal }
  | { kind: 'logs'; logStream: string; from: number; limit: number }
  | { kind: 'look'; look: Look }
  | { kind: 'stop' };

/** A question of `Sights`, by its method. */
export type Look = { [K in keyof Sights]: { at: K; ask: Parameters<Sights[K]> } }[keyof Sights];
/** Its answer, by the same. */
export type Seen = { [K in keyof Sights]: { at: K; seen: ReturnType<Sights[K]> } }[keyof Sights];

export type Answer =
  /** `delayMs`: how long (wall ms) a slow API keeps the answer back. */
  | { kind: 'response'; response: Pick<ApiResponse, 'status' | 'headers' | 'body'>; delayMs: number }
  | { kind: 'opened'; entries: Input[] }
  | { kind: 'done' }
  /** `changeSeq` has to be recorded before the asker hears of it. */
  | { kind: 'reached'; changeSeq: number }
  | { kind: 'logs'; page: { lines: LogLine[]; total: number } | null }
  | { kind: 'seen'; seen: Seen }
  | { kind: 'refused'; error: 'past' | 'input' | 'stopped'; message: string };

/** The worker's clock as it stands; `wants` is how far it asks to be allowed to run. */
export interface WorkerClock {
  now: number;
  pace: Pace;
  heldByHistory: boolean;
  catchingUp: boolean;
  advancingTo: number | null;
  nextEventAt: number | null;
  wants: number | null;
}

export interface TakenSnapshot {
  state: Uint8Array;
  inputSeq: number;
  changeSeq: number;
  at: number;
}

/** What the worker tells. */
export type FromWorker =
  | { type: 'append'; entries: Input[] }
  | { type: 'answer'; id: number; answer: Answer }
  | { type: 'changes'; changes: Change[]; upTo: number }
  | { type: 'clock'; clock: WorkerClock }
  | { type: 'snapshot'; snapshot: TakenSnapshot }
  | { type: 'failed'; message: string };
