import type {
  ContainerProperties,
  NodeOverrides,
  NodeProperties,
  NodePropertyOverride,
  NodeRangeProperty,
} from '@aws-sdk/client-batch';
import type { JobSpec, Machine, NodeGroup } from '../machine';
import { neededConsumables } from './consumable-rules';
import { jobContainer } from './job-container';
import { type NodeRange, ownRanges, parseRange } from './node-ranges';
import { checkMainNode, checkNodeCount, checkOneType, checkTypes } from './node-rules';
import { refuseValue } from './refusals';
import { askedResources } from './resource-requirement-rules';
import { taskSpec } from './task-spec';

function readRanges(
  nodes: NodeProperties,
  overrides: NodeOverrides | undefined,
): { count: number; ranges: NodeRange[] } {
  const defined = nodes.numNodes ?? 0;
  const count = overrides?.numNodes ?? defined;
  const ranges = (nodes.nodeRangeProperties ?? []).map(({ targetNodes = '' }) => parseRange(targetNodes, defined));
  if (count === defined) return { count, ranges };
  checkNodeCount(count);
  const open = ranges.find(({ isOpen }) => isOpen);
  if (open === undefined)
    refuseValue('numNodes can only be overridden when a node range of the job definition is open-ended.');
  if (count <= open.first)
    refuseValue(`numNodes must be greater than ${open.first}, where the open-ended node range starts.`);
  checkMainNode(nodes.mainNode ?? 0, count);
  const resized = ranges.map((range) => (range.isOpen ? { ...range, last: count - 1 } : range));
  if (resized.some(({ last }) => last >= count)) {
    refuseValue('numNodes must be greater than every node index of the node ranges.');
  }
  return { count, ranges: resized };
}

function overridesByNode(overrides: NodeOverrides | undefined, count: number): (NodePropertyOverride | undefined)[] {
  const given = overrides?.nodePropertyOverrides ?? [];
  const own = ownRanges(
    given.map(({ targetNodes = '' }) => parseRange(targetNodes, count)),
    count,
  );
  return own.map((number) => given[number]);
}

function checkOverride(range: NodeRangeProperty, override: NodePropertyOverride): void {
  if (override.eksPropertiesOverride !== undefined) {
    refuseValue('eksPropertiesOverride is not applicable for node ranges on Amazon ECS.');
  }
  checkTypes(override.instanceTypes);
  if (range.ecsProperties !== undefined) {
    if (override.containerOverrides === undefined) return;
    refuseValue('containerOverrides are not applicable for node ranges with ecsProperties.');
  }
  if ((override.instanceTypes?.length ?? 0) > 0) {
    refuseValue('Using instanceTypes with nodeRangeProperty is only allowed for ecsProperties jobs.');
  }
  if (override.ecsPropertiesOverride !== undefined) {
    refuseValue('ecsPropertiesOverride and eksPropertiesOverride are not applicable for node ranges with a container.');
  }
}

function whatRuns(
  { container: base, ecsProperties, instanceTypes }: NodeRangeProperty,
  override: NodePropertyOverride | undefined,
  parameters: Record<string, string>,
): Omit<NodeGroup, 'first' | 'last' | 'consumables'> {
  if (ecsProperties !== undefined) {
    const type = override?.instanceTypes?.[0] ?? instanceTypes?.[0];
    const task = taskSpec(ecsProperties, override?.ecsPropertiesOverride, parameters, 'EC2');
    return { ...task, ...(type === undefined ? {} : { instanceType: type }) };
  }
  if (base === undefined) refuseValue('Node Range Properties target nodes have missing ranges');
  const overrides = override?.containerOverrides;
  const container = jobContainer(base, overrides ?? {}, parameters);
  const instanceType = overrides?.instanceType ?? base.instanceType;
  return { ...askedResources(container, 'EC2'), ...(instanceType === undefined ? {} : { instanceType }), container };
}

function groupOf(
  machine: Machine,
  node: number,
  range: NodeRangeProperty,
  override: NodePropertyOverride | undefined,
  parameters: Record<string, string>,
): NodeGroup {
  if (override !== undefined) checkOverride(range, override);
  return {
    first: node,
    last: node,
    ...whatRuns(range, override, parameters),
    ...neededConsumables(machine, range.consumableResourceProperties, override?.consumableResourcePropertiesOverride),
  };
}

function shownGroup({ first, last, container, task, instanceType, consumables }: NodeGroup): NodeRangeProperty {
  const { command, environment, resourceRequirements } = container;
  return {
    targetNodes: first === last ? `${first}` : `${first}:${last}`,
    ...(task === undefined
      ? { container: { ...containerSettings(container), command, environment, resourceRequirements, instanceType } }
      : { ecsProperties: { taskProperties: [task] } }),
    ...(task === undefined || instanceType === undefined ? {} : { instanceTypes: [instanceType] }),
    ...(consumables === undefined ? {} : { consumableResourceProperties: { consumableResourceList: consumables } }),
  };
}

// A job's container as a definition's: without what only a running one has.
function containerSettings({ networkInterfaces: _, ...settings }: NodeGroup['container']): ContainerProperties {
  return settings;
}

/** What runs of a multi-node job: its nodes by what they ask for, under the request's overrides. Refuses as SubmitJob does. */
export function multiNodeSpec(
  machine: Machine,
  nodes: NodeProperties,
  overrides: NodeOverrides | undefined,
  parameters: Record<string, string>,
): Pick<JobSpec, 'milliVcpus' | 'memoryMib' | 'gpus' | 'container' | 'nodes'> {
  const { count, ranges } = readRanges(nodes, overrides);
  const own = ownRanges(ranges, count);
  const overridden = overridesByNode(overrides, count);
  const groups: NodeGroup[] = [];
  for (let node = 0; node < count; node++) {
    const before = groups.at(-1);
    if (before !== undefined && own[node] === own[node - 1] && overridden[node] === overridden[node - 1]) {
      before.last = node;
      continue;
    }
    const range = nodes.nodeRangeProperties?.[own[node] ?? -1] ?? { targetNodes: `${node}` };
    groups.push(groupOf(machine, node, range, overridden[node], parameters));
  }
  checkOneType(groups.map(({ instanceType }) => instanceType));
  const sum = (member: 'milliVcpus' | 'memoryMib' | 'gpus'): number =>
    groups.reduce((total, group) => total + group[member] * (group.last - group.first + 1), 0);
  const properties = { numNodes: count, mainNode: nodes.mainNode ?? 0, nodeRangeProperties: groups.map(shownGroup) };
  return {
    milliVcpus: sum('milliVcpus'),
    memoryMib: sum('memoryMib'),
    gpus: sum('gpus'),
    container: {},
    nodes: { count, main: nodes.mainNode ?? 0, groups, properties },
  };
}
