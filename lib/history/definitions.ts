import { z } from 'zod';
import type { Scope } from '@/lib/access';
import { nameOfArn } from '@/lib/batch';
import { Prisma, type PrismaClient } from '@/lib/db';
import type { Where } from './contract';
import type { DefinedContainer, DefinitionChoice } from './submit-contract';
import { inScope, ofRun } from './where';

const pair = z.looseObject({ name: z.string().catch(''), value: z.string().catch('') });
const requirement = z.looseObject({ type: z.string().catch(''), value: z.string().catch('') });

const EMPTY = { command: [], environment: [], resourceRequirements: [] };
const container = z
  .looseObject({
    command: z.array(z.string()).catch([]),
    environment: z.array(pair).catch([]),
    resourceRequirements: z.array(requirement).catch([]),
    vcpus: z.number().optional().catch(undefined),
    memory: z.number().optional().catch(undefined),
  })
  .catch(EMPTY);

const nodes = z.looseObject({
  numNodes: z.number(),
  mainNode: z.number().catch(0),
  nodeRangeProperties: z.array(z.looseObject({ targetNodes: z.string().catch(''), container })).catch([]),
});

const consumables = z
  .looseObject({
    consumableResourceList: z.array(z.looseObject({ consumableResource: z.string(), quantity: z.number().catch(1) })),
  })
  .catch({ consumableResourceList: [] });

const definitionDocument = z.looseObject({
  status: z.string().catch('ACTIVE'),
  platformCapabilities: z.array(z.string()).catch([]),
  parameters: z.record(z.string(), z.string()).catch({}),
  retryStrategy: z
    .looseObject({ attempts: z.number().optional(), evaluateOnExit: z.array(z.unknown()).optional() })
    .optional()
    .catch(undefined),
  timeout: z.looseObject({ attemptDurationSeconds: z.number().optional() }).optional().catch(undefined),
  schedulingPriority: z.number().optional().catch(undefined),
  propagateTags: z.boolean().optional().catch(undefined),
  consumableResourceProperties: consumables,
  containerProperties: container,
  nodeProperties: nodes.optional().catch(undefined),
  ecsProperties: z.unknown().optional(),
  eksProperties: z.unknown().optional(),
});

/**
 * The active definitions of a run, by name and the newest revision first, with what they set. `meant` narrows them to those a
 * call means by a name, `name:revision` or ARN.
 */
export async function readDefinitions(
  prisma: PrismaClient,
  scope: Scope,
  where: Where,
  meant?: string,
): Promise<DefinitionChoice[]> {
  if (!inScope(scope, where)) return [];
  const name = meant === undefined ? undefined : nameOfArn(meant);
  const narrowed =
    name === undefined ? Prisma.empty : Prisma.sql`AND (name = ${name} OR split_part(name, ':', 1) = ${name})`;
  const rows = await prisma.$queryRaw<{ name: string; document: object }[]>`
    SELECT name, document FROM resource_version
    WHERE ${ofRun(where)} AND kind = 'job-definition' AND valid_to IS NULL AND document IS NOT NULL ${narrowed}`;
  const choices = rows.flatMap((row) => {
    const parsed = definitionDocument.parse(row.document);
    return parsed.status === 'ACTIVE' ? [toChoice(row.name, parsed)] : [];
  });
  return choices.sort((a, b) => byNameThenNewest(a.name, b.name));
}

function toContainer(from: z.output<typeof container>): DefinedContainer {
  const required = (type: string) => from.resourceRequirements.find((one) => one.type === type)?.value ?? null;
  return {
    command: from.command,
    vcpus: required('VCPU') ?? from.vcpus?.toString() ?? null,
    memoryMib: required('MEMORY') ?? from.memory?.toString() ?? null,
    gpus: required('GPU'),
    environment: from.environment.map(({ name: key, value }) => ({ name: key, value })),
    usesRequirements: from.resourceRequirements.length > 0,
  };
}

function toChoice(name: string, document: z.output<typeof definitionDocument>): DefinitionChoice {
  const { containerProperties, nodeProperties, retryStrategy, timeout, ecsProperties, eksProperties } = document;
  return {
    name,
    ...toContainer(containerProperties),
    kind:
      nodeProperties !== undefined
        ? 'multinode'
        : ecsProperties !== undefined
          ? 'ecs'
          : eksProperties !== undefined
            ? 'eks'
            : 'container',
    isFargate: document.platformCapabilities.includes('FARGATE'),
    parameters: document.parameters,
    attempts: retryStrategy?.attempts ?? null,
    exitRules: retryStrategy?.evaluateOnExit?.length ?? 0,
    timeoutSeconds: timeout?.attemptDurationSeconds ?? null,
    schedulingPriority: document.schedulingPriority ?? null,
    propagateTags: document.propagateTags ?? false,
    consumables: document.consumableResourceProperties.consumableResourceList.map(
      ({ consumableResource, quantity }) => ({ name: nameOfArn(consumableResource), quantity }),
    ),
    nodes:
      nodeProperties === undefined
        ? null
        : {
            numNodes: nodeProperties.numNodes,
            mainNode: nodeProperties.mainNode,
            ranges: nodeProperties.nodeRangeProperties.map((range) => ({
              targetNodes: range.targetNodes,
              ...toContainer(range.container),
            })),
          },
  };
}

function byNameThenNewest(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  return a.name === b.name ? b.revision - a.revision : a.name < b.name ? -1 : 1;
}

function partsOf(name: string): { name: string; revision: number } {
  const colon = name.lastIndexOf(':');
  return { name: name.slice(0, colon), revision: Number(name.slice(colon + 1)) };
}
