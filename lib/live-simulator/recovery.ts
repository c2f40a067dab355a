import type { Pool } from '@/lib/db';
import { agendaOf, parseScenarioText, type Scenario } from '@/lib/scenario';
import type { EpochRow, EpochStore } from './epoch-store';
import type { OpenMachine, Pace } from './messages';
import { readWorkloads } from './workload-blobs';

/** What a new epoch starts from. The rows of its workloads are kept in `workload_blob` already. */
export interface NewEpoch {
  scenario: Scenario;
  pace: Pace;
}

/** How the worker is opened, and what has to be written once it has taken it. */
export interface Opening {
  open: OpenMachine;
  /** Sequence of the log that is durable before anything is written. */
  durableSeq: number;
  mayRunTo: number;
  /** Set for a new epoch. */
  row: EpochRow | null;
  /** Set where the log was written by another engine. */
  upgradedFrom: string | null;
}

/** Opens a new epoch: nothing is written yet. */
export async function planNewEpoch(pool: Pool, start: NewEpoch, engineVersion: string): Promise<Opening> {
  const { genesis, inputs, agenda, prerunMs, text } = start.scenario;
  const hashes = inputs.flatMap((input) => (input.kind === 'workload' ? [input.options.hash] : []));
  const mayRunTo = genesis.startAt + prerunMs;
  return {
    open: {
      genesis,
      snapshot: null,
      log: [],
      drafts: inputs,
      agenda,
      workloads: await readWorkloads(pool, hashes),
      catchUpTo: prerunMs > 0 ? mayRunTo : Number.NEGATIVE_INFINITY,
      recordedSeq: 0,
      pace: start.pace,
    },
    durableSeq: -1,
    mayRunTo,
    row: { genesis, scenario: text, mayRunTo, pace: start.pace, engineVersion },
    upgradedFrom: null,
  };
}

/**
 * Resumes an epoch: the newest usable snapshot and the log after it. The machine then runs to `may_run_to`, so that what
 * anybody has seen happens again; The scenario's own calls go on where log or snapshot leave off.
 */
export async function planRecovery(
  pool: Pool,
  store: EpochStore,
  row: EpochRow,
  place: { region: string; account: string },
  engineVersion: string,
): Promise<Opening> {
  const recordedSeq = await store.recordedSeq();
  const snapshot = await store.readSnapshot(recordedSeq);
  const log = await store.readLog(snapshot?.inputSeq ?? -1);
  const last = log.at(-1) ?? (await store.lastEntry());
  if (last === null) throw new Error('The epoch has no log: it was cut off by hand. Reset the connection.');
  // Whatever of the agenda was due by then is in the log or the snapshot, or was refused.
  const settledTo = Math.max(last.at, snapshot === null ? last.at : snapshot.at + 1);
  const first = log[0];
  const genesis = first?.kind === 'genesis' ? first.genesis : { ...row.genesis, ...place };
  const hashes = log.flatMap((input) => (input.kind === 'workload' ? [input.options.hash] : []));
  return {
    open: {
      genesis,
      snapshot: snapshot?.state ?? null,
      log: log.filter((input) => input.kind !== 'genesis'),
      drafts: null,
      agenda: agendaOf(parseScenarioText(row.scenario), genesis.startAt).filter((call) => call.at > settledTo),
      workloads: await readWorkloads(pool, [...new Set(hashes)]),
      catchUpTo: row.mayRunTo,
      recordedSeq,
      pace: row.pace,
    },
    durableSeq: last.seq,
    mayRunTo: row.mayRunTo,
    row: null,
    upgradedFrom: row.engineVersion === engineVersion ? null : row.engineVersion,
  };
}
