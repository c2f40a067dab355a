import { z } from 'zod';

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  minItems?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
}

/** What AWS calls the thing that a call is about, for calls that are carried whole. */
const NAMES_IN_CALLS = [
  ...['jobQueueName', 'jobQueue', 'computeEnvironmentName', 'computeEnvironment', 'jobDefinitionName', 'jobDefinition'],
  ...['name', 'arn', 'resourceArn', 'schedulingPolicyArn', 'jobId'],
];

const CANDIDATES = [
  'a'.repeat(64),
  'someone@example.com',
  '01890a5d-ac96-774b-bcce-b302099a8057',
  '2026-01-05T08:00:00.000Z',
  'PT1H',
  '1',
  'batchdeck:owner',
];

/**
 * An input that an action's own schema takes, in which every text that may be anything names `thing`, and the member
 * `connection` that slug. Undefined where none could be made from the schema.
 */
export function inputFor(schema: z.ZodType, connection: string, thing: string): unknown {
  if (schema.safeParse(undefined).success) return undefined;
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
  const texts = sampleOf(described, 'input', connection, thing, thing);
  if (schema.safeParse(texts).success) return texts;
  return sampleOf(described, 'input', connection, thing, wholeCall(thing));
}

function wholeCall(thing: string): object {
  return Object.fromEntries(NAMES_IN_CALLS.map((name) => [name, thing]));
}

/** `open` stands where a schema says nothing. */
function sampleOf(schema: JsonSchema, key: string, connection: string, thing: string, open: unknown): unknown {
  const inner = (one: JsonSchema, name = key) => sampleOf(one, name, connection, thing, open);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (choice !== undefined) return inner(choice);
  switch (schema.type) {
    case 'string':
      // A form's call goes as the text it was edited as.
      if (key === 'call') return JSON.stringify(wholeCall(thing));
      return key === 'connection' ? connection : textOf(schema, thing);
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => inner(schema.items ?? {}));
    case 'object': {
      if (schema.properties === undefined) return wholeCall(thing);
      const members = Object.entries(schema.properties).filter(([name]) => schema.required?.includes(name));
      return Object.fromEntries(members.map(([name, member]) => [name, inner(member, name)]));
    }
    default:
      return open;
  }
}

function textOf(schema: JsonSchema, thing: string): string {
  const pattern = schema.pattern === undefined ? null : new RegExp(schema.pattern, 'u');
  const fits = (text: string) => pattern === null || pattern.test(text);
  if (schema.format === undefined && fits(thing)) return thing;
  const formats: Record<string, RegExp> = { uuid: /^[0-9a-f]{8}-/, email: /@/, 'date-time': /T.*Z$/ };
  const format = schema.format === undefined ? null : (formats[schema.format] ?? null);
  return CANDIDATES.find((text) => fits(text) && (format === null || format.test(text))) ?? thing;
}
