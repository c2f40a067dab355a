import { MASK, maskSecrets } from '@/lib/batch';
import {
  canonical,
  isDefault,
  isList,
  isRecord,
  type JsonRecord,
  type JsonValue,
  onOneLine,
  quoted,
  toJson,
} from './json-text';
import { type LinePart, markWords, partsOf } from './mark-words';
import { entryName, mergeOrder, pairEntries } from './pair-entries';

/** One line of two documents laid over each other. Line numbers count from 1, null on the side that lacks the line. */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  before: number | null;
  after: number | null;
  depth: number;
  parts: LinePart[];
  /** Member names and entry names from the root: `containerProperties.resourceRequirements.MEMORY`. */
  path: string;
  /** The rule that masked a value on this line, in words; null where none did. */
  masked: string | null;
}

/** One thing that differs; undefined on the side that lacks it. */
export interface DocumentChange {
  path: readonly string[];
  before: JsonValue | undefined;
  after: JsonValue | undefined;
}

export interface DocumentDiff {
  lines: DiffLine[];
  changes: DocumentChange[];
}

/** What a document says of its identity and not of what it does; left out where two revisions are compared. */
export const IDENTITY_MEMBERS: readonly string[] = ['jobDefinitionArn', 'revision', 'status'];

/**
 * Lays two documents (a definition, an environment, a call; null where there is none) over each other. It compares what they
 * mean: the order of members, of entries that have a name, and members that only say a default do not count. Values that look
 * secret are masked first, so a change between two masked values cannot be told, and its line says so (`masked`). `ignore`
 * names top-level members to leave out. Pure; draw it with `DocumentDiffView`, put `changes` into words with `changeWords`.
 */
export function diffDocuments(
  before: object | null,
  after: object | null,
  options: { ignore?: readonly string[] } = {},
): DocumentDiff {
  const ignored = new Set(options.ignore);
  const rootOf = (document: object | null): JsonValue | undefined => {
    if (document === null) return undefined;
    const json = toJson(maskSecrets(document).document);
    return isRecord(json) ? Object.fromEntries(Object.entries(json).filter(([name]) => !ignored.has(name))) : json;
  };
  const writer = new DiffWriter();
  writer.pair(rootOf(before), rootOf(after), { key: null, path: [], depth: 0, comma: '' });
  return { lines: writer.lines, changes: writer.changes };
}

function sameMember(name: string, before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  return [before, after].every((side) => side === undefined || isDefault(name, side));
}

interface Place {
  /** Name of the member; null for entries of a list and the root. */
  key: string | null;
  path: readonly string[];
  depth: number;
  comma: string;
}

function ruleOf(text: string): string | null {
  if (text.includes(MASK.name)) return MASK.name.slice(1, -1);
  return text.includes(MASK.shape) ? MASK.shape.slice(1, -1) : null;
}

/** Walks two values and writes the lines and the changes. */
class DiffWriter {
  readonly lines: DiffLine[] = [];
  readonly changes: DocumentChange[] = [];
  private before = 0;
  private after = 0;

  /** Both sides of one place; undefined where a side lacks it. */
  pair(before: JsonValue | undefined, after: JsonValue | undefined, place: Place): void {
    if (before === undefined || after === undefined) {
      if (before === undefined && after === undefined) return;
      this.changes.push({ path: place.path, before, after });
      if (before !== undefined) this.whole(before, 'removed', place);
      if (after !== undefined) this.whole(after, 'added', place);
      return;
    }
    if (canonical(before) === canonical(after)) {
      this.whole(after, 'same', place);
      return;
    }
    const [oldText, newText] = [onOneLine(before), onOneLine(after)];
    if (place.depth > 0 && oldText !== null && newText !== null) this.replaced(before, after, oldText, newText, place);
    else if (isRecord(before) && isRecord(after)) this.records(before, after, place);
    else if (isList(before) && isList(after)) this.lists(before, after, place);
    else {
      this.changes.push({ path: place.path, before, after });
      this.whole(before, 'removed', place);
      this.whole(after, 'added', place);
    }
  }

