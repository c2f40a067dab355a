import { z } from 'zod';

const record = z.record(z.string(), z.unknown());
const requirements = z.array(z.looseObject({ type: z.string(), value: z.string() }));
const variables = z.array(z.looseObject({ name: z.string() }));

/** Members of a definition that a job has unless it says otherwise. */
const INHERITED = [
  'parameters',
  'retryStrategy',
  'timeout',
  'propagateTags',
  'platformCapabilities',
  'nodeProperties',
  'ecsProperties',
  'eksProperties',
  'consumableResourceProperties',
] as const;

/** What a job asks for, as history keeps it in columns of its own. */
interface Sizes {
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
}

/**
 * A job's detail as it was submitted: what history kept of the job itself, over what its definition says. Both are
 * masked already. A definition that was never seen leaves what the job itself says. `sizes` are the job's own; null leaves them to the definition.
 */
export function wholeDetail(kept: object, definition: object | null, sizes: Sizes | null): Record<string, unknown> {
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
  if (sizes !== null && isRecord(from.containerProperties)) {
    merged.resourceRequirements = requirementsOf(properties.resourceRequirements, sizes);
  }
  if (Object.keys(merged).length > 0) whole.container = merged;
  return whole;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the definition asks for where the job asks for as much, else the job's own; both mean the same as numbers. */
function requirementsOf(defined: unknown, sizes: Sizes): { type: string; value: string }[] {
  const own = [
    { type: 'VCPU', value: sizes.milliVcpus / 1000 },
    { type: 'MEMORY', value: sizes.memoryMib },
    { type: 'GPU', value: sizes.gpus },
  ];
  const list = requirements.catch([]).parse(defined);
  return own.flatMap(({ type, value }) => {
    const same = list.find((one) => one.type === type && Number(one.value) === value);
    if (value === 0) return [];
    return [{ type, value: same?.value ?? String(value) }];
  });
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
