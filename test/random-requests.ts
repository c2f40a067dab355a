import fc from 'fast-check';
import { type Member, OPERATIONS_OF_API, type Operation, type Shape, type StructureShape } from '@/lib/protocol';
import { arn, operationOf } from './full-account';

/** Random requests of AWS Batch, made from the SDK's own schemas: of valid shape, and broken. */
export interface RandomCall {
  name: string;
  body: string;
  /** Virtual ms that pass after it. */
  wait: number;
}

const NAMES = [
  'fleet',
  'tasks',
  'spare',
  'main',
  'shared',
  'serverless',
  'closed',
  'train',
  'services',
  'sage',
  'idle',
];
const OTHERS = ['quick', 'quick:1', 'gang', 'cloud', 'licence', 'red', 'blue', 'off', 'a', 'b', 'a1', 'a*', '*', ''];
const VALUES = ['1', '2', '64', '256', '2048', '0.25', 'VCPU', 'RUNNING', 'JOB_NAME', 'Ref::x', '0:', ':1', '0', '17'];
const ARNS = [
  'job-queue/main',
  'job-queue/train/quota-share/red',
  'job-queue/train/quota-share/off',
  'compute-environment/fleet',
  'job-definition/quick:1',
  'job-definition/quick',
  'scheduling-policy/fair',
  'scheduling-policy/unused',
  'scheduling-policy/quotas',
  'consumable-resource/licence',
  'service-environment/count',
].map(arn);
/** What a hostile or careless client sends: control signs, halves of pairs, names of a prototype, far too much. */
const HOSTILE = [
  '\u0000',
  '\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  'toString',
  '../..',
  '%00',
  "' OR 1=1 --",
  'AWS_BATCH_X',
  'aws:x',
  'NaN',
  '1e999',
  '-1',
  'é'.repeat(129),
  'x'.repeat(1025),
  'x'.repeat(31_000),
];

const anyText = (ids: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...NAMES, ...OTHERS, ...VALUES, ...ARNS) },
    { weight: 2, arbitrary: fc.constantFrom(...ids, ...ids.map((id) => arn(`job/${id}`))) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 140 }) },
  );
const anyNumber = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -2, max: 70 }) },
  fc.integer(),
  fc.constantFrom(600, 1000, 10_001, 2 ** 31, 2 ** 53 - 1),
);

/** Values of shapes; `texts` is what a string may be. */
class Shapes {
  constructor(private readonly texts: fc.Arbitrary<string>) {}

  of(shape: Shape, depth: number): fc.Arbitrary<unknown> {
    switch (shape.kind) {
      case 'string':
        return this.texts;
      case 'number':
        return anyNumber;
      case 'boolean':
        return fc.boolean();
      case 'list':
        return depth > 5 ? fc.constant([]) : fc.array(this.of(shape.of, depth + 1), { maxLength: 3 });
      case 'map':
        return fc.dictionary(this.texts, this.of(shape.value, depth + 1), { maxKeys: 3 });
      case 'structure':
        return this.structure(shape, depth);
    }
  }

  structure(shape: StructureShape, depth: number): fc.Arbitrary<Record<string, unknown>> {
    const kept = shape.members.filter((member) => member.required || depth < 4);
    return fc.record(Object.fromEntries(kept.map((member) => [member.name, this.member(member, depth)])), {
      requiredKeys: kept.filter((member) => member.required).map((member) => member.name),
    });
  }

  private member(member: Member, depth: number): fc.Arbitrary<unknown> {
    if (member.enumeration === undefined) return this.of(member.shape, depth + 1);
    const value = fc.constantFrom(...member.enumeration.values);
    return member.shape.kind === 'list' ? fc.array(value, { maxLength: 2 }) : value;
  }
}

/** A member taken out, or put to something of another kind, or no JSON at all. */
function broken(operation: Operation, good: object): fc.Arbitrary<string> {
  const members = operation.input.members.map((member) => member.name);
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...HOSTILE), fc.constant(undefined));
  const swapped = fc
    .tuple(fc.constantFrom('', ...members), value)
    .map(([member, other]) => JSON.stringify({ ...good, [member]: other }));
  const cut = fc.nat({ max: 60 }).map((length) => JSON.stringify(good).slice(0, length));
  const noise = fc.oneof(fc.json({ maxDepth: 4 }), fc.string({ unit: 'binary' }));
  return fc.oneof({ weight: 4, arbitrary: swapped }, cut, noise);
}

/** A call of an operation: random members alone, or laid over a good call so that many get past the first check. */
function callOf(name: string, good: object, shapes: Shapes): fc.Arbitrary<RandomCall> {
  const operation = operationOf(name);
  const memberNames = operation.input.members.map((member) => member.name);
  const laidOver = fc
    .tuple(
      shapes.structure(operation.input, 0),
      fc.shuffledSubarray(memberNames, { maxLength: Math.min(2, memberNames.length) }),
    )
    .map(([random, keep]) => ({ ...good, ...Object.fromEntries(keep.map((key) => [key, random[key]])) }));
  const whole = fc.oneof(
    { weight: 1, arbitrary: shapes.structure(operation.input, 0) },
    { weight: 3, arbitrary: laidOver },
    { weight: 1, arbitrary: fc.constant(good) },
  );
  return fc.record({
    name: fc.constant(name),
    body: fc.oneof(
      { weight: 3, arbitrary: whole.map((body) => JSON.stringify(body)) },
      { weight: 1, arbitrary: broken(operation, good) },
    ),
    wait: fc.constantFrom(0, 1000, 60_000, 600_000),
  });
}

/** Calls of every operation of the API, each as often; `good` has a call of each that is accepted. */
export function randomCall(
  good: Readonly<Record<string, object>>,
  jobIds: readonly string[],
): fc.Arbitrary<RandomCall> {
  const ids = [...jobIds, `${jobIds[2]}:1`, `${jobIds[3]}#0`, '00000000-0000-0000-0000-000000000000'];
  const shapes = new Shapes(anyText(ids));
  return fc.oneof(...[...OPERATIONS_OF_API.keys()].map((name) => callOf(name, good[name] ?? {}, shapes)));
}
