import type { JsonObject, Problem } from '@/lib/forms';
import { formatCount } from '../format/number';
import type { Check } from './checks-panel';

/** A new resource whose name stands already: AWS would refuse it. `member` is the call's member with the name. */
export function takenName(document: JsonObject, member: string, names: readonly string[]): Problem[] {
  const name = document[member];
  return typeof name === 'string' && names.includes(name)
    ? [{ path: member, message: `${name} is taken: give another name.` }]
    : [];
}

/** That a name is free; nothing while there is none, or while it is taken, which the field itself says. */
export function freeNameCheck(name: unknown, names: readonly string[], kind: string): Check[] {
  if (typeof name !== 'string' || name === '' || names.includes(name)) return [];
  return [{ state: 'passed', title: 'The name is free,', detail: `no ${kind} has it` }];
}

/** All that the fields say is wrong, as one line; `what` names what is right where nothing is. */
export function mendedCheck(problems: readonly Problem[], what = 'Names, ranges, references'): Check {
  const count = problems.length;
  return count === 0
    ? { state: 'passed', title: what, detail: 'are as AWS Batch wants them' }
    : { state: 'failed', title: formatCount(count, 'thing'), detail: 'to mend first', count };
}
