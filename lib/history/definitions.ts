import { z } from 'zod';
import type { Scope } from '@/lib/access';
import type { PrismaClient } from '@/lib/db';
import type { DefinitionChoice, Where } from './contract';
import { currentResources } from './resources';
import { inScope } from './where';

const pair = z.looseObject({ name: z.string().catch(''), value: z.string().catch('') });

const requirement = z.looseObject({ type: z.string().catch(''), value: z.string().catch('') });

const definitionDocument = z.looseObject({
  status: z.string().catch('ACTIVE'),
  platformCapabilities: z.array(z.string()).catch([]),
  parameters: z.record(z.string(), z.string()).catch({}),
  retryStrategy: z.looseObject({ attempts: z.number().optional() }).optional().catch(undefined),
  timeout: z.looseObject({ attemptDurationSeconds: z.number().optional() }).optional().catch(undefined),
  containerProperties: z
    .looseObject({
      command: z.array(z.string()).catch([]),
      environment: z.array(pair).catch([]),
      resourceRequirements: z.array(requirement).catch([]),
      vcpus: z.number().optional().catch(undefined),
      memory: z.number().optional().catch(undefined),
    })
    .catch({ command: [], environment: [], resourceRequirements: [] }),
});

/** The active definitions of a run, by name and the newest revision first, with what they set. */
export async function readDefinitions(prisma: PrismaClient, scope: Scope, where: Where): Promise<DefinitionChoice[]> {
  if (!inScope(scope, where)) return [];
  const resources = await currentResources(prisma, where, 'job-definition');
  const choices = resources.flatMap(({ name, document }) => {
    const parsed = definitionDocument.parse(document);
    return parsed.status === 'ACTIVE' ? [toChoice(name, parsed)] : [];
  });
  return choices.sort((a, b) => byNameThenNewest(a.name, b.name));
}

function toChoice(name: string, document: z.output<typeof definitionDocument>): DefinitionChoice {
  const { containerProperties: container, retryStrategy, timeout } = document;
  const required = (type: string) => container.resourceRequirements.find((one) => one.type === type)?.value ?? null;
  return {
    name,
    command: container.command,
    vcpus: required('VCPU') ?? container.vcpus?.toString() ?? null,
    memoryMib: required('MEMORY') ?? container.memory?.toString() ?? null,
    gpus: required('GPU'),
    environment: container.environment.map(({ name: key, value }) => ({ name: key, value })),
    parameters: document.parameters,
    attempts: retryStrategy?.attempts ?? null,
    timeoutSeconds: timeout?.attemptDurationSeconds ?? null,
    isFargate: document.platformCapabilities.includes('FARGATE'),
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
