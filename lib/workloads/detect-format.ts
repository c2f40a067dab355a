import { ALIBABA_COLUMNS } from './alibaba';
import { csvFields, headerName } from './csv-fields';
import { WorkloadError, type WorkloadFormat } from './workload';

const HEAD_BYTES_MAX = 1 << 20;
const FORMATS =
  'SWF (.swf), WfFormat (.json), Alibaba’s pod list (.csv) and Batchdeck’s own CSV are read, each also gzipped';

/** Magic of files that people give by mistake, and what to do about each. */
const OTHERS: readonly (readonly [magic: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 3, 4], 'a zip archive; unpack it, and gzip the workload if it is large'],
  [[0x42, 0x5a, 0x68], 'bzip2; unpack it or use gzip'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'xz; unpack it or use gzip'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'zstd; unpack it or use gzip'],
  [[0x1f, 0x8b], 'gzip within gzip; unpack it once'],
  [[0x50, 0x41, 0x52, 0x31], 'Parquet; export it as CSV'],
  [[0xff, 0xfe], 'UTF-16; save it as UTF-8'],
  [[0xfe, 0xff], 'UTF-16; save it as UTF-8'],
];

function unknown(what: string): WorkloadError {
  return new WorkloadError('unknown-format', `${what} ${FORMATS}.`);
}

/** Where the file's first sign stands, past a byte order mark and blanks; -1 when there is none yet. */
function firstSign(head: Uint8Array): number {
  let at = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  while (at < head.length && (head[at] ?? 0) <= 32 && head[at] !== 0) at += 1;
  return at < head.length ? at : -1;
}

/**
 * The format of a file by its first line, whatever its name says; null where more bytes are needed to tell. Throws
 * WorkloadError when it is none that is read. `isWhole` says that no more bytes will come.
 */
export function detectFormat(head: Uint8Array, isWhole: boolean): WorkloadFormat | null {
  const other = OTHERS.find(([magic]) => magic.every((byte, place) => head[place] === byte));
  if (other !== undefined) throw unknown(`The file is ${other[1]}.`);
  const start = firstSign(head);
  if (start < 0 || (head.length < 4 && !isWhole)) {
    if (!isWhole) return null;
    throw new WorkloadError('empty', 'The file is empty.');
  }
  if (head[start] === 0x7b) return 'wfformat';
  if (head[start] === 0x3b) return 'swf';
  const newline = head.indexOf(10, start);
  if (newline < 0 && !isWhole) {
    if (head.length > HEAD_BYTES_MAX) throw unknown('The file has no line break within its first MiB.');
    return null;
  }
  const end = newline < 0 ? head.length : newline;
  return formatOfLine(head.subarray(start, head[end - 1] === 13 ? end - 1 : end));
}

function formatOfLine(bytes: Uint8Array): WorkloadFormat {
  const line = new TextDecoder().decode(bytes);
  if (line.includes('\u0000')) throw unknown('The file is binary.');
  if (line.startsWith('[')) throw unknown('The file is a JSON array, not a workflow.');
  if (/^[-+\d.eE]+([ \t]+|$)/.test(line) && !line.includes(',', 0)) return 'swf';
  if (/^[-+\d.]+[ \t]+[-+\d.]+[ \t]+[-+\d.]+[ \t]/.test(line)) return 'swf';
  const names = headerNames(bytes);
  if (ALIBABA_COLUMNS.every((column) => names.has(column))) return 'alibaba';
  if ((names.has('id') || names.has('name')) && names.has('submitted') && names.has('run_seconds')) return 'csv';
  if (names.size > 1 && (names.has('cpu_milli') || names.has('id') || names.has('name') || names.has('submitted'))) {
    throw unknown(`The header lacks columns: ${missing(names)}.`);
  }
  throw unknown('The file is of no format that is known here.');
}

/** Names of a CSV's header; none where the line is no CSV. */
function headerNames(bytes: Uint8Array): Set<string> {
  try {
    return new Set(csvFields(bytes, 0, bytes.length, 1).map(headerName));
  } catch (error) {
    if (error instanceof WorkloadError) return new Set();
    throw error;
  }
}

function missing(names: ReadonlySet<string>): string {
  const pods = ALIBABA_COLUMNS.filter((column) => !names.has(column));
  if (names.has('cpu_milli')) return `a list of pods also needs ${pods.join(', ')}`;
  const own = ['submitted', 'run_seconds'].filter((column) => !names.has(column));
  if (!names.has('id') && !names.has('name')) own.unshift('id (or name)');
  return `a CSV of jobs also needs ${own.join(', ')}`;
}
