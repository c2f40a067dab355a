import type { JsonObject, KnownEnvironment, Problem } from '@/lib/forms';
import type { Check } from '../edit/checks-panel';
import { freeNameCheck, mendedCheck } from '../edit/known-checks';
import { formatCount, formatNumber } from '../format/number';
import { orderedNames } from './queue-order';

/** Most queues of an account and region. Source: AWS Batch quotas. */
const QUEUES_MAX = 50;

/** What can really be checked of a new queue: its name, the quota, the state of its environments. */
export function queueChecks(
  outcome: JsonObject,
  around: { queues: readonly string[]; environments: readonly KnownEnvironment[] },
  problems: readonly Problem[],
  isNew: boolean,
): Check[] {
  const checks: Check[] = [];
  if (isNew) {
    checks.push(...freeNameCheck(outcome.jobQueueName, around.queues, 'queue'));
    const used = around.queues.length;
    checks.push({
      state: used >= QUEUES_MAX ? 'failed' : 'passed',
      title: used >= QUEUES_MAX ? 'No queue can be added:' : 'The quota allows it:',
      detail: `${formatNumber(used)} of ${formatCount(QUEUES_MAX, 'queue')}`,
    });
  }
  const names = orderedNames(outcome.computeEnvironmentOrder);
  const invalid = names.filter((one) => around.environments.find((known) => known.name === one)?.status !== 'VALID');
  if (names.length > 0) {
    checks.push({
      state: invalid.length === 0 ? 'passed' : 'failed',
      title: invalid.length === 0 ? 'Its environments are VALID:' : 'AWS takes VALID environments only:',
      detail: (invalid.length === 0 ? names : invalid).join(', '),
    });
  }
  checks.push(mendedCheck(problems));
  return checks;
}
