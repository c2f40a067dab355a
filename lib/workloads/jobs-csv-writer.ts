import type { AttemptPurchase, JobStatus } from '@/lib/batch';
import { isoText, secondsText } from './decimal-time';

/** The columns of Batchdeck's own CSV of jobs, in order. */
export const JOBS_CSV_COLUMNS = [
  'id',
  'name',
  'queue',
  'definition',
  'share',
  'array_parent',
  'array_index',
  'depends_on',
  'submitted',
  'started',
  'stopped',
  'run_seconds',
  'status',
  'status_reason',
  'exit_code',
  'attempts',
  'vcpus',
  'memory_mib',
  'gpus',
  'instance_type',
  'zone',
  'purchase',
  'cost_usd',
] as const;

/** A job as the CSV tells it. Times in ms since the Unix epoch; null or absent leaves a field empty. */
export interface JobsCsvRow {
  id: string;
  name: string;
  queue: string;
  /** NAME:REVISION. */
  definition: string;
  share?: string | null;
  arrayParent?: string | null;
  arrayIndex?: number | null;
  dependsOn?: readonly string[];
  submittedMs: number;
  /** First start. */
  startedMs?: number | null;
  stoppedMs?: number | null;
  /** Of the last attempt. */
  runMs?: number | null;
  status: JobStatus;
  statusReason?: string | null;
  exitCode?: number | null;
  attempts: number;
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  instanceType?: string | null;
  zone?: string | null;
  purchase?: AttemptPurchase | null;
  costNanoUsd?: bigint | null;
}

const GUARDED = /^'*[=+\-@\t\r]/;

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function guarded(text: string): string {
  return GUARDED.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe off again. */
export function unguarded(text: string): string {
  return text.startsWith("'") && GUARDED.test(text) ? text.slice(1) : text;
}

function field(text: string | null | undefined): string {
  if (text === null || text === undefined) return '';
  const safe = guarded(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

function time(ms: number | null | undefined): string {
  return ms === null || ms === undefined ? '' : isoText(ms);
}

/** Dollars with nine places, of nano-USD: `0.000000001`. */
export function usdText(nanoUsd: bigint): string {
  const digits = String(nanoUsd < 0n ? -nanoUsd : nanoUsd).padStart(10, '0');
  return `${nanoUsd < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/** The header, with its line break. */
function jobsCsvHeader(): string {
  return `${JOBS_CSV_COLUMNS.join(',')}\n`;
}

/** A job's line, with its line break: quoted as RFC 4180 has it, and no field a formula. */
function jobsCsvLine(row: JobsCsvRow): string {
  const fields: Record<(typeof JOBS_CSV_COLUMNS)[number], string> = {
    id: field(row.id),
    name: field(row.name),
    queue: field(row.queue),
    definition: field(row.definition),
    share: field(row.share),
    array_parent: field(row.arrayParent),
    array_index: number(row.arrayIndex),
    depends_on: field(row.dependsOn?.join(' ')),
    submitted: time(row.submittedMs),
    started: time(row.startedMs),
    stopped: time(row.stoppedMs),
    run_seconds: row.runMs === null || row.runMs === undefined ? '' : secondsText(row.runMs),
    status: row.status,
    status_reason: field(row.statusReason),
    exit_code: number(row.exitCode),
    attempts: number(row.attempts),
    vcpus: number(row.milliVcpus / 1000),
    memory_mib: number(row.memoryMib),
    gpus: number(row.gpus),
    instance_type: field(row.instanceType),
    zone: field(row.zone),
    purchase: field(row.purchase),
    cost_usd: row.costNanoUsd === null || row.costNanoUsd === undefined ? '' : usdText(row.costNanoUsd),
  };
  return `${JOBS_CSV_COLUMNS.map((column) => fields[column]).join(',')}\n`;
}

/** The lines of a whole file, header first. */
export function* writeJobsCsv(rows: Iterable<JobsCsvRow>): Generator<string> {
  yield jobsCsvHeader();
  for (const row of rows) yield jobsCsvLine(row);
}
