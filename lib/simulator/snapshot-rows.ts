import type { WorkloadRows } from '@/lib/batch';
import { bytesOf, type Part } from './kernel/bytes';

/** Texts of a workload's rows, as JSON beside its columns. */
interface RowTexts {
  count: number;
  firstSubmitMs: number;
  users: readonly string[];
  names: readonly string[] | null;
  definitions: readonly string[];
  queues: readonly string[];
  hasExitCode: boolean;
  hasDefinition: boolean;
  hasQueue: boolean;
}

const NONE = new Int32Array(0);

/** A workload's rows as parts of a snapshot. */
export function rowParts(prefix: string, rows: WorkloadRows): Part[] {
  const part = (name: string, bytes: Uint8Array): Part => ({ name: prefix + name, bytes });
  return [
    part('submit', bytesOf(rows.submitMs)),
    part('run', bytesOf(rows.runMs)),
    part('vcpus', bytesOf(rows.milliVcpus)),
    part('memory', bytesOf(rows.memoryMib)),
    part('gpus', bytesOf(rows.gpus)),
    part('user', bytesOf(rows.user)),
    part('parentStart', bytesOf(rows.parentStart)),
    part('parentIndex', bytesOf(rows.parentIndex)),
    part('exitCode', bytesOf(rows.exitCode ?? NONE)),
    part('definition', bytesOf(rows.definition ?? NONE)),
    part('queue', bytesOf(rows.queue ?? NONE)),
  ];
}

export function rowTexts(rows: WorkloadRows): RowTexts {
  return {
    count: rows.count,
    firstSubmitMs: rows.firstSubmitMs,
    users: rows.users,
    names: rows.names,
    definitions: rows.definitions,
    queues: rows.queues,
    hasExitCode: rows.exitCode !== null,
    hasDefinition: rows.definition !== null,
    hasQueue: rows.queue !== null,
  };
}

/** The rows back from their texts and parts. */
export function readRows(texts: RowTexts, read: (name: string) => Uint8Array): WorkloadRows {
  const f64 = (name: string): Float64Array => new Float64Array(read(name).buffer);
  const i32 = (name: string): Int32Array => new Int32Array(read(name).buffer);
  return {
    count: texts.count,
    firstSubmitMs: texts.firstSubmitMs,
    submitMs: f64('submit'),
    runMs: f64('run'),
    milliVcpus: new Uint32Array(read('vcpus').buffer),
    memoryMib: i32('memory'),
    gpus: new Uint16Array(read('gpus').buffer),
    user: i32('user'),
    users: texts.users,
    parentStart: new Uint32Array(read('parentStart').buffer),
    parentIndex: new Uint32Array(read('parentIndex').buffer),
    names: texts.names,
    exitCode: texts.hasExitCode ? i32('exitCode') : null,
    definition: texts.hasDefinition ? i32('definition') : null,
    definitions: texts.definitions,
    queue: texts.hasQueue ? i32('queue') : null,
    queues: texts.queues,
  };
}
