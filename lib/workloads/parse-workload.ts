import { alibabaReader } from './alibaba';
import { type ByteSource, breathe, inflatedPieces } from './byte-source';
import { detectFormat } from './detect-format';
import { jobsCsvReader } from './jobs-csv';
import { swfReader } from './swf';
import { wfFormatReader } from './wfformat';
import {
  MAX_WORKLOAD_BYTES,
  MAX_WORKLOAD_ROWS,
  type ReaderLimits,
  type Workload,
  WorkloadError,
  type WorkloadFormat,
  type WorkloadReader,
  workloadStem,
} from './workload';

export interface ParseOptions {
  /** As it was given; only its stem is used, the format is told by the content. */
  readonly fileName: string;
  /** Hash of the file's bytes; a function is asked after the last byte was read. */
  readonly sha256: string | (() => string);
  /** Rows to take in the file's order; the rest of the file is then not read. */
  readonly limit?: number;
  /** Bounds, for callers that want less than MAX_WORKLOAD_BYTES and MAX_WORKLOAD_ROWS. */
  readonly maxBytes?: number;
  readonly maxRows?: number;
  /** Called as it goes, with the decompressed bytes and the rows read so far. */
  readonly onProgress?: (progress: { bytes: number; rows: number }) => void;
}

export type ParseResult = { ok: true; workload: Workload } | { ok: false; error: WorkloadError };

const READERS: Readonly<Record<WorkloadFormat, (limits: ReaderLimits) => WorkloadReader>> = {
  swf: swfReader,
  wfformat: wfFormatReader,
  alibaba: alibabaReader,
  csv: jobsCsvReader,
};

/** Finds out the format, then feeds the format's reader. */
class Feeder {
  readonly #limits: ReaderLimits;
  #head: Uint8Array = new Uint8Array(0);
  format: WorkloadFormat | null = null;
  reader: WorkloadReader | null = null;

  constructor(limits: ReaderLimits) {
    this.#limits = limits;
  }

  push(piece: Uint8Array, isWhole: boolean): boolean {
    if (this.reader !== null) return this.reader.push(piece);
    const head = new Uint8Array(this.#head.length + piece.length);
    head.set(this.#head);
    head.set(piece, this.#head.length);
    this.#head = head;
    this.format = detectFormat(head, isWhole);
    if (this.format === null) return true;
    this.reader = READERS[this.format](this.#limits);
    const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    return this.reader.push(head.subarray(mark));
  }
}

async function parse(source: ByteSource, options: ParseOptions): Promise<Workload> {
  const maxBytes = options.maxBytes ?? MAX_WORKLOAD_BYTES;
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  const feeder = new Feeder({ limit, maxRows: options.maxRows ?? MAX_WORKLOAD_ROWS });
  let bytes = 0;
  const report = () => options.onProgress?.({ bytes, rows: Math.min(limit, feeder.reader?.rowsSoFar() ?? 0) });
  for await (const piece of inflatedPieces(source)) {
    bytes += piece.length;
    if (bytes > maxBytes) {
      const message = `The file has more than ${Math.floor(maxBytes / 2 ** 20)} MiB when it is decompressed; load a part of it.`;
      throw new WorkloadError('too-large', message);
    }
    const wantsMore = feeder.push(piece, false);
    report();
    if (!wantsMore) break;
    await breathe();
  }
  if (feeder.reader === null) feeder.push(new Uint8Array(0), true);
  const { format, reader } = feeder;
  if (format === null || reader === null) throw new WorkloadError('empty', 'The file is empty.');
  const finishing = reader.finish();
  let step = finishing.next();
  while (step.done !== true) {
    await breathe();
    step = finishing.next();
  }
  if (step.value.rows.count === 0) {
    throw new WorkloadError('empty', 'The file holds no jobs: there is nothing below its header.');
  }
  report();
  const sha256 = typeof options.sha256 === 'string' ? options.sha256 : options.sha256();
  return { format, name: workloadStem(options.fileName), sha256, ...step.value };
}

/**
 * Reads a workload of any of the formats, gzipped or not, from bytes at hand or as they stream in. What is wrong with the
 * file comes back as a WorkloadError; what the source itself throws passes through. Pauses every millisecond or two.
 */
export async function parseWorkload(source: ByteSource, options: ParseOptions): Promise<ParseResult> {
  const { limit } = options;
  if (limit !== undefined && !(limit >= 1)) throw new RangeError(`A workload of ${limit} rows can't be asked for.`);
  try {
    return { ok: true, workload: await parse(source, options) };
  } catch (error) {
    if (error instanceof WorkloadError) return { ok: false, error };
    throw error;
  }
}
