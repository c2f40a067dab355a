import type { Shape, StructureShape } from './shapes';

/** The machine answered with something that the SDK's schema does not allow: a defect of the machine, told by its path. */
class OutputError extends Error {
  override readonly name = 'OutputError';
}

function encodeValue(value: unknown, shape: Shape, path: string): unknown {
  switch (shape.kind) {
    case 'string':
    case 'boolean':
      if (typeof value !== shape.kind) throw new OutputError(`${path} of an answer must be a ${shape.kind}.`);
      return value;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        throw new OutputError(`${path} of an answer must be a finite number.`);
      }
      return value;
    case 'list':
      if (!Array.isArray(value)) throw new OutputError(`${path} of an answer must be a list.`);
      return value.map((item, index) => encodeValue(item, shape.of, `${path}[${index}]`));
    case 'map':
      if (typeof value !== 'object' || value === null) throw new OutputError(`${path} of an answer must be an object.`);
      return Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => [key, encodeValue(item, shape.value, `${path}.${key}`)]),
      );
    case 'structure':
      return encodeStructure(value, shape, path);
  }
}

function encodeStructure(value: unknown, shape: StructureShape, path: string): object {
  if (typeof value !== 'object' || value === null) throw new OutputError(`${path} of an answer must be an object.`);
  const members = new Map(Object.entries(value));
  const out: [string, unknown][] = [];
  for (const member of shape.members) {
    const raw = members.get(member.name);
    if (raw !== undefined) out.push([member.name, encodeValue(raw, member.shape, `${path}.${member.name}`)]);
  }
  return Object.fromEntries(out);
}

/** An operation's answer as JSON text: the members that the SDK's schema knows, undefined ones dropped. Throws OutputError. */
export function encodeOutput(output: object, shape: StructureShape): string {
  return JSON.stringify(encodeStructure(output, shape, shape.name));
}
