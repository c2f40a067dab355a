import { z } from 'zod';

const record = z.record(z.string(), z.unknown());
const variables = z.array(z.looseObject({ name: z.string() }));

/** Members of a definition that a job has unless it says otherwise. */
const INHERITED = [
  'parameters',
  'retryStrategy',
  'timeout',
  'propagateTags',
  'platformCapabilities',
  'nodeProperties',
] as const;

/**
 * A job's detail as it was submitted: what history kept of the job itself, over what its definition says. Both are
 * masked already. A definition that was never seen leaves what the job itself says.
 */
export function wholeDetail(kept: object, definition: object | null): Record<string, unknown> {
  const own = record.parse(kept);
  const from = record.catch({}).parse(definition);
  const whole: Record<string, unknown> = {};
  for (const name of INHERITED) if (from[name] !== undefined) whole[name] = from[name];
  Object.assign(whole, own);
  if (isRecord(from.parameters) && isRecord(own.parameters))
    whole.parameters = { ...from.parameters, ...own.parameters };
  const properties = record.catch({}).parse(from.containerProperties);
  const container = record.catch({}).parse(own.container);
  const merged = { ...properties, ...container };
  const environment = mergedVariables(properties.environment, container.environment);
  if (environment !== null) merged.environment = environment;
  if (Object.keys(merged).length > 0) whole.container = merged;
  return whole;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The job's variables stand over the definition's of the same name. */
function mergedVariables(defined: unknown, own: unknown): { name: string }[] | null {
  const base = variables.safeParse(defined);
  const over = variables.safeParse(own);
  if (!base.success) return over.success ? over.data : null;
  if (!over.success) return base.data;
  const names = new Set(over.data.map((variable) => variable.name));
  return [...base.data.filter((variable) => !names.has(variable.name)), ...over.data];
}
