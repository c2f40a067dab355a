import type { VersionRow } from '@/lib/history';
import { changeWords } from './change-words';
import { diffDocuments } from './diff-documents';

/** What AWS alone writes: it says how a resource fares, not what it is. */
export const MOVED_MEMBERS: readonly string[] = ['status', 'statusReason', 'uuid'];

const SOURCES: Readonly<Record<string, string>> = {
  portal: 'here',
  endpoint: 'by access key',
  scenario: '',
  simulate: '',
};

/** Who made a version, and from where: `ann@example.com, here`; a dash where no source knows. */
export function authorWords(by: VersionRow['by']): string {
  if (by === null) return '–';
  const source = by.source === null ? '' : (SOURCES[by.source] ?? by.source);
  return source === '' ? by.actor : `${by.actor}, ${source}`;
}

/** What one edit did, in a few words: `Created`, `Deleted`, `maximum 1,024 → 1,536`. `older` is the edit before it. */
export function versionTitle(version: VersionRow, older: VersionRow | undefined, isFirst: boolean): string {
  if (version.document === null) return 'Deleted';
  const before = version.moved ?? older?.document ?? null;
  if (before === null) return older !== undefined ? 'Created again' : isFirst ? 'Created' : 'Changed';
  const words = changeWords(diffDocuments(before, version.document, { ignore: MOVED_MEMBERS }).changes);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The two versions to lay over each other: those asked for, else the newest against the one before. A is the older. */
export function chosenVersions(
  versions: readonly VersionRow[],
  asked: { a: string | null; b: string | null },
): { a: VersionRow | null; b: VersionRow | null } {
  const at = (seq: string | null) => (seq === null ? -1 : versions.findIndex((version) => version.seq === seq));
  const b = Math.max(0, at(asked.b));
  const a = at(asked.a) >= 0 && at(asked.a) !== b ? at(asked.a) : b + 1;
  const [newer, older] = a < b ? [a, b] : [b, a];
  return { a: versions[older] ?? null, b: versions[newer] ?? null };
}
