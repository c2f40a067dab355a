import { isObject, type JsonObject, type Problem, replacesInstances } from '@/lib/forms';
import type { Check } from '../edit/checks-panel';
import { freeNameCheck, mendedCheck } from '../edit/known-checks';
import { formatCount, formatNumber } from '../format/number';

/** Most environments of an account and region. Source: AWS Batch quotas. */
const ENVIRONMENTS_MAX = 50;

/** What only AWS can tell, once it has tried. */
const ROLES_AND_NETWORK: Check = {
  state: 'not-known',
  title: 'Roles and network',
  detail: 'AWS looks at them afterwards: the environment turns INVALID where they are wrong',
};

/** What can really be checked before an environment is made: its name and the quota. */
export function newEnvironmentChecks(
  outcome: JsonObject,
  names: readonly string[],
  problems: readonly Problem[],
): Check[] {
  const isFull = names.length >= ENVIRONMENTS_MAX;
  return [
    ...freeNameCheck(outcome.computeEnvironmentName, names, 'environment'),
    {
      state: isFull ? 'failed' : 'passed',
      title: isFull ? 'No environment can be added:' : 'The quota allows it:',
      detail: `${formatNumber(names.length)} of ${formatCount(ENVIRONMENTS_MAX, 'environment')}`,
    },
    mendedCheck(problems),
    ROLES_AND_NETWORK,
  ];
}

/** What an edit comes to: whether it replaces instances, and what becomes of the queues on it. */
export function editEnvironmentChecks(
  call: JsonObject,
  base: JsonObject,
  queues: readonly string[],
  problems: readonly Problem[],
): Check[] {
  const replaced = replacesInstances(call, base);
  const resources = isObject(call.computeResources) ? call.computeResources : {};
  const checks: Check[] = [];
  if (replaced.length > 0) {
    checks.push({
      state: 'warned',
      title: `${replaced.join(', ')}:`,
      detail: 'its instances are replaced. Jobs on the old ones may run on for a time, then they are ended.',
    });
  } else if (Object.keys(resources).length > 0) {
    checks.push({ state: 'passed', title: 'Instances stay,', detail: 'this change needs no new ones' });
  }
  if (call.state === 'DISABLED') {
    checks.push({
      state: queues.length === 0 ? 'passed' : 'warned',
      title: queues.length === 0 ? 'No queue stands on it' : `${formatCount(queues.length, 'queue')}:`,
      detail: queues.length === 0 ? '' : `${queues.join(', ')} can start nothing here while it is disabled`,
    });
  }
  return [...checks, mendedCheck(problems)];
}
