import type { WorkloadRows } from '@/lib/batch';
import { WorkloadError } from './workload';

/** One task as a reader found it. Times in ms; memory in MiB or -1; user an index of the builder's table or -1. */
export interface FoundTask {
  submitMs: number;
  runMs: number;
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  user: number;
}

/** Names kept once, each known by its index. */
export class NameTable {
  readonly names: string[] = [];
  readonly #index = new Map<string, number>();

  /** Index of a name; -1 of an empty one. */
  indexOf(name: string): number {
    if (name === '') return -1;
    const known = this.#index.get(name);
    if (known !== undefined) return known;
    this.#index.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

const PAUSE_EVERY = 65_536;
const UINT32_MAX = 2 ** 32 - 1;
const INT32_MAX = 2 ** 31 - 1;
const UINT16_MAX = 2 ** 16 - 1;

/** Whole vCPUs of a job that asks this many (rounded up, 1 at least), in thousandths. */
export function milliVcpusOf(vcpus: number): number {
  return Math.max(1, Math.ceil(vcpus)) * 1000;
}

/** Columns that grow as tasks are found. */
export class RowsBuilder {
  count = 0;
  readonly users = new NameTable();
  #submitMs = new Float64Array(1024);
  #runMs = new Float64Array(1024);
  #milliVcpus = new Uint32Array(1024);
  #memoryMib = new Int32Array(1024);
  #gpus = new Uint16Array(1024);
  #user = new Int32Array(1024);

  #grow(): void {
    const size = this.#runMs.length * 2;
    const grown = <T extends { set(from: T): void }>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#submitMs = grown(new Float64Array(size), this.#submitMs);
    this.#runMs = grown(new Float64Array(size), this.#runMs);
    this.#milliVcpus = grown(new Uint32Array(size), this.#milliVcpus);
    this.#memoryMib = grown(new Int32Array(size), this.#memoryMib);
    this.#gpus = grown(new Uint16Array(size), this.#gpus);
    this.#user = grown(new Int32Array(size), this.#user);
  }

  /** Adds a task; `line` and the error are for figures past what a row can hold. */
  add(task: FoundTask, line: number): void {
    if (task.milliVcpus > UINT32_MAX || task.gpus > UINT16_MAX) {
      const asks = `${task.milliVcpus / 1000} vCPU and ${task.gpus} GPU`;
      throw new WorkloadError('bad-row', `Line ${line}: it asks ${asks}, more than any machine has.`, { line });
    }
    if (this.count === this.#runMs.length) this.#grow();
    const row = this.count++;
    this.#submitMs[row] = task.submitMs;
    this.#runMs[row] = Math.max(0, task.runMs);
    this.#milliVcpus[row] = task.milliVcpus;
    this.#memoryMib[row] = task.memoryMib < 0 ? -1 : Math.min(INT32_MAX, task.memoryMib);
    this.#gpus[row] = task.gpus;
    this.#user[row] = task.user;
  }

  /** The rows, arrivals counted from the earliest one. What the format adds comes by `more`. */
  *finish(more: Partial<WorkloadRows> = {}): Generator<undefined, WorkloadRows> {
    const { count } = this;
    let earliest = count === 0 ? 0 : Number.POSITIVE_INFINITY;
    for (let row = 0; row < count; row++) {
      earliest = Math.min(earliest, this.#submitMs[row] ?? 0);
      if (row % PAUSE_EVERY === PAUSE_EVERY - 1) yield;
    }
    const submitMs = this.#submitMs.slice(0, count);
    for (let row = 0; row < count; row++) submitMs[row] = (submitMs[row] ?? 0) - earliest;
    yield;
    return {
      count,
      firstSubmitMs: earliest,
      submitMs,
      runMs: this.#runMs.slice(0, count),
      milliVcpus: this.#milliVcpus.slice(0, count),
      memoryMib: this.#memoryMib.slice(0, count),
      gpus: this.#gpus.slice(0, count),
      user: this.#user.slice(0, count),
      users: this.users.names,
      parentStart: new Uint32Array(count + 1),
      parentIndex: new Uint32Array(0),
      names: null,
      exitCode: null,
      definition: null,
      definitions: [],
      queue: null,
      queues: [],
      ...more,
    };
  }
}
