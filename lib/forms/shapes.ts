import { isObject } from './json-document';
import { type JsonObject, type JsonValue, wrongMemberName } from './json-text';
import type { MemberShape, OperationShapes, TypeOf } from './operation-types';
import { type Path, type Problem, pathText } from './problem';

/** Loads what the SDK says of every call that has a form; 30 KB over the wire, so never part of a first load. */
export async function loadOperationShapes(): Promise<OperationShapes> {
  const { OPERATION_SHAPES } = await import('./operation-shapes');
  return OPERATION_SHAPES;
}

/** The members of an operation's input. */
export function membersOf(shapes: OperationShapes, operation: string): Record<string, MemberShape> {
  return shapes.structures[shapes.operations[operation] ?? ''] ?? {};
}

/** The member at a path of an operation's input, or null where the SDK has none. Items of lists are their list's member. */
export function memberAt(shapes: OperationShapes, operation: string, path: Path): MemberShape | null {
  let members: Record<string, MemberShape> | null = membersOf(shapes, operation);
  let member: MemberShape | null = null;
  let type: TypeOf | null = null;
  for (const step of path) {
    if (typeof step === 'number') type = typeof type === 'object' && type !== null && 'list' in type ? type.list : null;
    else if (members !== null) {
      member = Object.hasOwn(members, step) ? (members[step] ?? null) : null;
      type = member?.type ?? null;
    } else type = typeof type === 'object' && type !== null && 'map' in type ? type.map : null;
    if (type === null) return null;
    members = typeof type === 'object' && 'structure' in type ? (shapes.structures[type.structure] ?? null) : null;
  }
  return member;
}

/** The members that may stand in the object at a path, or null where it is no structure. */
export function membersAt(shapes: OperationShapes, operation: string, path: Path): Record<string, MemberShape> | null {
  if (path.length === 0) return membersOf(shapes, operation);
  let type: TypeOf | undefined = memberAt(shapes, operation, path)?.type;
  for (let at = path.length - 1; at >= 0 && typeof path[at] === 'number'; at -= 1)
    type = typeof type === 'object' && 'list' in type ? type.list : undefined;
  return typeof type === 'object' && 'structure' in type ? (shapes.structures[type.structure] ?? null) : null;
}

/** A part of an input: every member may be absent. */
export type Part<Type> = Type extends readonly (infer Item)[]
  ? Part<Item>[]
  : Type extends object
    ? { [Member in keyof Type]?: Part<Exclude<Type[Member], undefined>> }
    : Type;

export interface CheckedShape {
  problems: Problem[];
  /** The document without what the SDK's schemas do not know or have otherwise, so that rules need not look twice. */
  sound: JsonObject;
}

/** Checks a document against the SDK's schema of an operation's input: all problems, by path. */
export function checkShape(shapes: OperationShapes, operation: string, document: JsonObject): CheckedShape {
  const problems: Problem[] = [];
  const sound = soundMembers(shapes, membersOf(shapes, operation), document, [], problems);
  return { problems, sound };
}

/** A checked document as its operation's input. What `checkShape` found sound has the SDK's types, though members may be absent. */
export function soundInput<Input>({ sound }: CheckedShape): Part<Input> {
  return sound as Part<Input>;
}

function soundMembers(
  shapes: OperationShapes,
  members: Record<string, MemberShape>,
  document: JsonObject,
  path: Path,
  problems: Problem[],
): JsonObject {
  const sound: JsonObject = {};
  for (const [name, value] of Object.entries(document)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) {
      problems.push({ path: pathText([...path, name]), message: unknownMember(name, members) });
      continue;
    }
    const kept = soundValue(shapes, member, member.type, value, [...path, name], problems);
    if (kept !== undefined) sound[name] = kept;
  }
  for (const [name, member] of Object.entries(members)) {
    if (member.required === true && !Object.hasOwn(document, name)) {
      problems.push({ path: pathText([...path, name]), message: `${name} is required.` });
    }
  }
  return sound;
}

function unknownMember(name: string, members: Record<string, MemberShape>): string {
  const meant = Object.keys(members).find((known) => known.toLowerCase() === name.toLowerCase());
  return meant === undefined ? `AWS Batch knows no ${name} here.` : `AWS Batch knows no ${name} here: it is ${meant}.`;
}

function soundValue(
  shapes: OperationShapes,
  member: MemberShape,
  type: TypeOf,
  value: JsonValue,
  path: Path,
  problems: Problem[],
): JsonValue | undefined {
  const refuse = (message: string) => {
    problems.push({ path: pathText(path), message });
    return undefined;
  };
  if (typeof type === 'string') {
    const wrong = wrongPlain(member, type, value);
    return wrong === null ? value : refuse(wrong);
  }
  if ('list' in type) {
    if (!Array.isArray(value)) return refuse('A list belongs here: [ … ].');
    return value.flatMap((item, at) => soundValue(shapes, member, type.list, item, [...path, at], problems) ?? []);
  }
  if (!isObject(value)) return refuse('An object belongs here: { … }.');
  if ('structure' in type) return soundMembers(shapes, shapes.structures[type.structure] ?? {}, value, path, problems);
  const entries = Object.entries(value).flatMap(([name, item]): [string, JsonValue][] => {
    const wrong = wrongMemberName(name);
    if (wrong !== null) problems.push({ path: pathText([...path, name]), message: wrong });
    const kept = soundValue(shapes, member, type.map, item, [...path, name], problems);
    return kept === undefined ? [] : [[name, kept]];
  });
  return Object.fromEntries(entries);
}

function wrongPlain(member: MemberShape, type: 'string' | 'number' | 'boolean', value: JsonValue): string | null {
  if (typeof value !== type) {
    if (type === 'string') return 'A text in double quotes belongs here.';
    return type === 'boolean' ? 'True or false belongs here.' : 'A number belongs here.';
  }
  if (typeof value === 'number' && member.fractional !== true && !Number.isSafeInteger(value))
    return 'A whole number belongs here.';
  if (typeof value === 'string' && member.values !== undefined && !member.values.includes(value)) {
    return `${value.slice(0, 60) || 'An empty text'} is none of ${member.values.join(', ')}.`;
  }
  return null;
}

/** A document that has no problems as its operation's input; RangeError where it has some, as rules were not asked first. */
export function wholeInput<Input>(shapes: OperationShapes, operation: string, document: JsonObject): Input {
  const { problems, sound } = checkShape(shapes, operation, document);
  const [first] = problems;
  if (first !== undefined) throw new RangeError(`${operation}: ${first.path}: ${first.message}`);
  return sound as Input;
}
