import type { WorkloadRows } from '@/lib/batch';
import { CsvHeader, csvFields } from './csv-fields';
import { millisecondsOfIso, millisecondsOfSeconds } from './decimal-time';
import { unguarded } from './jobs-csv-writer';
import { LineSplitter } from './line-splitter';
import { milliVcpusOf, NameTable, RowsBuilder } from './rows-builder';
import { tooManyRows } from './swf';
import { buildTaskGraph } from './task-graph';
import { type ReaderLimits, WorkloadError, type WorkloadReader } from './workload';

/** A dependency as the file has it, to be resolved when all rows are known. */
interface OpenDependency {
  readonly row: number;
  readonly ids: readonly string[];
  readonly line: number;
}

/** Values of one column that not every file has. */
class OptionalColumn {
  readonly values: number[] = [];
  isUsed = false;

  push(value: number): void {
    if (value >= 0) this.isUsed = true;
    this.values.push(value);
  }

  packed(): Int32Array | null {
    return this.isUsed ? Int32Array.from(this.values) : null;
  }
}

/**
 * Batchdeck's own CSV of jobs as a workload. Read are id, name, submitted (ISO 8601 with zone, or seconds), run_seconds
 * (empty: the job never ran, 0 s), vcpus, memory_mib, gpus, share, depends_on, array_parent, definition, queue, exit_code.
 */
class JobsCsv {
  readonly builder = new RowsBuilder();
  readonly #limits: ReaderLimits;
  readonly #keys: string[] = [];
  readonly #names: string[] = [];
  readonly #arrayParents = new Map<string, number[]>();
  readonly #dependencies: OpenDependency[] = [];
  readonly #definitions = new NameTable();
  readonly #queues = new NameTable();
  readonly #exitCode = new OptionalColumn();
  readonly #definition = new OptionalColumn();
  readonly #queue = new OptionalColumn();
  #header: CsvHeader | null = null;

  constructor(limits: ReaderLimits) {
    this.#limits = limits;
  }

  takeLine(bytes: Uint8Array, from: number, to: number, line: number): boolean {
    if (from === to) return true;
    const fields = csvFields(bytes, from, to, line);
    if (this.#header === null) {
      this.#header = new CsvHeader(fields);
      return true;
    }
    this.#header.check(fields, line);
    if (this.builder.count >= this.#limits.maxRows) throw tooManyRows(this.#limits.maxRows);
    this.#takeJob(this.#header, fields, line);
    return this.builder.count < this.#limits.limit;
  }

  #takeJob(header: CsvHeader, fields: readonly string[], line: number): void {
    const text = (column: string): string => unguarded(header.field(fields, column)).trim();
    const number = (column: string, absent: number): number => {
      const found = header.field(fields, column);
      if (found === '') return absent;
      const value = millisecondsOfSeconds(unguarded(found));
      if (!Number.isNaN(value)) return value;
      if (found.trim() === '') return absent;
      throw badField(line, column, found, 'is not a number');
    };
    const row = this.builder.count;
    this.builder.add(
      {
        submitMs: submitted(text('submitted'), line),
        runMs: number('run_seconds', 0),
        milliVcpus: milliVcpus(number('vcpus', 1000)),
        memoryMib: Math.ceil(number('memory_mib', -1000) / 1000),
        gpus: Math.max(0, Math.ceil(number('gpus', 0) / 1000)),
        user: this.builder.users.indexOf(text('share')),
      },
      line,
    );
    this.#keys.push(header.has('id') ? text('id') : text('name'));
    if (header.has('name')) this.#names.push(text('name'));
    this.#exitCode.push(Math.floor(number('exit_code', -1000) / 1000));
    this.#definition.push(this.#definitions.indexOf(text('definition')));
    this.#queue.push(this.#queues.indexOf(text('queue')));
    const arrayParent = text('array_parent');
    if (arrayParent !== '') this.#children(arrayParent).push(row);
    const dependsOn = text('depends_on');
    if (dependsOn !== '') this.#dependencies.push({ row, ids: dependsOn.split(/\s+/), line });
  }

  #children(arrayParent: string): number[] {
    const known = this.#arrayParents.get(arrayParent);
    if (known !== undefined) return known;
    const children: number[] = [];
    this.#arrayParents.set(arrayParent, children);
    return children;
  }

  *finish(): Generator<undefined, { rows: WorkloadRows; outsideDependencies: number }> {
    const { parents, outside } = yield* this.#resolve();
    const graph = yield* buildTaskGraph(this.builder.count, parents, (row) => `"${this.#keys[row] ?? row}"`);
    const rows = yield* this.builder.finish({
      ...graph,
      names: this.#names.length > 0 ? this.#names : null,
      exitCode: this.#exitCode.packed(),
      definition: this.#definition.packed(),
      definitions: this.#definitions.names,
      queue: this.#queue.packed(),
      queues: this.#queues.names,
    });
    return { rows, outsideDependencies: outside };
  }

  *#resolve(): Generator<undefined, { parents: Map<number, number[]>; outside: number }> {
    const parents = new Map<number, number[]>();
    if (this.#dependencies.length === 0) return { parents, outside: 0 };
    const rowOf = new Map<string, number>();
    const ambiguous = new Set<string>();
    for (const [row, key] of this.#keys.entries()) {
      if (rowOf.has(key)) ambiguous.add(key);
      else rowOf.set(key, row);
      if (row % 1024 === 1023) yield;
    }
    let outside = 0;
    for (const [done, { row, ids, line }] of this.#dependencies.entries()) {
      const own: number[] = [];
      for (const id of ids) {
        if (ambiguous.has(id)) throw badField(line, 'depends_on', id, 'stands for more than one job of the file');
        const one = rowOf.get(id);
        const found = one === undefined ? this.#arrayParents.get(id) : [one];
        if (found === undefined) outside += 1;
        else for (const parent of found) own.push(parent);
      }
      parents.set(row, own);
      if (done % 1024 === 1023) yield;
    }
    return { parents, outside };
  }
}

function milliVcpus(asked: number): number {
  // Fargate's quarter and half stay; anything else is whole vCPUs, as on EC2.
  return asked === 250 || asked === 500 ? asked : milliVcpusOf(asked / 1000);
}

function submitted(text: string, line: number): number {
  const value = /^[+-]?[\d.]+$/.test(text) ? millisecondsOfSeconds(text) : millisecondsOfIso(text);
  if (!Number.isNaN(value)) return value;
  throw badField(line, 'submitted', text, 'is no time such as 2026-01-31T08:00:00.000Z, nor a number of seconds');
}

function badField(line: number, column: string, text: string, what: string): WorkloadError {
  const message = `Line ${line}, column ${column}: "${text.slice(0, 60)}" ${what}.`;
  return new WorkloadError(column === 'depends_on' ? 'bad-dependency' : 'bad-row', message, { line, column });
}

/** Reads a CSV of jobs; see JobsCsv for what is read of it. */
export function jobsCsvReader(limits: ReaderLimits): WorkloadReader {
  const jobs = new JobsCsv(limits);
  const lines = new LineSplitter((...line) => jobs.takeLine(...line), { quoted: true });
  return {
    push: (piece) => lines.push(piece),
    rowsSoFar: () => jobs.builder.count,
    *finish() {
      if (jobs.builder.count < limits.limit) lines.finish();
      return yield* jobs.finish();
    },
  };
}
