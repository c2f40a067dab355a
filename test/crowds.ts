import type { Change } from '@/lib/batch';
import { type Charge, createLedger } from '@/lib/cost';
import type { Timing } from '@/lib/simulator';
import { watchScenario } from '@/lib/simulator/scenario-runs';
import { crowdedScenario } from '@/lib/simulator/test-crowds';

/** What a crowded scenario did, and the first things that did not hold. */
export interface Crowd {
  broken: string[];
  submitted: number;
  gangs: number;
  /** Bill of what has ended, nano-USD. */
  bill: bigint;
}

/** Runs a random scenario of everything event by event: the machine's invariants, what it tells, and the bill must hold. */
export function watchCrowd(seed: number, timing: Timing): Crowd {
  const ledger = createLedger();
  // Only what has ended is rounded to its second and minute; of what is up the ledger's figures are provisional.
  const ended = new Set<string>();
  const watched = watchScenario(crowdedScenario(seed, timing), seed, (change) => {
    ledger.apply(change);
    noteEnd(change, ended);
  });
  const { broken, submitted, gangs, endedBill, endedAt } = watched;
  const charges = [...ledger.settle(endedAt), ...ledger.open(endedAt)].filter((charge) => ended.has(holderOf(charge)));
  const attributed = charges.reduce((sum, { paidNanoUsd }) => sum + paidNanoUsd, 0n);
  if (attributed !== endedBill)
    broken.push(`jobs, idle and unused are ${attributed} nano-USD of a bill of ${endedBill}`);
  return { broken, submitted, gangs, bill: endedBill };
}

const holderOf = ({ instanceArn, jobId, attempt }: Charge): string => instanceArn ?? `${jobId} ${attempt}`;

function noteEnd(change: Change, ended: Set<string>): void {
  if (change.kind === 'instance' && change.state === 'terminated') ended.add(change.instanceArn);
  if (change.kind === 'job' && change.attempt?.stoppedAt !== undefined)
    ended.add(`${change.jobId} ${change.attempt.n}`);
}
