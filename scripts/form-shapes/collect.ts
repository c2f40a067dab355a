import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FormOperation, MemberShape, OperationShapes, TypeOf } from '@/lib/forms';
import { OPERATIONS_OF_API } from '@/lib/protocol';

const OPERATIONS: readonly FormOperation[] = [
  'CreateComputeEnvironment',
  'UpdateComputeEnvironment',
  'CreateJobQueue',
  'UpdateJobQueue',
  'CreateSchedulingPolicy',
  'UpdateSchedulingPolicy',
  'CreateConsumableResource',
  'RegisterJobDefinition',
  'SubmitJob',
];

const DOC_MAX = 480;

type Shape = NonNullable<ReturnType<typeof OPERATIONS_OF_API.get>>['input'];
type ValueShape = Shape['members'][number]['shape'];

/** What the SDK's schemas, enumerations and documentation say of every call that has a form. */
export function collectShapes(): OperationShapes {
  const docs = readDocs();
  const found: OperationShapes = { operations: {}, structures: {} };
  for (const operation of OPERATIONS) {
    const input = OPERATIONS_OF_API.get(operation)?.input;
    if (input === undefined) throw new Error(`The SDK has no operation ${operation}.`);
    found.operations[operation] = input.name;
    addStructure(input, found, docs);
  }
  return found;
}

function addStructure(shape: Shape, found: OperationShapes, docs: ReadonlyMap<string, string>): void {
  if (found.structures[shape.name] !== undefined) return;
  const members: Record<string, MemberShape> = {};
  found.structures[shape.name] = members;
  for (const member of shape.members) {
    const isAnyCase = member.enumeration?.anyCase === true;
    const values = member.enumeration?.values.flatMap((value) => (isAnyCase ? [value, value.toLowerCase()] : [value]));
    members[member.name] = {
      type: typeOf(member.shape, found, docs),
      ...(member.required && { required: true }),
      ...(values !== undefined && { values }),
      ...(member.fractional && { fractional: true }),
      doc: docs.get(`${shape.name}.${member.name}`) ?? '',
    };
  }
}

function typeOf(shape: ValueShape, found: OperationShapes, docs: ReadonlyMap<string, string>): TypeOf {
  if (shape.kind === 'list') return { list: typeOf(shape.of, found, docs) };
  if (shape.kind === 'map') return { map: typeOf(shape.value, found, docs) };
  if (shape.kind !== 'structure') return shape.kind;
  addStructure(shape, found, docs);
  return { structure: shape.name };
}

function readDocs(): Map<string, string> {
  const entry = createRequire(join(process.cwd(), 'package.json')).resolve('@aws-sdk/client-batch');
  const source = readFileSync(join(dirname(entry), '../dist-types/models/models_0.d.ts'), 'utf8');
  const docs = new Map<string, string>();
  for (const [, name = '', body = ''] of source.matchAll(/export interface (\w+) \{\n([\s\S]*?)\n\}/g)) {
    for (const [, comment = '', member = ''] of body.matchAll(/\/\*\*([\s\S]*?)\*\/\s+(\w+)\??:/g)) {
      docs.set(`${name}.${member}`, plainText(comment));
    }
  }
  return docs;
}

/** A doc comment's HTML as plain paragraphs, cut at the end of a sentence. */
function plainText(comment: string): string {
  const text = comment
    .replaceAll(/^\s*\* ?/gm, ' ')
    .replaceAll(/@(public|deprecated).*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<(\/p|\/li|\/dt|\/dd|\/note)>/g, '\n')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  if (text.length <= DOC_MAX) return text;
  const head = text.slice(0, DOC_MAX);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('.\n'), head.lastIndexOf('\n'));
  return end < 80 ? `${head.trimEnd()}…` : head.slice(0, end + 1).trimEnd();
}

/** The module that holds them. */
export function moduleText(shapes: OperationShapes): string {
  return [
    '// Written by scripts/form-shapes.mjs from @aws-sdk/client-batch; run it again after a change of the SDK.',
    "import type { OperationShapes } from './operation-types';",
    '',
    '/** What the SDK says of every call that has a form. */',
    `export const OPERATION_SHAPES: OperationShapes = JSON.parse(\n  ${quoted(JSON.stringify(shapes))},\n);`,
    '',
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
