import type { WorkloadRows } from '@/lib/batch';

/** The formats that are read; `csv` is Batchdeck's own. */
const WORKLOAD_FORMATS = ['swf', 'wfformat', 'alibaba', 'csv'] as const;
export type WorkloadFormat = (typeof WORKLOAD_FORMATS)[number];

/** A parsed workload. */
export interface Workload {
  readonly format: WorkloadFormat;
  /** Stem of the file, made to pass as the name of a job definition. */
  readonly name: string;
  /** Of the file's bytes as they came, lower-case hex; computed by whoever holds them. */
  readonly sha256: string;
  readonly rows: WorkloadRows;
  /** Dependencies on jobs that the file does not hold (an export of part of a history); they were left out. */
  readonly outsideDependencies: number;
}

export type WorkloadErrorCode =
  | 'empty'
  | 'truncated'
  | 'unknown-format'
  | 'too-large'
  | 'bad-row'
  | 'bad-json'
  | 'bad-dependency'
  | 'corrupt';

/** Why a workload could not be read. The message is a sentence for the person who gave the file. */
export class WorkloadError extends Error {
  override readonly name = 'WorkloadError';
  readonly code: WorkloadErrorCode;
  /** Line of the file, from 1, where one is to blame. */
  readonly line: number | null;
  /** Column as the format names it, where one is to blame. */
  readonly column: string | null;

  constructor(code: WorkloadErrorCode, message: string, at: { line?: number; column?: string } = {}) {
    super(message);
    this.code = code;
    this.line = at.line ?? null;
    this.column = at.column ?? null;
  }
}

/** Bounds of what is read: bytes after decompression, and rows. */
export const MAX_WORKLOAD_BYTES = 2 ** 30;
export const MAX_WORKLOAD_ROWS = 5_000_000;

/** The stem of a file's name (`LCG-2005-1.swf.gz` is `LCG-2005-1`), of letters, digits, hyphens and underscores. */
export function workloadStem(fileName: string): string {
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
  const stem = base.replace(/\.gz$/i, '').replace(/\.(swf|json|csv|txt)$/i, '');
  const clean = stem.replace(/[^A-Za-z0-9_-]/g, '-').replace(/^[_-]+/, '');
  return clean === '' ? 'workload' : clean.slice(0, 128);
}

/** Reads one format piece by piece. Throws WorkloadError; what it yields while finishing are places to pause. */
export interface WorkloadReader {
  /** Takes the next bytes of the file; false when it has all the rows it was asked for. */
  push(piece: Uint8Array): boolean;
  rowsSoFar(): number;
  finish(): Generator<undefined, { rows: WorkloadRows; outsideDependencies: number }>;
}

/** What a reader may take. */
export interface ReaderLimits {
  /** Rows to take in the file's order; the rest is not read. */
  readonly limit: number;
  /** Rows past which the file is refused. */
  readonly maxRows: number;
}
