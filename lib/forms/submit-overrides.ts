import type { ContainerOverrides, NodeOverrides, ResourceType } from '@aws-sdk/client-batch';
import type { Findings } from './checks';
import { checkRequirements, checkVariables } from './container-rules';
import { NODES, nodeRange } from './node-rules';
import type { Part } from './shapes';
import type { KnownContainer, KnownDefinition } from './submit-surroundings';

type Overrides = Part<ContainerOverrides>;

const SIZES = [
  ['VCPU', 'vcpus'],
  ['MEMORY', 'memoryMib'],
  ['GPU', 'gpus'],
] as const satisfies readonly (readonly [ResourceType, keyof KnownContainer])[];

const NUMBERS: Readonly<Record<string, { pattern: RegExp; words: string }>> = {
  VCPU: { pattern: /^\d{1,7}(\.\d{1,6})?$/, words: 'The vCPUs are a number.' },
  MEMORY: { pattern: /^\d{1,9}$/, words: 'The memory is a whole number of MiB.' },
  GPU: { pattern: /^[1-9]\d{0,3}$/, words: 'The GPUs are a whole number from 1 on.' },
};

/** The sizes that an override comes to, by the rules of the platform: what it leaves out is the definition's. */
function checkSizes(
  found: Findings,
  overrides: Overrides,
  path: string,
  known: KnownContainer | null,
  isFargate: boolean,
): void {
  const given = overrides.resourceRequirements ?? [];
  for (const [at, { type = '', value = '' }] of given.entries()) {
    const rule = NUMBERS[type];
    found.when(
      rule !== undefined && !rule.pattern.test(value),
      `${path}.resourceRequirements[${at}].value`,
      rule?.words ?? '',
    );
  }
  const isWhole = known !== null && known.vcpus !== null && known.memoryMib !== null;
  if (given.length === 0 || !isWhole) return;
  const left = SIZES.flatMap(([type, member]) => {
    const value = known[member];
    return value === null || given.some((one) => one.type === type) ? [] : [{ type, value }];
  });
  checkRequirements(found, { resourceRequirements: [...given, ...left] }, path, isFargate);
}

/** What is wrong with the overrides of one container. */
export function checkOverrides(
  found: Findings,
  overrides: Overrides,
  path: string,
  known: KnownContainer | null,
  isFargate: boolean,
): void {
  found.when((overrides.command ?? []).includes(''), `${path}.command`, 'A command has no empty arguments.');
  checkVariables(found, overrides.environment, path);
  checkSizes(found, overrides, path, known, isFargate);
  for (const member of ['vcpus', 'memory'] as const) {
    found.when(
      overrides[member] !== undefined && known?.usesRequirements === true,
      `${path}.${member}`,
      `${member} can not override what the definition gives as resourceRequirements: give it there.`,
    );
  }
}

/** What is wrong with the overrides of a multi-node job. */
export function checkNodeOverrides(
  found: Findings,
  overrides: Part<NodeOverrides>,
  definition: KnownDefinition | null,
): void {
  const path = 'nodeOverrides';
  const nodes = definition?.nodes ?? null;
  const count = overrides.numNodes ?? nodes?.numNodes ?? NODES.most;
  if (overrides.numNodes !== undefined) checkNodeCount(found, overrides.numNodes, nodes);
  for (const [at, one] of (overrides.nodePropertyOverrides ?? []).entries()) {
    const own = `${path}.nodePropertyOverrides[${at}]`;
    const isRange = nodeRange(one.targetNodes ?? '', NODES.most + 1) !== null;
    const range = nodeRange(one.targetNodes ?? '', count);
    found.when(!isRange, `${own}.targetNodes`, 'A range is written 0:3, :3, 4: or 2.');
    found.when(range === null || range.to >= count, `${own}.targetNodes`, `The last node is ${count - 1}.`);
    found.when(
      one.instanceTypes !== undefined && one.ecsPropertiesOverride === undefined,
      `${own}.instanceTypes`,
      'instanceTypes go with ecsPropertiesOverride: a container has instanceType.',
    );
    if (one.containerOverrides === undefined) continue;
    const container = nodes?.ranges.find(({ targetNodes }) => targetNodes === one.targetNodes) ?? null;
    checkOverrides(found, one.containerOverrides, `${own}.containerOverrides`, container, false);
  }
}

function checkNodeCount(found: Findings, count: number, nodes: KnownDefinition['nodes']): void {
  const path = 'nodeOverrides.numNodes';
  found.range(count, path, 'The number of nodes', 1, NODES.most);
  if (nodes === null || count === nodes.numNodes) return;
  const open = nodes.ranges.find(({ targetNodes }) => targetNodes.endsWith(':'));
  if (open === undefined) {
    found.add(path, `Every range of the definition ends at a node, so it has ${nodes.numNodes} nodes always.`);
    return;
  }
  const least = Math.max(Number.parseInt(open.targetNodes, 10) || 0, nodes.mainNode) + 1;
  found.when(
    count < least,
    path,
    `At least ${least}: the last range starts at ${open.targetNodes}, the main node is ${nodes.mainNode}.`,
  );
}
