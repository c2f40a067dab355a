import { formatNumber } from '../format/number';

/** One line of the tags form. `was` is the key it began with; null for one that was added. */
export interface DraftTag {
  id: number;
  key: string;
  /** Null keeps the differing values that the resources have. */
  value: string | null;
  was: string | null;
  /** On how many of them, where that is not all. */
  on: number | null;
}

/** What is sent to each resource. */
export interface TagChange {
  set: Record<string, string>;
  remove: string[];
}

const MOST_TAGS = 50;

/** The tags of some resources, one line a key. */
export function draftOf(rows: readonly { tags: Record<string, string> }[]): DraftTag[] {
  const keys = [...new Set(rows.flatMap(({ tags }) => Object.keys(tags)))].sort((a, b) => (a < b ? -1 : 1));
  return keys.map((key, id) => {
    const values = rows.flatMap(({ tags }) => tags[key] ?? []);
    const isSame = values.every((value) => value === values[0]);
    return {
      id,
      key,
      was: key,
      value: isSame ? (values[0] ?? '') : null,
      on: values.length === rows.length ? null : values.length,
    };
  });
}

/** What changed between the draft and what the resources have. */
export function changeOf(draft: readonly DraftTag[], before: readonly DraftTag[]): TagChange {
  const set: Record<string, string> = {};
  for (const { key, value, was } of draft) {
    const old = before.find((one) => one.key === was);
    if (value !== null && (old === undefined || old.key !== key || old.value !== value)) set[key.trim()] = value;
  }
  const kept = new Set(draft.map(({ key }) => key));
  return { set, remove: before.map(({ key }) => key).filter((key) => !kept.has(key)) };
}

/** What is wrong with a draft, in words; null where it can be sent. */
export function faultOf(draft: readonly DraftTag[]): string | null {
  const keys = draft.map(({ key }) => key.trim());
  if (keys.some((key) => key === '')) return 'Give each tag a key, or take its line out.';
  if (keys.some((key) => /^aws:/i.test(key))) return 'Keys that begin with aws: are reserved for AWS.';
  if (keys.some((key) => key.length > 128)) return 'A key has at most 128 characters.';
  if (draft.some(({ value }) => (value ?? '').length > 256)) return 'A value has at most 256 characters.';
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) return `${twice} stands twice.`;
  if (draft.length > MOST_TAGS) return `A resource has at most ${formatNumber(MOST_TAGS)} tags.`;
  return null;
}
