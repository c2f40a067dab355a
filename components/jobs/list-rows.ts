import type { JobRow } from '@/lib/history';

/** Rows of all pages, each job once: a job whose page was read twice stands where it stood first. */
export function rowsOnce(pages: readonly { rows: readonly JobRow[] }[]): JobRow[] {
  const seen = new Set<string>();
  const rows: JobRow[] = [];
  for (const page of pages) {
    for (const row of page.rows) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      rows.push(row);
    }
  }
  return rows;
}

/** The list with what is known anew of some of its rows, in unchanged order. */
export function withFresh(rows: readonly JobRow[], fresh: ReadonlyMap<string, JobRow>): JobRow[] {
  return fresh.size === 0 ? [...rows] : rows.map((row) => fresh.get(row.id) ?? row);
}

/**
 * How many of the newest matching jobs are not in the list yet. A job older than the end of an unfinished list is not new: it
 * comes when one scrolls there.
 */
export function newcomers(head: readonly JobRow[], listed: readonly JobRow[], isWhole: boolean): number {
  const known = new Set(listed.map((row) => row.id));
  const oldest = isWhole ? Number.NEGATIVE_INFINITY : (listed.at(-1)?.createdAt ?? Number.NEGATIVE_INFINITY);
  return head.filter((row) => !known.has(row.id) && row.createdAt >= oldest).length;
}

/**
 * The same in another order, where a row's place does not tell its age: rows of the head that are not in the list, and stand
 * before one that is. They are new, or moved up.
 */
export function movedIn(head: readonly JobRow[], listed: readonly JobRow[], isWhole: boolean): number {
  const known = new Set(listed.map((row) => row.id));
  const last = isWhole ? -1 : head.findLastIndex((row) => known.has(row.id));
  return (last < 0 ? head : head.slice(0, last)).filter((row) => !known.has(row.id)).length;
}
