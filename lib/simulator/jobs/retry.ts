import type { RetryStrategy } from '@aws-sdk/client-batch';

/** How an attempt ended, as `evaluateOnExit` sees it; null and '' stand for 'none'. */
export interface AttemptOutcome {
  exitCode: number | null;
  reason: string;
  statusReason: string;
}

/** Whether a value is what a pattern says; a missing one matches `*` alone (RETRY-14). */
function matches(pattern: string | undefined, value: string | null): boolean {
  if (pattern === undefined) return true;
  if (value === null || value === '') return pattern === '*';
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}

/** Whether a failed attempt is followed by another: the first matching entry decides, no match retries. */
export function mayRetry(strategy: RetryStrategy, attemptsEnded: number, outcome: AttemptOutcome): boolean {
  if (attemptsEnded >= (strategy.attempts ?? 1)) return false;
  const exitCode = outcome.exitCode === null ? null : String(outcome.exitCode);
  for (const entry of strategy.evaluateOnExit ?? []) {
    const hit =
      matches(entry.onExitCode, exitCode) &&
      matches(entry.onReason, outcome.reason) &&
      matches(entry.onStatusReason, outcome.statusReason);
    if (hit) return entry.action?.toUpperCase() !== 'EXIT';
  }
  return true;
}
