import { millisecondsInBytes } from './decimal-time';
import { LineSplitter } from './line-splitter';
import { milliVcpusOf, RowsBuilder } from './rows-builder';
import { type ReaderLimits, WorkloadError, type WorkloadReader } from './workload';

const COLUMNS = 18;
const NAMES = ['submit', 'run time', 'processors used', 'memory used', 'processors asked', 'memory asked', 'user'];
const TAKEN = [2, 4, 5, 7, 8, 10, 12];
const COMMENT = 59;

/** Place in TAKEN of a column that is taken, by the column's number; -1 of the others. */
const PLACE = Int8Array.from({ length: COLUMNS + 1 }, (_, column) => TAKEN.indexOf(column));

/**
 * Standard Workload Format: a line a job, 18 columns, -1 for unknown, `;` for the header. Processors are column 8, else 5,
 * else 1. Memory is column 10, else 7, in KB per processor; with more than 18 columns (Alea's variant) bytes of the job.
 */
export function swfReader({ limit, maxRows }: ReaderLimits): WorkloadReader {
  const builder = new RowsBuilder();
  const userOf = new Map<number, number>();
  // Values of TAKEN's columns in thousandths, so that seconds become ms.
  const values = new Float64Array(TAKEN.length);

  function userIndex(id: number): number {
    if (id < 0) return -1;
    const known = userOf.get(id);
    if (known !== undefined) return known;
    const index = builder.users.indexOf(`u${id}`);
    userOf.set(id, index);
    return index;
  }

  function add(columns: number, line: number): boolean {
    if (columns < COLUMNS) throw tooFewColumns(columns, line);
    const [submitMs = -1, runMs = -1, used = -1, , asked = -1, , user = -1] = values;
    if (submitMs < 0) throw noArrival(line);
    if (builder.count >= maxRows) throw tooManyRows(maxRows);
    const processors = asked > 0 ? asked / 1000 : used > 0 ? used / 1000 : 1;
    const memoryMib = memoryOf(values, processors, columns);
    const task = {
      submitMs,
      runMs,
      milliVcpus: milliVcpusOf(processors),
      memoryMib,
      gpus: 0,
      user: userIndex(user / 1000),
    };
    builder.add(task, line);
    return builder.count < limit;
  }

  function readLine(bytes: Uint8Array, from: number, to: number, line: number): boolean {
    let column = 0;
    let at = from;
    while (at < to) {
      while (at < to && (bytes[at] ?? 0) <= 32) at += 1;
      if (at === to || (column === 0 && bytes[at] === COMMENT)) break;
      const start = at;
      while (at < to && (bytes[at] ?? 0) > 32) at += 1;
      column += 1;
      const place = column <= COLUMNS ? (PLACE[column] ?? -1) : -1;
      if (place < 0) continue;
      const value = millisecondsInBytes(bytes, start, at);
      if (Number.isNaN(value)) throw notANumber(bytes.subarray(start, at), column, NAMES[place] ?? '', line);
      values[place] = value;
    }
    return column === 0 || add(column, line);
  }

  const lines = new LineSplitter(readLine, { quoted: false });
  return {
    push: (piece) => lines.push(piece),
    rowsSoFar: () => builder.count,
    *finish() {
      if (builder.count < limit) lines.finish();
      return { rows: yield* builder.finish(), outsideDependencies: 0 };
    },
  };
}

function memoryOf(values: Float64Array, processors: number, columns: number): number {
  const asked = values[5] ?? -1;
  const recorded = asked > 0 ? asked : (values[3] ?? -1);
  if (recorded <= 0) return -1;
  const bytes = columns > COLUMNS && asked > 0 ? recorded / 1000 : (recorded / 1000) * 1024 * processors;
  return Math.ceil(bytes / 2 ** 20);
}

function tooFewColumns(columns: number, line: number): WorkloadError {
  const message = `Line ${line} has ${columns} of the ${COLUMNS} columns of SWF; the file is cut short or of another format.`;
  return new WorkloadError('truncated', message, { line });
}

function noArrival(line: number): WorkloadError {
  const message = `Line ${line}, column 2: the submit time is unknown, so the job can't arrive.`;
  return new WorkloadError('bad-row', message, { line, column: 'submit' });
}

function notANumber(bytes: Uint8Array, column: number, name: string, line: number): WorkloadError {
  const text = new TextDecoder().decode(bytes.subarray(0, 40));
  const message = `Line ${line}, column ${column} (${name}): "${text}" is not a number.`;
  return new WorkloadError('bad-row', message, { line, column: name });
}

/** The refusal of a file with more rows than are read. */
export function tooManyRows(maxRows: number): WorkloadError {
  return new WorkloadError('too-large', `The file has more than ${maxRows} jobs; load a part of it.`);
}
