import type { ScopeRule } from '@/lib/access';

/** A connection that a scope may name, with the queues that are there now. */
export interface ConnectionOffer {
  id: number;
  slug: string;
  name: string;
  queues: readonly string[];
}

const GONE = 'a connection that is gone';

/** Which connections a scope lets be seen, in words. */
export function connectionWords(scope: ScopeRule, offers: readonly ConnectionOffer[]): string {
  if (scope.connections === 'all') return 'everything';
  const names = scope.connections.map(({ id }) => offers.find((one) => one.id === id)?.name ?? GONE);
  return names.length === 0 ? 'nothing' : [...new Set(names)].join(', ');
}

/** Which queues of them, in words: `all`, or the queues by connection where there are several. */
export function queueWords(scope: ScopeRule, offers: readonly ConnectionOffer[]): string {
  if (scope.connections === 'all') return 'all';
  const narrowed = scope.connections.flatMap(({ id, queues }) => (queues === 'all' ? [] : [{ id, queues }]));
  if (narrowed.length === 0) return scope.connections.length === 0 ? 'none' : 'all';
  const isOne = scope.connections.length === 1;
  return narrowed
    .map(({ id, queues }) => {
      const list = queues.join(', ') || 'none';
      return isOne ? list : `${offers.find((one) => one.id === id)?.name ?? GONE}: ${list}`;
    })
    .join('; ');
}
