import { arrivalsOf } from './arrivals';
import { parseMoment } from './iso-time';
import { ScenarioError } from './scenario-error';
import type { ScenarioFile } from './scenario-file';

interface PlannedCall {
  operation: string;
  input: object;
}

/** Calls that a scenario makes by itself at one instant, in order; virtual ms. */
export interface TimedCall {
  at: number;
  calls: PlannedCall[];
}

const MOST_ENTRIES = 500_000;

/**
 * All calls of a scenario to come, ascending by distinct `at`, each after `startAt`: a function of the file, the seed
 * and `startAt`, so that it can be made again after a restart.
 */
export function agendaOf(file: ScenarioFile, startAt: number): TimedCall[] {
  const entries: TimedCall[] = [];
  for (const [index, call] of file.calls.entries()) {
    entries.push({ at: momentOf(call.at, startAt, `calls[${index}].at`), calls: [call] });
  }
  for (const [stream, source] of file.arrivals.entries()) {
    const from = source.from === undefined ? startAt : momentOf(source.from, startAt, `arrivals[${stream}].from`);
    const until = momentOf(source.until, startAt, `arrivals[${stream}].until`);
    let n = 0;
    for (const at of arrivalsOf({ seed: file.seed, stream, from, until, perHour: source.perHour })) {
      n++;
      entries.push({ at, calls: source.jobs.map((job) => ({ operation: 'SubmitJob', input: numbered(job, n) })) });
      if (entries.length > MOST_ENTRIES) {
        throw new ScenarioError(`The scenario's arrivals[${stream}] would make more than ${MOST_ENTRIES} submits.`);
      }
    }
  }
  entries.sort((a, b) => a.at - b.at);
  let last = startAt + 1;
  for (const entry of entries) {
    entry.at = Math.max(entry.at, last + 1);
    last = entry.at;
  }
  return entries;
}

function momentOf(text: string, startAt: number, where: string): number {
  const at = parseMoment(text, startAt);
  if (at === null) throw new ScenarioError(`The scenario's ${where} is no moment: ${text}.`);
  if (at < startAt) throw new ScenarioError(`The scenario's ${where} is before its startAt: ${text}.`);
  return at;
}

function numbered(job: Record<string, unknown>, n: number): object {
  if (typeof job.jobName !== 'string') return job;
  return { ...job, jobName: job.jobName.replaceAll('{n}', String(n)) };
}

/**
 * The input with `$0`, `$1`, ... in `dependsOn` replaced by the ids of the jobs its group submitted before it; null where
 * one of them was refused.
 */
export function withJobIds(input: object, jobIds: readonly (string | null)[]): object | null {
  if (!('dependsOn' in input) || !Array.isArray(input.dependsOn)) return input;
  const entries: unknown[] = input.dependsOn;
  const dependsOn: unknown[] = [];
  for (const entry of entries) {
    const position = referenceOf(entry);
    if (position === null) dependsOn.push(entry);
    else {
      const jobId = jobIds[position];
      if (jobId === null || jobId === undefined) return null;
      dependsOn.push({ ...asObject(entry), jobId });
    }
  }
  return { ...input, dependsOn };
}

function referenceOf(entry: unknown): number | null {
  const { jobId } = asObject(entry);
  const match = typeof jobId === 'string' ? /^\$(\d{1,2})$/.exec(jobId) : null;
  return match === null ? null : Number(match[1]);
}

function asObject(value: unknown): { jobId?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}
