import type { WorkloadRows } from '@/lib/batch';
import { millisecondsOfSeconds } from './decimal-time';
import { type JsonHandler, JsonTokens } from './json-tokens';
import { milliVcpusOf, RowsBuilder } from './rows-builder';
import { tooManyRows } from './swf';
import { buildTaskGraph } from './task-graph';
import { type ReaderLimits, WorkloadError, type WorkloadReader } from './workload';

/** Where in the document the reader stands; everything that is not read is 'other'. */
type Place =
  | 'root'
  | 'workflow'
  | 'specification'
  | 'execution'
  | 'specified tasks'
  | 'executed tasks'
  | 'specified task'
  | 'executed task'
  | 'parents'
  | 'children'
  | 'other';

const INSIDE: Partial<Record<Place, Readonly<Record<string, Place>>>> = {
  root: { workflow: 'workflow' },
  workflow: { specification: 'specification', execution: 'execution' },
  specification: { tasks: 'specified tasks' },
  execution: { tasks: 'executed tasks' },
  'specified task': { parents: 'parents', children: 'children' },
};
const ELEMENT: Partial<Record<Place, Place>> = {
  'specified tasks': 'specified task',
  'executed tasks': 'executed task',
};

interface SpecifiedTask {
  id: string;
  name: string;
  parents: string[];
  children: string[];
  line: number;
}

interface ExecutedTask {
  id: string;
  runMs: number | null;
  cores: number;
  memoryMib: number;
  line: number;
}

/** Collects the tasks of both halves of a document as it goes by. */
class TaskCollector implements JsonHandler {
  readonly specified: SpecifiedTask[] = [];
  readonly executed = new Map<string, ExecutedTask>();
  schemaVersion = '';
  readonly #lineOf: () => number;
  readonly #maxRows: number;
  readonly #places: Place[] = [];
  #key = '';
  #task: SpecifiedTask = { id: '', name: '', parents: [], children: [], line: 0 };
  #run: ExecutedTask = { id: '', runMs: null, cores: 1, memoryMib: -1, line: 0 };

  constructor(lineOf: () => number, maxRows: number) {
    this.#lineOf = lineOf;
    this.#maxRows = maxRows;
  }

