import { z } from 'zod';
import type { DefinitionPlatform, DefinitionType } from './definitions-contract';

const requirement = z.looseObject({ type: z.string().catch(''), value: z.string().catch('') });

const container = z.looseObject({
  image: z.string().optional().catch(undefined),
  vcpus: z.number().optional().catch(undefined),
  memory: z.number().optional().catch(undefined),
  resourceRequirements: z.array(requirement).catch([]),
});

const definition = z.looseObject({
  status: z.string().catch('ACTIVE'),
  type: z.string().catch('container'),
  platformCapabilities: z.array(z.string()).catch([]),
  tags: z.record(z.string(), z.string()).catch({}),
  containerProperties: container.optional().catch(undefined),
  eksProperties: z.looseObject({}).optional().catch(undefined),
  ecsProperties: z
    .looseObject({ taskProperties: z.array(z.looseObject({ containers: z.array(container).catch([]) })).catch([]) })
    .optional()
    .catch(undefined),
  nodeProperties: z
    .looseObject({
      nodeRangeProperties: z.array(z.looseObject({ container: container.optional().catch(undefined) })).catch([]),
    })
    .optional()
    .catch(undefined),
});

const arm = z.looseObject({ runtimePlatform: z.looseObject({ cpuArchitecture: z.literal('ARM64') }) });
const onArm = z.union([
  z.looseObject({ containerProperties: arm }),
  z.looseObject({ ecsProperties: z.looseObject({ taskProperties: z.tuple([arm], z.unknown()) }) }),
]);

/** Whether a definition's container or task runs on ARM, by which Fargate is priced. */
export function runsOnArm(document: unknown): boolean {
  return onArm.safeParse(document).success;
}

/** What a list says of a definition's document. */
export interface DefinitionFacts {
  status: 'ACTIVE' | 'INACTIVE';
  type: DefinitionType;
  platform: DefinitionPlatform;
  image: string | null;
  vcpus: number | null;
  memoryMib: number | null;
  gpus: number | null;
  tags: Record<string, string>;
}

/** Reads a definition's document as AWS describes it; of several containers the first. */
export function factsOf(document: object): DefinitionFacts {
  const parsed = definition.parse(document);
  const first =
    parsed.containerProperties ??
    parsed.ecsProperties?.taskProperties[0]?.containers[0] ??
    parsed.nodeProperties?.nodeRangeProperties[0]?.container;
  const required = (type: string, legacy?: number) => {
    const asked = first?.resourceRequirements.find((one) => one.type === type)?.value;
    const value = asked === undefined || asked === '' ? legacy : Number(asked);
    return value !== undefined && Number.isFinite(value) ? value : null;
  };
  return {
    status: parsed.status === 'INACTIVE' ? 'INACTIVE' : 'ACTIVE',
    type: parsed.type === 'multinode' ? 'multinode' : 'container',
    platform: platformOf(parsed),
    image: first?.image ?? null,
    vcpus: required('VCPU', first?.vcpus),
    memoryMib: required('MEMORY', first?.memory),
    gpus: required('GPU'),
    tags: parsed.tags,
  };
}

function platformOf(parsed: z.output<typeof definition>): DefinitionPlatform {
  if (parsed.eksProperties !== undefined) return 'EKS';
  const [first] = parsed.platformCapabilities;
  return first === 'FARGATE' || first === 'MANAGED_INSTANCES' ? first : 'EC2';
}

/** `vep:31` as its name and number. */
export function revisionOf(name: string): { name: string; revision: number } {
  const colon = name.lastIndexOf(':');
  return { name: name.slice(0, colon), revision: Number(name.slice(colon + 1)) };
}
