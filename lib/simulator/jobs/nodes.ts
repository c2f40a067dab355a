import { type Core, specAt } from '../core';
import { i32, u8 } from '../kernel/columns';
import type { JobSpec, NodeGroup, NodesSpec } from '../machine';
import { FLAG2 } from './job-table';

/** Number of nodes of a multi-node job, or 0 when the row is none. */
export function nodeCount(core: Core, row: number): number {
  return nodesOf(core, row)?.count ?? 0;
}

/** The nodes of a multi-node job as its spec has them, or null when the row is none. */
function nodesOf(core: Core, row: number): NodesSpec | null {
  const { flags2, spec } = core.jobs.columns;
  if ((u8(flags2, row) & FLAG2.multiNode) === 0) return null;
  return specAt(core, i32(spec, row)).spec.nodes ?? null;
}

/** Whether a row is a node of a multi-node job. */
export function isNode(core: Core, row: number): boolean {
  return (u8(core.jobs.columns.flags2, row) & FLAG2.node) !== 0;
}

/** Index of a node in its job, or -1 when the row is no node. */
export function nodeIndex(core: Core, row: number): number {
  return isNode(core, row) ? i32(core.jobs.columns.source, row) : -1;
}

/** Row of the multi-node job that a node belongs to. */
export function jobOfNode(core: Core, node: number): number {
  return i32(core.jobs.columns.parent, node);
}

/** Row of a multi-node job's main node: its end is the job's. */
export function mainNodeOf(core: Core, row: number): number {
  return row + 1 + (nodesOf(core, row)?.main ?? 0);
}

export function isMainNode(core: Core, node: number): boolean {
  return isNode(core, node) && mainNodeOf(core, jobOfNode(core, node)) === node;
}

/** What one node of a group asks for and runs, under its job's settings; the job holds the consumable resources for all. */
export function nodeSpec(job: JobSpec, group: NodeGroup): JobSpec {
  const { nodes: _, consumables: __, ...settings } = job;
  const { milliVcpus, memoryMib, gpus, container, task } = group;
  return { ...settings, milliVcpus, memoryMib, gpus, container, ...(task === undefined ? {} : { task }) };
}
