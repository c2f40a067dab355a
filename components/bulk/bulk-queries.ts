import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ActionResult } from '@/lib/access';
import type { BulkDirection, BulkItemsPage, BulkView, ItemState } from '@/lib/bulk';
import type { ReadTarget } from '../data/queries';
import { readJson } from '../data/read';

/** The action that pauses, resumes, aborts or retries an operation, as pages are given it. */
export type DirectBulk = (input: {
  connection: string;
  id: string;
  direction: BulkDirection;
}) => Promise<ActionResult<{ id: string }>>;

/** Operations on many jobs: those that run, pause, and ended last. */
export function bulkQuery(target: ReadTarget) {
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'bulk'] as const,
    queryFn: ({ signal }) => readJson<BulkView[]>(target.slug, 'bulk', { epoch: target.epoch }, signal),
    meta: { topics: ['bulk'] },
  });
}

/** One operation. */
export function oneBulkQuery(target: ReadTarget, id: string) {
  return queryOptions({
    queryKey: ['read', target.slug, target.epoch, 'bulk', id] as const,
    queryFn: ({ signal }) => readJson<BulkView>(target.slug, `bulk/${id}`, { epoch: target.epoch }, signal),
    meta: { topics: ['bulk'] },
    retry: false,
  });
}

function readItems(
  target: ReadTarget,
  id: string,
  { after, states, signal }: { after: number; states: readonly ItemState[]; signal?: AbortSignal },
): Promise<BulkItemsPage> {
  const query = { epoch: target.epoch, after, ...(states.length > 0 && { state: states }) };
  return readJson<BulkItemsPage>(target.slug, `bulk/${id}/items`, query, signal);
}

/** What came of its jobs, page by page; of some states only where `states` is not empty. */
export function bulkItemsQuery(target: ReadTarget, id: string, states: readonly ItemState[]) {
  return infiniteQueryOptions({
    queryKey: ['read', target.slug, target.epoch, 'bulk', id, 'items', states] as const,
    queryFn: ({ signal, pageParam }) => readItems(target, id, { after: pageParam, states, signal }),
    initialPageParam: -1,
    getNextPageParam: (page) => page.next,
    meta: { topics: ['bulk'] },
  });
}

/** What came of all its jobs, to the end. */
export async function allBulkItems(target: ReadTarget, id: string): Promise<BulkItemsPage['items']> {
  const items: BulkItemsPage['items'] = [];
  for (let after: number | null = -1; after !== null; ) {
    const page: BulkItemsPage = await readItems(target, id, { after, states: [] });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}