  open(kind: 'object' | 'array'): void {
    const outer = this.#places.at(-1);
    const place = outer === undefined ? 'root' : (ELEMENT[outer] ?? this.#placeOfKey(outer));
    const wantsArray = place.endsWith('tasks') || place === 'parents' || place === 'children';
    if (place !== 'other' && (kind === 'array') !== wantsArray)
      throw this.#bad(`${place} must be an ${wantsArray ? 'array' : 'object'}`);
    this.#places.push(place);
    const line = this.#lineOf();
    if (place === 'specified task') this.#task = { id: '', name: '', parents: [], children: [], line };
    if (place === 'executed task') this.#run = { id: '', runMs: null, cores: 1, memoryMib: -1, line };
  }

  #placeOfKey(outer: Place): Place {
    const inside = INSIDE[outer];
    return inside !== undefined && Object.hasOwn(inside, this.#key) ? (inside[this.#key] ?? 'other') : 'other';
  }

  close(): void {
    const place = this.#places.pop();
    if (place === 'specified task') this.#endSpecified();
    if (place === 'executed task') this.#endExecuted();
  }

  #endSpecified(): void {
    if (this.#task.id === '') throw this.#bad('a task of workflow.specification has no id');
    if (this.specified.push(this.#task) > this.#maxRows) throw tooManyRows(this.#maxRows);
  }

  #endExecuted(): void {
    const { id } = this.#run;
    if (id === '') throw this.#bad('a task of workflow.execution has no id');
    if (this.executed.has(id)) throw this.#bad(`workflow.execution has the task "${id}" twice`);
    this.executed.set(id, this.#run);
  }

  key(name: string): void {
    this.#key = name;
  }

  string(value: string): void {
    const place = this.#places.at(-1);
    if (place === 'specified task' && this.#key === 'id') this.#task.id = value;
    else if (place === 'specified task' && this.#key === 'name') this.#task.name = value;
    else if (place === 'parents') this.#task.parents.push(value);
    else if (place === 'children') this.#task.children.push(value);
    else if (place === 'executed task' && this.#key === 'id') this.#run.id = value;
    else if (place === 'root' && this.#key === 'schemaVersion') this.schemaVersion = value;
    else this.#refuseKind(place);
  }

  number(text: string): void {
    const place = this.#places.at(-1);
    const thousandths = millisecondsOfSeconds(text);
    if (place !== 'executed task') this.#refuseKind(place);
    else if (this.#key === 'runtimeInSeconds') this.#run.runMs = this.#finite(thousandths);
    else if (this.#key === 'coreCount') this.#run.cores = this.#finite(thousandths) / 1000;
    else if (this.#key === 'memoryInBytes' && thousandths > 0) {
      this.#run.memoryMib = Math.ceil(this.#finite(thousandths) / 1000 / 2 ** 20);
    } else this.#refuseKind(place);
  }

  #finite(value: number): number {
    if (Number.isNaN(value)) throw this.#bad(`${this.#key} is out of range`);
    return value;
  }

  literal(value: boolean | null): void {
    if (value !== null || this.#places.at(-1) === 'parents') this.#refuseKind(this.#places.at(-1));
  }

  /** A value of the wrong kind where one that counts belongs. */
  #refuseKind(place: Place | undefined): void {
    const key = this.#key;
    const counts =
      place === 'parents' ||
      place === 'children' ||
      place === 'specified tasks' ||
      place === 'executed tasks' ||
      ((place === 'specified task' || place === 'executed task') && key === 'id') ||
      (place === 'executed task' && (key === 'runtimeInSeconds' || key === 'coreCount')) ||
      (place !== undefined && this.#placeOfKey(place) !== 'other');
    if (counts) throw this.#bad(`"${key}" holds a value of the wrong kind`);
  }

  #bad(what: string): WorkloadError {
    const line = this.#lineOf();
    return new WorkloadError('bad-row', `Line ${line}: ${what}.`, { line, column: this.#key });
  }
}

/**
 * WfCommons' WfFormat 1.5: tasks of workflow.specification (file order, all arriving at 0) with their parents, run times,
 * cores (1 where absent) and memory from workflow.execution, joined by id.
 */
export function wfFormatReader({ limit, maxRows }: ReaderLimits): WorkloadReader {
  const collector: TaskCollector = new TaskCollector(() => tokens.line, maxRows);
  const tokens = new JsonTokens(collector);
  return {
    push(piece) {
      tokens.push(piece);
      return true;
    },
    rowsSoFar: () => collector.specified.length,
    *finish() {
      tokens.finish();
      return { rows: yield* rowsOf(collector, limit), outsideDependencies: 0 };
    },
  };
}

function* rowsOf(collector: TaskCollector, limit: number): Generator<undefined, WorkloadRows> {
  const { specified, executed, schemaVersion } = collector;
  if (specified.length === 0 && executed.size === 0) {
    const version = schemaVersion === '' ? '' : ` It says schemaVersion ${schemaVersion.slice(0, 20)}.`;
    const message = `The JSON has no tasks in workflow.specification.tasks, as WfFormat 1.5 has them.${version}`;
    throw new WorkloadError('unknown-format', message);
  }
  const rowOf = yield* rowsById(specified, executed);
  const count = Math.min(limit, specified.length);
  const parents = yield* parentsById(specified, rowOf, count);
  const builder = new RowsBuilder();
  for (const task of specified.slice(0, count)) {
    const run = executed.get(task.id);
    if (run === undefined || run.runMs === null) throw withoutRunTime(task, run);
    const { runMs, cores, memoryMib } = run;
    builder.add({ submitMs: 0, runMs, milliVcpus: milliVcpusOf(cores), memoryMib, gpus: 0, user: -1 }, run.line);
    if (builder.count % 1024 === 0) yield;
  }
  const names = specified.slice(0, count).map((task) => (task.name === '' ? task.id : task.name));
  const graph = yield* buildTaskGraph(count, parents, (row) => `"${specified[row]?.id ?? row}"`);
  return yield* builder.finish({ ...graph, names });
}

function withoutRunTime(task: SpecifiedTask, run: ExecutedTask | undefined): WorkloadError {
  const line = run?.line ?? task.line;
  const what = run === undefined ? 'is not in workflow.execution' : 'has no runtimeInSeconds there';
  return new WorkloadError('bad-row', `Line ${line}: the run time of task "${task.id}" is unknown, it ${what}.`, {
    line,
  });
}

function* rowsById(
  specified: readonly SpecifiedTask[],
  executed: ReadonlyMap<string, ExecutedTask>,
): Generator<undefined, Map<string, number>> {
  const rowOf = new Map<string, number>();
  for (const [row, { id, line }] of specified.entries()) {
    if (rowOf.has(id)) throw new WorkloadError('bad-row', `Line ${line}: the task id "${id}" occurs twice.`, { line });
    rowOf.set(id, row);
    if (row % 1024 === 1023) yield;
  }
  for (const { id, line } of executed.values()) {
    if (rowOf.has(id)) continue;
    const message = `Line ${line}: workflow.execution has the task "${id}", which workflow.specification does not.`;
    throw new WorkloadError('bad-row', message, { line });
  }
  return rowOf;
}

function* parentsById(
  specified: readonly SpecifiedTask[],
  rowOf: ReadonlyMap<string, number>,
  count: number,
): Generator<undefined, Map<number, number[]>> {
  const parents = new Map<number, number[]>();
  const link = (parent: number, child: number): void => {
    if (parent >= count || child >= count) return;
    const own = parents.get(child);
    if (own === undefined) parents.set(child, [parent]);
    else own.push(parent);
  };
  const find = (id: string, of: SpecifiedTask, relation: string): number => {
    const row = rowOf.get(id);
    if (row !== undefined) return row;
    const message = `Line ${of.line}: task "${of.id}" names the ${relation} "${id}", which is no task of the file.`;
    throw new WorkloadError('bad-dependency', message, { line: of.line, column: relation });
  };
  for (const [row, task] of specified.entries()) {
    for (const id of task.parents) link(find(id, task, 'parent'), row);
    if (row % 1024 === 1023) yield;
  }
  for (const [row, task] of specified.entries()) {
    for (const id of task.children) link(row, find(id, task, 'child'));
    if (row % 1024 === 1023) yield;
  }
  return parents;
}
