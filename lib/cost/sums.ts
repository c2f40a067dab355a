import type { Charge, LedgerTotals } from './contract';

export type Sums = Omit<LedgerTotals, 'billNanoUsd'>;

export function noSums(): Sums {
  return { jobs: 0n, idle: 0n, unused: 0n, savedNanoUsd: 0n, lostNanoUsd: 0n, interruptions: 0 };
}

/** Adds charges to sums, in place. Interruptions are counted where attempts end, not here. */
export function addCharges(sums: Sums, charges: readonly Charge[]): void {
  for (const charge of charges) {
    if (charge.kind === 'idle') sums.idle += charge.paidNanoUsd;
    else if (charge.kind === 'unused') sums.unused += charge.paidNanoUsd;
    else {
      sums.jobs += charge.paidNanoUsd;
      if (charge.lost) sums.lostNanoUsd += charge.paidNanoUsd;
      else sums.savedNanoUsd += charge.onDemandNanoUsd - charge.paidNanoUsd;
    }
  }
}

/** Adds sums to sums, in place. */
export function addSums(sums: Sums, more: Sums): void {
  sums.jobs += more.jobs;
  sums.idle += more.idle;
  sums.unused += more.unused;
  sums.savedNanoUsd += more.savedNanoUsd;
  sums.lostNanoUsd += more.lostNanoUsd;
  sums.interruptions += more.interruptions;
}

export function totalsOf(sums: Sums): LedgerTotals {
  return { billNanoUsd: sums.jobs + sums.idle + sums.unused, ...sums };
}
