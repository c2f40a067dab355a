import type { NodeProperties, NodeRangeProperty, PlatformCapability } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { checkConsumables } from './consumable-rules';
import { checkContainer, shownContainer } from './container-rules';
import { ownRanges, parseRange } from './node-ranges';
import { notCarriedOut, refuseValue } from './refusals';
import { checkTask, shownTask } from './task-rules';

const NODES_MAX = 1000;
const RANGES_MAX = 5;

export function checkNodeCount(count: number): void {
  if (count < 1 || count > NODES_MAX) refuseValue(`Number of nodes must be between 1 and ${NODES_MAX}.`);
}

export function checkMainNode(main: number, count: number): void {
  if (main < 0 || main >= count) refuseValue('Main node index is out of range, must be less than numNodes.');
}

function checkRange(machine: Machine, range: NodeRangeProperty, platform: PlatformCapability): void {
  const { container, ecsProperties, eksProperties, instanceTypes } = range;
  if (container !== undefined && ecsProperties !== undefined) {
    refuseValue('NodeRangeProperties can not use both ecsProperties and container fields');
  }
  if (eksProperties !== undefined) notCarriedOut('A node range with eksProperties');
  checkConsumables(machine, range.consumableResourceProperties);
  if (ecsProperties !== undefined) {
    checkTask(ecsProperties, platform);
    checkTypes(instanceTypes);
    return;
  }
  if (container === undefined) refuseValue(`Must specify container for node range ${range.targetNodes ?? ''}`);
  if ((instanceTypes?.length ?? 0) > 0) {
    refuseValue('Using instanceTypes with nodeRangeProperty is only allowed for ecsProperties jobs.');
  }
  checkContainer(container, platform);
}

/** A range of tasks names one type at most. */
export function checkTypes(types: readonly string[] | undefined): void {
  if ((types?.length ?? 0) > 1) refuseValue('instanceTypes of a node range can have at most 1 element.');
}

/** What AWS refuses of a multi-node definition's nodes. */
export function checkNodeProperties(machine: Machine, nodes: NodeProperties, platform: PlatformCapability): void {
  const { numNodes = 0, mainNode = -1, nodeRangeProperties: ranges = [] } = nodes;
  checkNodeCount(numNodes);
  checkMainNode(mainNode, numNodes);
  if (ranges.length > RANGES_MAX) refuseValue(`Maximum allowed size of node range properties is ${RANGES_MAX}`);
  for (const range of ranges) checkRange(machine, range, platform);
  const parsed = ranges.map(({ targetNodes = '' }) => parseRange(targetNodes, numNodes));
  if (ownRanges(parsed, numNodes).includes(-1)) {
    refuseValue('Node Range Properties target nodes have missing ranges');
  }
  checkOneType(ranges.map(({ container, instanceTypes }) => container?.instanceType ?? instanceTypes?.[0]));
}

/** All node groups run on one instance type, where they name any. */
export function checkOneType(types: readonly (string | undefined)[]): void {
  if (new Set(types).size > 1) refuseValue('All node groups must use the same instance type.');
}

/** The nodes as Describe shows them: what a container leaves out is there, empty. */
export function shownNodeProperties(nodes: NodeProperties, platform: PlatformCapability): NodeProperties {
  const ranges = nodes.nodeRangeProperties ?? [];
  return {
    ...nodes,
    nodeRangeProperties: ranges.map((range) => ({
      ...range,
      ...(range.container === undefined ? {} : { container: shownContainer(range.container, platform) }),
      ...(range.ecsProperties === undefined ? {} : { ecsProperties: shownTask(range.ecsProperties, platform) }),
    })),
  };
}
