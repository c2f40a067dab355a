import type { Prisma } from '@/lib/db';
import { addCharges, type BatchRows } from './batch-rows';
import type { EpochState } from './epoch-state';
import { attemptsOn, instanceFacts } from './load-state';
import type { Place } from './place';
import { findInstances, readInstances } from './stored-rows';

type Tx = Prisma.TransactionClient;

/**
 * Reckons instances anew from their rows, where something came late that settled hours had not known: their charges are
 * taken back and made again. Gives the keys of the jobs whose charges were taken back.
 */
export async function reckonLate(tx: Tx, place: Place, state: EpochState, rows: BatchRows): Promise<string[]> {
  if (rows.late.size === 0) return [];
  const known = [...rows.late].flatMap((arn) => state.instances.get(arn)?.instanceId ?? []);
  const unknown = [...rows.late].filter((arn) => !state.instances.has(arn));
  const found = await findInstances(tx, place, unknown);
  for (const { arn } of found) rows.late.add(arn);
  const instances = await readInstances(tx, place, [...known, ...found.map((row) => row.instanceId)]);
  for (const row of instances) state.instances.set(row.arn, row);
  const ids = instances.map((row) => row.instanceId);
  const taken = await tx.$queryRaw<
    { job_id: bigint | null; kind: string; paid: bigint; on_demand: bigint; lost: boolean; settled: boolean }[]
  >`DELETE FROM charge WHERE connection_id = ${place.connectionId}::smallint AND epoch = ${place.epoch}::int
      AND instance_id = ANY(${ids}::text[])
    RETURNING job_id, kind, paid_nano_usd AS paid, on_demand_nano_usd AS on_demand, lost, settled`;
  const sums = { jobs: 0n, idle: 0n, unused: 0n, savedNanoUsd: 0n, lostNanoUsd: 0n, interruptions: 0 };
  for (const [key, charge] of rows.charges) {
    if (charge.instanceArn === null || !rows.late.has(charge.instanceArn)) continue;
    rows.charges.delete(key);
    if (charge.settled) subtract(sums, charge.kind, charge.paidNanoUsd, charge.onDemandNanoUsd, charge.lost);
  }
  for (const row of taken) if (row.settled) subtract(sums, row.kind, row.paid, row.on_demand, row.lost);
  state.ledger.addSettled(sums);
  const attempts = await attemptsOn(tx, place, state, instances, 0);
  for (const arn of rows.late) state.unreckoned.add(arn);
  for (const facts of await instanceFacts(tx, place, instances)) {
    state.unreckoned.delete(facts.instanceArn);
    const there = attempts.get(facts.instanceArn) ?? [];
    state.ledger.restoreInstance(facts, there, facts.runningAt);
    for (const { jobId, attempt } of there) {
      if (attempt.stoppedAt === undefined) continue;
      addCharges(rows, state.ledger.estimate(facts.instanceArn, jobId, attempt.n), false);
    }
  }
  addCharges(rows, state.ledger.settle(state.upTo), true);
  return [...new Set(taken.flatMap((row) => (row.job_id === null ? [] : String(row.job_id))))];
}

function subtract(
  sums: { jobs: bigint; idle: bigint; unused: bigint; savedNanoUsd: bigint; lostNanoUsd: bigint },
  kind: string,
  paid: bigint,
  onDemand: bigint,
  lost: boolean,
): void {
  if (kind === 'idle') sums.idle -= paid;
  else if (kind === 'unused') sums.unused -= paid;
  else {
    sums.jobs -= paid;
    if (lost) sums.lostNanoUsd -= paid;
    else sums.savedNanoUsd -= onDemand - paid;
  }
}
