import { describe, expect, it } from 'vitest';
import type { QueueRow } from '@/lib/history';
import { afterWhat } from './after-what';
import { groupReasons } from './reason-words';

const queue = (name: string, at: number): QueueRow => ({
  name,
  arn: `arn:aws:batch:us-east-1:123456789012:job-queue/${name}`,
  state: 'ENABLED',
  status: 'VALID',
  statusReason: null,
  priority: 1,
  environments: [],
  waiting: 1,
  running: 0,
  counts: {},
  oldestWaitingAt: null,
  reasons: [],
  policy: null,
  serviceEnvironment: null,
  hasQuotaShares: false,
  tags: {},
  version: 1,
  stateSince: null,
  lastChange: { at, by: 'ops', what: 'priority 1 → 2' },
});

describe('after what a reason began', () => {
  const [group] = groupReasons([{ queue: 'main', cause: 'is-next', count: 1, since: 600_000, evidence: {} }]);
  if (group === undefined) throw new Error('no group');
  it('names the last change before it, and only a near one', () => {
    expect(afterWhat(group, [queue('main', 360_000)], [])?.replaceAll('\u00a0', ' ')).toBe(
      '4 min after a change of main by ops',
    );
    expect(afterWhat(group, [queue('main', 700_000)], [])).toBeNull();
    expect(afterWhat(group, [queue('other', 360_000)], [])).toBeNull();
    expect(afterWhat({ ...group, since: 9_000_000 }, [queue('main', 360_000)], [])).toBeNull();
  });
});
