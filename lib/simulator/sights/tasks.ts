import { isSpot } from '../capacity/instances';
import { atOf, type Core, environmentAt, specAt, textOf } from '../core';
import { attemptRows } from '../jobs/documents';
import { fargateZone } from '../jobs/fargate-zone';
import { STATUS } from '../jobs/job-table';
import {
  containerInstanceArnOf,
  jobIdOf,
  jobNameOf,
  logStreamOf,
  taskArnOf,
  taskOfLogStream,
  zoneName,
} from '../jobs/names';
import { f64, i32, u8 } from '../kernel/columns';
import { readHexId } from '../kernel/ids';
import type { LogStreamQuery, LogStreamSight, TaskSight } from './contract';
import { SEEN_MS } from './instances';

/** An attempt that was placed: a finished one's row in the table of attempts, or -1 for the one that is under way. */
interface Placed {
  row: number;
  n: number;
  attempt: number;
}

/** Streams are looked for among so many of the newest attempts; older ones are found by their whole name. */
const MOST_STREAMS = 20_000;

function isUnderWay(core: Core, row: number): boolean {
  const status = u8(core.jobs.columns.status, row);
  return (status === STATUS.starting || status === STATUS.running) && i32(core.jobs.columns.environment, row) >= 0;
}

function underWay(core: Core): Placed[] {
  const found: Placed[] = [];
  for (let row = 0; row < core.jobs.count; row++) {
    if (isUnderWay(core, row)) found.push({ row, n: u8(core.jobs.columns.attemptsEnded, row) + 1, attempt: -1 });
  }
  return found;
}

/** Finished attempts, the last one first, until `take` says that it has enough. */
function finished(core: Core, take: (placed: Placed, stoppedAt: number) => boolean): void {
  const { job, n, stoppedAt, environment } = core.attempts.columns;
  for (let attempt = core.attempts.count - 1; attempt >= 0; attempt--) {
    if (i32(environment, attempt) < 0) continue;
    if (!take({ row: i32(job, attempt), n: u8(n, attempt), attempt }, f64(stoppedAt, attempt))) return;
  }
}

function placedOf(core: Core, row: number, n: number): Placed | null {
  if (row < 0 || row >= core.jobs.count) return null;
  if (n === u8(core.jobs.columns.attemptsEnded, row) + 1) return isUnderWay(core, row) ? { row, n, attempt: -1 } : null;
  const attempt = attemptRows(core, row).find((one) => u8(core.attempts.columns.n, one) === n);
  return attempt === undefined ? null : { row, n, attempt };
}

const orNull = (at: number): number | null => (at < 0 ? null : at);

function timesOf(core: Core, { row, attempt }: Placed) {
  const { placedAt, startedAt } = core.jobs.columns;
  if (attempt < 0) {
    const isRunning = u8(core.jobs.columns.status, row) === STATUS.running;
    return { placedAt: f64(placedAt, row), startedAt: isRunning ? orNull(f64(startedAt, row)) : null, stoppedAt: null };
  }
  const { columns } = core.attempts;
  return {
    placedAt: f64(columns.placedAt, attempt),
    startedAt: orNull(f64(columns.startedAt, attempt)),
    stoppedAt: f64(columns.stoppedAt, attempt),
  };
}

function taskSight(core: Core, placed: Placed): TaskSight {
  const { row, n, attempt } = placed;
  const isOver = attempt >= 0;
  const columns = isOver ? core.attempts.columns : core.jobs.columns;
  const at = isOver ? attempt : row;
  const environment = i32(columns.environment, at);
  const host = i32(columns.instance, at);
  const { document, kind } = environmentAt(core, environment);
  const { spec } = specAt(core, i32(core.jobs.columns.spec, row));
  const code = isOver ? i32(core.attempts.columns.exitCode, attempt) : -1;
  const reason = isOver ? textOf(core, i32(core.attempts.columns.reason, attempt)) : '';
  return {
    taskArn: taskArnOf(core, row, n, environment),
    clusterArn: document.ecsClusterArn ?? '',
    instanceArn: host < 0 ? null : containerInstanceArnOf(core, host),
    zone: host < 0 ? fargateZone(core, row, n, environment) : zoneName(core, i32(core.instances.columns.zone, host)),
    capacity: host < 0 ? kind : isSpot(core, host) ? 'SPOT' : 'EC2',
    jobId: jobIdOf(core, row),
    jobName: jobNameOf(core, row),
    jobDefinition: spec.jobDefinition,
    image: spec.container.image ?? '',
    milliVcpus: spec.milliVcpus,
    memoryMib: spec.memoryMib,
    ...timesOf(core, placed),
    exitCode: code < 0 ? null : code,
    reason: reason === '' ? null : reason,
  };
}

/** By ARN, in the order asked; or all that are seen, those under way first. Unknown ones are left out. */
export function tasksSeen(core: Core, arns?: readonly string[]): TaskSight[] {
  const now = atOf(core);
  if (arns !== undefined) {
    return arns.flatMap((arn) => {
      const task = readHexId(core.draws, 'task-id', arn.slice(arn.lastIndexOf('/') + 1));
      const placed = task === null ? null : placedOf(core, task.ordinal, task.attempt);
      if (placed === null) return [];
      const sight = taskSight(core, placed);
      const isSeen = sight.stoppedAt === null || now - sight.stoppedAt < SEEN_MS;
      return isSeen && (sight.taskArn === arn || !arn.startsWith('arn:')) ? [sight] : [];
    });
  }
  const found = underWay(core);
  finished(core, (placed, stoppedAt) => {
    if (now - stoppedAt >= SEEN_MS) return false;
    found.push(placed);
    return true;
  });
  return found.map((placed) => taskSight(core, placed));
}

function streamOf(core: Core, placed: Placed): LogStreamSight | null {
  const { startedAt, stoppedAt } = timesOf(core, placed);
  return startedAt === null ? null : { name: logStreamOf(core, placed.row, placed.n), startedAt, stoppedAt };
}

/** Log streams whose name begins with `prefix`. */
export function logStreamsSeen(core: Core, query: LogStreamQuery): { streams: LogStreamSight[]; more: boolean } {
  const { prefix, byTime, descending, skip, limit } = query;
  const whole = taskOfLogStream(core, prefix);
  const found: LogStreamSight[] = [];
  const note = (placed: Placed | null): void => {
    const stream = placed === null ? null : streamOf(core, placed);
    if (stream?.name.startsWith(prefix)) found.push(stream);
  };
  if (whole !== null) note(placedOf(core, whole.row, whole.attempt));
  else {
    for (const placed of underWay(core)) note(placed);
    finished(core, (placed) => {
      note(placed);
      return found.length < MOST_STREAMS;
    });
  }
  const byName = (a: LogStreamSight, b: LogStreamSight): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const sign = descending ? -1 : 1;
  found.sort((a, b) => sign * ((byTime ? a.startedAt - b.startedAt : 0) || byName(a, b)));
  return { streams: found.slice(skip, skip + limit), more: found.length > skip + limit };
}
