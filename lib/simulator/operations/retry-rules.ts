import type { JobTimeout, RetryAction, RetryStrategy } from '@aws-sdk/client-batch';
import { refuseValue } from './refusals';

const ATTEMPTS_MAX = 10;
const CONDITIONS_MAX = 5;
const CONDITION_LENGTH_MAX = 512;
const TIMEOUT_MIN_SECONDS = 60;
const EXIT_CODE = /^\d*\*?$/;
const REASON = /^[A-Za-z0-9.:\s]*\*?$/;

function checkCondition(value: string | undefined, pattern: RegExp): void {
  if (value === undefined) return;
  if (value.length > CONDITION_LENGTH_MAX) {
    refuseValue(`Evaluate on exit condition cannot exceed ${CONDITION_LENGTH_MAX} characters.`);
  }
  if (!pattern.test(value)) refuseValue('Evaluate on exit condition contains restricted characters.');
}

/** AWS's rules on retries: 1-10 attempts, at most 5 conditions, each with something to match. */
export function checkRetryStrategy(strategy: RetryStrategy | undefined): void {
  if (strategy === undefined) return;
  const { attempts, evaluateOnExit = [] } = strategy;
  if (attempts === undefined) refuseValue('RetryAttempts must be provided with retry strategy.');
  if (attempts < 1 || attempts > ATTEMPTS_MAX) refuseValue(`RetryAttempts must be between 1 and ${ATTEMPTS_MAX}.`);
  if (evaluateOnExit.length > CONDITIONS_MAX) {
    refuseValue(`EvaluateOnExit can have at most ${CONDITIONS_MAX} entries.`);
  }
  for (const { onExitCode, onReason, onStatusReason } of evaluateOnExit) {
    if (!onExitCode && !onReason && !onStatusReason) {
      refuseValue('EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason');
    }
    checkCondition(onExitCode, EXIT_CODE);
    checkCondition(onReason, REASON);
    checkCondition(onStatusReason, REASON);
  }
}

export function checkTimeout(timeout: JobTimeout | undefined): void {
  if (timeout === undefined) return;
  if ((timeout.attemptDurationSeconds ?? 0) < TIMEOUT_MIN_SECONDS) {
    refuseValue(`Job attempt duration cannot be less than ${TIMEOUT_MIN_SECONDS} seconds`);
  }
}

/** AWS gives actions back in lower case whatever the request said, though its model lists upper case only. */
function shownAction(action: RetryAction | undefined): RetryAction | undefined {
  return action?.toLowerCase() as RetryAction | undefined;
}

/** A retry strategy as Describe shows it; one attempt where nothing was asked. */
export function shownRetryStrategy(strategy: RetryStrategy | undefined): RetryStrategy {
  const conditions = strategy?.evaluateOnExit ?? [];
  return {
    attempts: strategy?.attempts ?? 1,
    evaluateOnExit: conditions.map((entry) => ({ ...entry, action: shownAction(entry.action) })),
  };
}
