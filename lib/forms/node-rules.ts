import type { NodeProperties, PlatformCapability } from '@aws-sdk/client-batch';
import type { Findings } from './checks';
import { checkContainer } from './container-rules';
import type { Part } from './shapes';

/** Bounds of a multi-node job. Source: NodeProperties of the API reference, and AWS_BATCH. */
export const NODES = { most: 1000, rangesMost: 5 } as const;

/** First and last node of a range as AWS writes it (`0:3`, `:3`, `4:`, `2`); null where it is none. */
export function nodeRange(text: string, nodes: number): { from: number; to: number } | null {
  const single = /^\d{1,4}$/.exec(text);
  if (single !== null) return { from: Number(text), to: Number(text) };
  const parts = /^(\d{0,4}):(\d{0,4})$/.exec(text);
  if (parts === null) return null;
  const [, from = '', to = ''] = parts;
  const range = { from: from === '' ? 0 : Number(from), to: to === '' ? nodes - 1 : Number(to) };
  return range.to < range.from ? null : range;
}

function firstUncovered(ranges: readonly { from: number; to: number }[], nodes: number): number | null {
  for (let node = 0; node < nodes; node += 1) {
    if (!ranges.some(({ from, to }) => from <= node && node <= to)) return node;
  }
  return null;
}

/** What is wrong with the nodes of a multi-node job. */
export function checkNodes(found: Findings, nodes: Part<NodeProperties>, platform: PlatformCapability): void {
  const path = 'nodeProperties';
  found.range(nodes.numNodes, `${path}.numNodes`, 'The number of nodes', 1, NODES.most);
  const count = nodes.numNodes ?? 0;
  if (nodes.mainNode !== undefined && nodes.numNodes !== undefined) {
    found.when(
      nodes.mainNode < 0 || nodes.mainNode >= count,
      `${path}.mainNode`,
      `The main node is one of 0 to ${Math.max(0, count - 1)}.`,
    );
  }
  const groups = nodes.nodeRangeProperties ?? [];
  const list = `${path}.nodeRangeProperties`;
  found.when(groups.length === 0, list, 'Give at least one range of nodes.');
  found.when(groups.length > NODES.rangesMost, list, `At most ${NODES.rangesMost} ranges; these are ${groups.length}.`);
  const ranges = groups.flatMap((group, at) => {
    const own = `${list}[${at}]`;
    const range = nodeRange(group.targetNodes ?? '', count);
    found.when(range === null, `${own}.targetNodes`, 'A range is written 0:3, :3, 4: or 2.');
    found.when(
      range !== null && range.to >= count && count > 0,
      `${own}.targetNodes`,
      `There are ${count} nodes: the last is ${count - 1}.`,
    );
    found.when(
      group.ecsProperties !== undefined && group.container !== undefined,
      `${own}.ecsProperties`,
      'A range has a container or ecsProperties, not both.',
    );
    found.when(
      group.instanceTypes !== undefined && group.ecsProperties === undefined,
      `${own}.instanceTypes`,
      'instanceTypes go with ecsProperties: a container has instanceType.',
    );
    if (group.container !== undefined) checkContainer(found, group.container, `${own}.container`, platform);
    else {
      const hasOther = group.ecsProperties !== undefined || group.eksProperties !== undefined;
      found.when(!hasOther, own, `Nodes ${group.targetNodes ?? ''} have no container.`);
    }
    return range === null ? [] : [range];
  });
  const missing = count > 0 && count <= NODES.most && ranges.length > 0 ? firstUncovered(ranges, count) : null;
  found.when(missing !== null, list, `No range has node ${missing}: together they name every node.`);
}