  private replaced(before: JsonValue, after: JsonValue, oldText: string, newText: string, place: Place): void {
    this.members(before, after, place);
    const head = place.key === null ? '' : `${quoted(place.key)}: `;
    const marked = markWords(head + oldText + place.comma, head + newText + place.comma);
    this.line('removed', marked.before, place);
    this.line('added', marked.after, place);
  }

  /** What differs on one line: member by member, but an entry of a list as one. */
  private members(before: JsonValue, after: JsonValue, place: Place): void {
    if (place.key === null || !isRecord(before) || !isRecord(after)) {
      this.changes.push({ path: place.path, before, after });
      return;
    }
    const [left, right] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    for (const name of mergeOrder([...left.keys()], [...right.keys()])) {
      const [one, other] = [left.get(name), right.get(name)];
      if (one !== other && !sameMember(name, one, other)) {
        this.changes.push({ path: [...place.path, name], before: one, after: other });
      }
    }
  }

  private records(before: JsonRecord, after: JsonRecord, place: Place): void {
    const [left, right] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
    const names = mergeOrder([...left.keys()], [...right.keys()]).filter((name) => {
      const sides = [left.get(name), right.get(name)];
      return sides.some((side) => side !== undefined && !isDefault(name, side));
    });
    this.text('same', opening(place, '{'), place);
    names.forEach((name, index) => {
      this.pair(left.get(name), right.get(name), inside(place, name, name, index === names.length - 1));
    });
    this.text('same', `}${place.comma}`, place);
  }

  private lists(before: readonly JsonValue[], after: readonly JsonValue[], place: Place): void {
    const pairs = pairEntries(before, after, place.path.at(-1) ?? '');
    this.text('same', opening(place, '['), place);
    pairs.forEach((entry, index) => {
      this.pair(entry.before, entry.after, inside(place, null, entry.name, index === pairs.length - 1));
    });
    this.text('same', `]${place.comma}`, place);
  }

  /** A value that stands as it is, on one side or on both. */
  private whole(value: JsonValue, kind: DiffLine['kind'], place: Place): void {
    const text = onOneLine(value);
    if (text !== null) {
      this.text(kind, opening(place, text + place.comma), place);
      return;
    }
    const members: [string | null, string, JsonValue][] = isList(value)
      ? value.map((entry, index) => [null, entryName(entry, index), entry])
      : Object.entries(isRecord(value) ? value : {}).flatMap(([name, member]) =>
          isDefault(name, member) ? [] : [[name, name, member] as [string, string, JsonValue]],
        );
    this.text(kind, opening(place, isList(value) ? '[' : '{'), place);
    members.forEach(([key, name, member], index) => {
      this.whole(member, kind, inside(place, key, name, index === members.length - 1));
    });
    this.text(kind, `${isList(value) ? ']' : '}'}${place.comma}`, place);
  }

  private text(kind: DiffLine['kind'], text: string, place: Place): void {
    this.line(kind, partsOf(text), place);
  }

  private line(kind: DiffLine['kind'], parts: LinePart[], place: Place): void {
    if (kind !== 'added') this.before += 1;
    if (kind !== 'removed') this.after += 1;
    this.lines.push({
      kind,
      before: kind === 'added' ? null : this.before,
      after: kind === 'removed' ? null : this.after,
      depth: place.depth,
      parts,
      path: place.path.join('.'),
      masked: ruleOf(parts.map((part) => part.text).join('')),
    });
  }
}

function opening(place: Place, text: string): string {
  return place.key === null ? text : `${quoted(place.key)}: ${text}`;
}

function inside(place: Place, key: string | null, name: string, isLast: boolean): Place {
  return { key, path: [...place.path, name], depth: place.depth + 1, comma: isLast ? '' : ',' };
}
