import { ENUM_MEMBERS, type EnumRule, FRACTIONAL_MEMBERS } from './enum-members';

/** What a value on the wire may look like, read from the SDK's own schemas. */
export type Shape =
  | { kind: 'string' | 'number' | 'boolean' }
  | { kind: 'list'; of: Shape }
  | { kind: 'map'; value: Shape }
  | StructureShape;

export interface StructureShape {
  kind: 'structure';
  name: string;
  members: Member[];
}

export interface Member {
  name: string;
  shape: Shape;
  required: boolean;
  /** Where the member travels: the JSON body, the path, or the query under this name. */
  place: 'body' | 'label' | { query: string };
  enumeration?: EnumRule;
  fractional: boolean;
}

const STRING: Shape = { kind: 'string' };
const NUMBER: Shape = { kind: 'number' };
const BOOLEAN: Shape = { kind: 'boolean' };
const SCALARS = [STRING, NUMBER, BOOLEAN] as const;
const LIST_OF = 64;
const MAP_OF = 128;
const LIST_ID = 1;
const MAP_ID = 2;
const STRUCTURE_ID = 3;
const LABEL_TRAIT = 1;

const structures = new Map<string, StructureShape>();

function scalarShape(code: number): Shape {
  if (code >= MAP_OF) return { kind: 'map', value: scalarShape(code - MAP_OF) };
  if (code >= LIST_OF) return { kind: 'list', of: scalarShape(code - LIST_OF) };
  const shape = SCALARS[code];
  if (shape === undefined)
    throw new Error(`The SDK's schemas hold a simple type ${code} that lib/protocol does not know.`);
  return shape;
}

function placeOf(traits: unknown): Member['place'] {
  if (typeof traits === 'number') return (traits & LABEL_TRAIT) !== 0 ? 'label' : 'body';
  if (typeof traits === 'object' && traits !== null && 'httpQuery' in traits && typeof traits.httpQuery === 'string') {
    return { query: traits.httpQuery };
  }
  return 'body';
}

/** A member's type is a schema, or `[schema, traits]`; only the latter has two elements. */
function withTraits(ref: unknown): { type: unknown; traits: unknown } {
  const resolved: unknown = typeof ref === 'function' ? ref() : ref;
  if (Array.isArray(resolved) && resolved.length === 2) return { type: resolved[0], traits: resolved[1] };
  return { type: resolved, traits: 0 };
}

function structureShape(schema: readonly unknown[]): StructureShape {
  const [, , name, , names, types, required] = schema;
  if (typeof name !== 'string' || !Array.isArray(names) || !Array.isArray(types)) {
    throw new Error('A structure among the SDK’s schemas has no name, member names or member types.');
  }
  const known = structures.get(name);
  if (known !== undefined) return known;
  const structure: StructureShape = { kind: 'structure', name, members: [] };
  structures.set(name, structure);
  const requiredCount = typeof required === 'number' ? required : 0;
  for (const [index, member] of names.entries()) {
    const { type, traits } = withTraits(types[index]);
    const key = `${name}.${member}`;
    const enumeration = ENUM_MEMBERS[key];
    structure.members.push({
      name: String(member),
      shape: shapeOf(type),
      required: index < requiredCount,
      place: placeOf(traits),
      fractional: FRACTIONAL_MEMBERS.has(key),
      ...(enumeration === undefined ? {} : { enumeration }),
    });
  }
  return structure;
}

/** The shape behind one of the SDK's schemas; throws when the SDK begins to use a kind of schema that is not known here. */
function shapeOf(schema: unknown): Shape {
  const resolved: unknown = typeof schema === 'function' ? schema() : schema;
  if (typeof resolved === 'number') return scalarShape(resolved);
  if (Array.isArray(resolved)) {
    if (resolved[0] === STRUCTURE_ID) return structureShape(resolved);
    if (resolved[0] === LIST_ID) return { kind: 'list', of: shapeOf(resolved[4]) };
    if (resolved[0] === MAP_ID) return { kind: 'map', value: shapeOf(resolved[5]) };
  }
  throw new Error(
    `The SDK's schemas hold a type that lib/protocol does not know: ${JSON.stringify(resolved)?.slice(0, 80)}`,
  );
}

/** As shapeOf, for the input or output of an operation. */
export function structureOf(schema: unknown): StructureShape {
  const shape = shapeOf(schema);
  if (shape.kind === 'structure') return shape;
  throw new Error('An operation’s input or output among the SDK’s schemas is no structure.');
}
