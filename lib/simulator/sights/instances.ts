import { usableMemoryMib } from '@/lib/catalogue';
import { ENDED_BY, INSTANCE } from '../capacity/instance-table';
import { isSpot, typeOf } from '../capacity/instances';
import { atOf, type Core, environmentAt } from '../core';
import { containerInstanceArnOf, ec2IdOf, zoneName } from '../jobs/names';
import { f64, i32, u8 } from '../kernel/columns';
import { readHexId, readInstanceId } from '../kernel/ids';
import type { InstanceSight } from './contract';

/** How long EC2 still shows an instance, and ECS a task, after its end. */
export const SEEN_MS = 3_600_000;

function rowOfId(core: Core, id: string): number {
  if (id.startsWith('i-')) return readInstanceId(core.draws, id);
  return readHexId(core.draws, 'container-instance-id', id.slice(id.lastIndexOf('/') + 1))?.ordinal ?? -1;
}

function isSeen(core: Core, row: number): boolean {
  if (row < 0 || row >= core.instances.count) return false;
  const { state, terminatedAt } = core.instances.columns;
  return u8(state, row) !== INSTANCE.terminated || atOf(core) - f64(terminatedAt, row) < SEEN_MS;
}

function rowsSeen(core: Core): number[] {
  const rows: number[] = [];
  for (let row = 0; row < core.instances.count; row++) if (isSeen(core, row)) rows.push(row);
  return rows;
}

function sightOf(core: Core, row: number): InstanceSight {
  const { columns } = core.instances;
  const type = typeOf(core, row);
  const state = u8(columns.state, row);
  const { document } = environmentAt(core, i32(columns.environment, row));
  const ended = state === INSTANCE.terminated;
  const joined = state === INSTANCE.registered;
  const memoryMib = usableMemoryMib(type.memoryMib);
  return {
    instanceId: ec2IdOf(core, row),
    arn: containerInstanceArnOf(core, row),
    clusterArn: document.ecsClusterArn ?? '',
    environment: document.computeEnvironmentName ?? '',
    type: type.name,
    zone: zoneName(core, i32(columns.zone, row)),
    spot: isSpot(core, row),
    state: state === INSTANCE.pending ? 'pending' : ended ? 'terminated' : 'running',
    joined,
    draining: u8(columns.doomed, row) !== 0,
    launchedAt: f64(columns.launchedAt, row),
    terminatedAt: ended ? f64(columns.terminatedAt, row) : null,
    endedBy: ended ? (ENDED_BY[u8(columns.endedBy, row)] ?? null) : null,
    vcpus: type.vcpus,
    memoryMib,
    gpus: type.gpus,
    freeMilliVcpus: joined ? i32(columns.freeMilli, row) : type.vcpus * 1000,
    freeMemoryMib: joined ? i32(columns.freeMemory, row) : memoryMib,
    jobs: i32(columns.jobs, row),
  };
}

/** By EC2 id or container instance ARN, in the order asked; or all, the oldest first. Unknown ones are left out. */
export function instancesSeen(core: Core, ids?: readonly string[]): InstanceSight[] {
  const rows = ids === undefined ? rowsSeen(core) : ids.map((id) => rowOfId(core, id));
  return rows
    .filter((row) => isSeen(core, row))
    .map((row) => sightOf(core, row))
    .filter((sight) => ids === undefined || ids.includes(sight.instanceId) || ids.includes(sight.arn));
}
