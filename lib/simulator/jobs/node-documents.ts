import type { NetworkInterface, NodeDetails, NodeProperties, NodePropertiesSummary } from '@aws-sdk/client-batch';
import { type Core, specAt } from '../core';
import { i32, u8 } from '../kernel/columns';
import { hexId } from '../kernel/ids';
import { STATUS } from './job-table';
import { isMainNode, jobOfNode, mainNodeOf, nodeCount, nodeIndex } from './nodes';

/** What JobDetail says of nodes: of a multi-node job its properties, of a node its place. */
export function nodeMembers(core: Core, row: number): { nodeProperties?: NodeProperties; nodeDetails?: NodeDetails } {
  const index = nodeIndex(core, row);
  if (index >= 0) return { nodeDetails: { nodeIndex: index, isMainNode: isMainNode(core, row) } };
  if (nodeCount(core, row) === 0) return {};
  const nodes = specAt(core, i32(core.jobs.columns.spec, row)).spec.nodes;
  return nodes === undefined ? {} : { nodeProperties: nodes.properties };
}

/** What JobSummary says of nodes. */
export function nodeSummary(core: Core, row: number): { nodeProperties?: NodePropertiesSummary } {
  const index = nodeIndex(core, row);
  const numNodes = nodeCount(core, index < 0 ? row : jobOfNode(core, row));
  if (index >= 0) return { nodeProperties: { isMainNode: isMainNode(core, row), numNodes, nodeIndex: index } };
  return numNodes > 0 ? { nodeProperties: { numNodes } } : {};
}

/** Row whose attempts and task a job shows: a multi-node job's are its main node's. */
export function attemptOwner(core: Core, row: number): number {
  return nodeCount(core, row) > 0 ? mainNodeOf(core, row) : row;
}

/** A node whose container is over while the job goes on shows its own end; the machine keeps it for another attempt. */
export function shownStatus(core: Core, row: number): number {
  const { status, attemptsEnded, lastAttempt } = core.jobs.columns;
  const state = u8(status, row);
  if (state !== STATUS.runnable || nodeIndex(core, row) < 0) return state;
  if (u8(attemptsEnded, row) <= u8(attemptsEnded, jobOfNode(core, row))) return state;
  return i32(core.attempts.columns.exitCode, i32(lastAttempt, row)) === 0 ? STATUS.succeeded : STATUS.failed;
}

/** The interface of a node's own (awsvpc); an address of the instance's number. */
export function nodeInterfaces(core: Core, instance: number): NetworkInterface[] {
  const privateIpv4Address = `10.${(instance >>> 16) & 255}.${(instance >>> 8) & 255}.${instance & 255}`;
  return [{ attachmentId: hexId(core.draws, 'container-instance-id', instance, 1), privateIpv4Address }];
}
