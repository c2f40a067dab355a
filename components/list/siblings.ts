/** A thing's page, as the list one came from named it. */
export interface Sibling {
  href: string;
  label: string;
}

const MOST = 1000;
const stored = (list: string) => `batchdeck:order:${list}`;

/** The list that a page hangs under: `/simulator/queues` of `/simulator/queues/main`. */
export function listOf(href: string): string {
  return href.slice(0, href.lastIndexOf('/'));
}

/** Keeps the order of a list for the pages that are opened from it, in this tab. */
export function keepOrder(rows: readonly Sibling[]): void {
  const [first] = rows;
  if (first === undefined) return;
  const kept = rows.slice(0, MOST).map(({ href, label }) => ({ href, label }));
  try {
    window.sessionStorage.setItem(stored(listOf(first.href)), JSON.stringify(kept));
  } catch {
    // A full store, or one that is refused: the pages fall back on the order of their kind.
  }
}

/** The order in which the list stood when it was left; none where there was none, or it does not read. */
export function keptOrder(list: string): Sibling[] {
  try {
    return parseOrder(window.sessionStorage.getItem(stored(list)));
  } catch {
    return [];
  }
}

/** Narrows what was stored. */
export function parseOrder(text: string | null): Sibling[] {
  if (text === null) return [];
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) ? rows.filter(isSibling) : [];
  } catch {
    return [];
  }
}

function isSibling(row: unknown): row is Sibling {
  return (
    typeof row === 'object' &&
    row !== null &&
    'href' in row &&
    typeof row.href === 'string' &&
    // Only ways within the portal: what a store holds is not trusted with more.
    /^\/[^/\\]/.test(row.href) &&
    'label' in row &&
    typeof row.label === 'string'
  );
}

/** What stands before and after a page in an order; both null where it is not in it. */
export function neighbours(
  order: readonly Sibling[],
  href: string,
): { previous: Sibling | null; next: Sibling | null } {
  const at = order.findIndex((row) => row.href === href);
  if (at < 0) return { previous: null, next: null };
  return { previous: order[at - 1] ?? null, next: order[at + 1] ?? null };
}

/** At most `most` of an order, around a page. */
export function around(order: readonly Sibling[], href: string, most: number): readonly Sibling[] {
  const at = Math.max(
    0,
    order.findIndex((row) => row.href === href),
  );
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), order.length - most));
  return order.slice(from, from + most);
}
