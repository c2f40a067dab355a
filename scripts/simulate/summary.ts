import { formatUsd9, type LedgerTotals } from '@/lib/cost';
import type { Totals } from '@/lib/simulator';
import { type JobCollector, phaseOf } from './job-collector';

/** What `--json` writes (DECISIONS 44). Money as decimal strings with 9 places; null where there is nothing to reckon. */
export interface Summary {
  seed: number;
  scenario: string;
  jobs: { submitted: number; succeeded: number; failed: number; waiting: number; running: number; relay: number };
  makespanSeconds: number | null;
  waitSeconds: { mean: number | null; median: number | null; p95: number | null; max: number | null };
  vcpuUtilisation: number | null;
  costUsd: string;
  spot: { savedUsd: string; lostUsd: string; interruptions: number };
  events: number;
  eventsPerSecond: number;
  wallSeconds: number;
}

export interface RunFacts {
  seed: number;
  scenario: string;
  totals: Totals;
  ledger: LedgerTotals;
  wallMs: number;
}

/** Reckons a run's summary: waits and makespan over the jobs that can run, relay jobs left out. */
export function summarise(collector: JobCollector, facts: RunFacts): Summary {
  const jobs = { submitted: 0, succeeded: 0, failed: 0, waiting: 0, running: 0, relay: facts.totals.jobs.relay };
  const waits: number[] = [];
  let firstSubmit = Number.POSITIVE_INFINITY;
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (const row of collector.counted()) {
    jobs.submitted++;
    const phase = phaseOf(row.status);
    if (phase !== 'ended') jobs[phase]++;
    else if (row.status === 'SUCCEEDED') jobs.succeeded++;
    else jobs.failed++;
    firstSubmit = Math.min(firstSubmit, row.submittedMs);
    if (phase === 'ended') lastEnd = Math.max(lastEnd, row.stoppedMs ?? lastEnd);
    if (row.startedMs !== null && row.startedMs !== undefined) waits.push(row.startedMs - row.submittedMs);
  }
  const { provisionedVcpuMs, usedVcpuMs, events } = facts.totals;
  return {
    seed: facts.seed,
    scenario: facts.scenario,
    jobs,
    makespanSeconds: lastEnd < firstSubmit ? null : (lastEnd - firstSubmit) / 1000,
    waitSeconds: waitStatistics(waits),
    vcpuUtilisation: provisionedVcpuMs === 0 ? null : usedVcpuMs / provisionedVcpuMs,
    costUsd: formatUsd9(facts.totals.billNanoUsd),
    spot: {
      savedUsd: formatUsd9(facts.ledger.savedNanoUsd),
      lostUsd: formatUsd9(facts.ledger.lostNanoUsd),
      interruptions: facts.ledger.interruptions,
    },
    events,
    eventsPerSecond: facts.wallMs > 0 ? Math.round((events * 1000) / facts.wallMs) : 0,
    wallSeconds: facts.wallMs / 1000,
  };
}

/** Mean, median, 95th percentile and maximum in seconds of waits in ms; percentiles by nearest rank. */
export function waitStatistics(waits: number[]): Summary['waitSeconds'] {
  if (waits.length === 0) return { mean: null, median: null, p95: null, max: null };
  const sorted = Float64Array.from(waits).sort();
  let sum = 0;
  for (const wait of sorted) sum += wait;
  const rank = (part: number) => (sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0) / 1000;
  return { mean: sum / sorted.length / 1000, median: rank(0.5), p95: rank(0.95), max: rank(1) };
}
