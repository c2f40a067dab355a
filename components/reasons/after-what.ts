import type { EnvironmentRow, QueueRow } from '@/lib/history';
import { formatDuration } from '../format/duration';
import type { ReasonGroup } from './reason-words';

/** A change this long before a reason began is named with it. Ms. */
const NEAR_MS = 3_600_000;

/**
 * What changed last before jobs began to wait for this reason: `4 min after a change of spot-c-m-r by ops`. Null where nothing
 * near is known; it says after, never because.
 */
export function afterWhat(
  group: ReasonGroup,
  queues: readonly QueueRow[],
  environments: readonly EnvironmentRow[],
): string | null {
  const places = [
    ...environments.filter((environment) => environment.name === group.evidence.environment),
    ...queues.filter((queue) => group.queues.some(({ name }) => name === queue.name)),
  ];
  let nearest: { at: number; by: string | null; name: string } | null = null;
  for (const { name, lastChange } of places) {
    if (lastChange === null || lastChange.at > group.since || group.since - lastChange.at > NEAR_MS) continue;
    if (nearest === null || lastChange.at > nearest.at) nearest = { ...lastChange, name };
  }
  if (nearest === null) return null;
  const by = nearest.by === null ? '' : ` by ${nearest.by}`;
  return `${formatDuration(group.since - nearest.at)} after a change of ${nearest.name}${by}`;
}
