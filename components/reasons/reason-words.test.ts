import { describe, expect, it } from 'vitest';
import { WAITING_CAUSES } from '@/lib/batch';
import type { WaitingReason } from '@/lib/history';
import { evidenceText, groupReasons } from './reason-words';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const reason = (
  queue: string,
  cause: WaitingReason['cause'],
  count: number,
  evidence: WaitingReason['evidence'] = {},
  since = 0,
): WaitingReason => ({
  queue,
  cause,
  count,
  since,
  evidence,
});

describe('evidence', () => {
  it.each(WAITING_CAUSES)('%s is worded even where nothing is known', (cause) => {
    expect(evidenceText(cause, {})).toMatch(/\S{2,}/);
    expect(evidenceText(cause, {})).not.toContain('undefined');
  });
  it('names the environment and its numbers', () => {
    expect(plain(evidenceText('at-maximum', { environment: 'spot', provisionedVcpus: 4096, maximumVcpus: 4096 }))).toBe(
      'spot runs 4,096 of 4,096 vCPU',
    );
    expect(
      plain(
        evidenceText('fits-no-type', {
          vcpus: 16,
          memoryMib: 131_072,
          largestType: 'r7i.4xlarge',
          largestVcpus: 16,
          largestMemoryMib: 125_584,
        }),
      ),
    ).toBe('16 vCPU, 131,072 MiB asked; r7i.4xlarge offers 16 vCPU, 125,584 MiB');
    expect(
      plain(
        evidenceText('no-capacity', {
          environment: 'ml',
          instanceTypes: ['g6.12xlarge'],
          refusals: 41,
          zones: ['1a', '1c'],
        }),
      ),
    ).toBe('ml: g6.12xlarge refused 41 times in 1a, 1c');
  });
});

describe('groups of reasons', () => {
  it('join queues that wait for one environment, and keep their sum', () => {
    const groups = groupReasons([
      reason('a', 'at-maximum', 10, { environment: 'spot', usedVcpus: 1 }, 200),
      reason('b', 'at-maximum', 30, { environment: 'spot', usedVcpus: 2 }, 300),
      reason('b', 'at-maximum', 5, { environment: 'other' }),
      reason('c', 'is-next', 0),
    ]);
    expect(groups.map((group) => group.count)).toEqual([40, 5]);
    expect(groups[0]).toMatchObject({ since: 200, evidence: { usedVcpus: 2 }, queues: [{ name: 'b' }, { name: 'a' }] });
  });
  it('keep blocked queues apart: each has a head of its own', () => {
    const groups = groupReasons([reason('a', 'behind-blocked', 1), reason('b', 'behind-blocked', 1)]);
    expect(groups).toHaveLength(2);
  });
});

it('says which share goes first, or what the policy keeps', () => {
  const words = (evidence: WaitingReason['evidence']) => plain(evidenceText('share', evidence));
  expect(words({ share: 'b', shareUse: 120, nextShare: 'a', nextShareUse: 2.5 })).toBe(
    'share a at 2.5 vCPU-seconds goes before b at 120 vCPU-seconds, each times its weight',
  );
  expect(words({ share: 'a', queueUsedVcpus: 8, sharesMaximumVcpus: 8 })).toBe(
    'the queue runs 8 of 8 vCPU; its policy keeps the rest for other shares',
  );
  expect(words({})).toBe('its share has used more than its weight gives');
});

it('says of which consumable resource how many are needed and free', () => {
  const words = (evidence: WaitingReason['evidence']) => plain(evidenceText('consumable', evidence));
  expect(words({ consumable: 'licence', consumableNeeded: 2, consumableFree: 0, consumableTotal: 5 })).toBe(
    '2 of licence needed; 0 of 5 free',
  );
  expect(words({ consumable: 'licence', consumableNeeded: 2, consumableFree: 0 })).toBe(
    '2 of licence needed; it does not exist any more',
  );
});
