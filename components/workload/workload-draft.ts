import { parseMoment } from '../format/time';
import type { UploadedWorkload } from './upload';

/** The options as they are typed. */
export interface WorkloadDraft {
  queue: string;
  limit: string;
  firstArrival: string;
  timeScale: string;
  memory: string;
  takesFileMemory: boolean;
  attempts: string;
}

/** The options as the action takes them. */
export interface WorkloadRequest {
  connection: string;
  hash: string;
  queue: string;
  at?: number;
  limit?: number;
  timeScale?: number;
  memoryMibPerProcessor?: number;
  memory?: 'file';
  retryStrategy?: {
    attempts: number;
    evaluateOnExit: { action: 'RETRY' | 'EXIT'; onStatusReason?: string; onReason?: string }[];
  };
}

/** Sentences by field. */
export type DraftProblems = Partial<Record<keyof WorkloadDraft, string>>;

/** What the form begins with for a file. */
export function draftFor(workload: UploadedWorkload, queue: string): WorkloadDraft {
  return {
    queue,
    limit: String(workload.jobs),
    firstArrival: '',
    timeScale: '1',
    memory: '128',
    takesFileMemory: false,
    attempts: '3',
  };
}

const DEFAULT_ATTEMPTS = 3;

/** Reads the options; `now` and `startAt` are ms of the connection's time. */
export function readWorkloadDraft(
  draft: WorkloadDraft,
  workload: UploadedWorkload,
  connection: string,
  now: number,
  startAt: number,
): { request: WorkloadRequest; problems: DraftProblems } {
  const problems: DraftProblems = {};
  const whole = (text: string) =>
    /^\d+$/.test(text.replaceAll(/[,\s]/g, '')) ? Number(text.replaceAll(/[,\s]/g, '')) : null;
  if (draft.queue === '') problems.queue = 'Choose a queue.';
  const limit = whole(draft.limit);
  if (limit === null || limit < 1 || limit > workload.jobs)
    problems.limit = `A whole number from 1 to ${workload.jobs}.`;
  const scale = Number(draft.timeScale);
  if (!Number.isFinite(scale) || scale <= 0 || scale > 1_000_000)
    problems.timeScale = 'A number above 0, such as 1 or 60.';
  const memory = whole(draft.memory);
  if (memory === null || memory < 1 || memory > 10_000_000) problems.memory = 'A whole number of MiB from 1 on.';
  const attempts = whole(draft.attempts);
  if (attempts === null || attempts < 1 || attempts > 10) problems.attempts = 'A whole number from 1 to 10.';
  const at = draft.firstArrival.trim() === '' ? null : parseMoment(draft.firstArrival, now, startAt);
  if (draft.firstArrival.trim() !== '') {
    if (at === null) problems.firstArrival = 'A moment such as Day 3, 03:15 or +2 h.';
    else if (at <= now) problems.firstArrival = 'That moment has passed.';
  }
  return {
    problems,
    request: {
      connection,
      hash: workload.hash,
      queue: draft.queue,
      ...(at !== null && { at }),
      ...(limit !== null && limit < workload.jobs && { limit }),
      ...(scale !== 1 && { timeScale: scale }),
      ...(memory !== null && memory !== 128 && { memoryMibPerProcessor: memory }),
      ...(draft.takesFileMemory && { memory: 'file' as const }),
      ...(attempts !== null &&
        attempts !== DEFAULT_ATTEMPTS && {
          retryStrategy: {
            attempts,
            evaluateOnExit: [
              { action: 'RETRY' as const, onStatusReason: 'Host EC2*' },
              { action: 'EXIT' as const, onReason: '*' },
            ],
          },
        }),
    },
  };
}

/** Bars of a histogram of arrivals for a drawing of at most `most` bars; sums of neighbouring buckets. */
export function arrivalBars(
  arrivals: UploadedWorkload['summary']['arrivals'],
  most: number,
): { bars: number[]; bucketMs: number } {
  const width = Math.max(1, Math.ceil(arrivals.counts.length / most));
  const bars: number[] = [];
  arrivals.counts.forEach((count, index) => {
    const bar = Math.floor(index / width);
    bars[bar] = (bars[bar] ?? 0) + count;
  });
  return { bars, bucketMs: arrivals.bucketMs * width };
}

/** About when the last of the first `limit` jobs arrives, ms after the first: the end of its bucket. */
export function spanOf(arrivals: UploadedWorkload['summary']['arrivals'], limit: number): number {
  let seen = 0;
  for (const [index, count] of arrivals.counts.entries()) {
    seen += count;
    if (seen >= limit) return (index + 1) * arrivals.bucketMs;
  }
  return arrivals.counts.length * arrivals.bucketMs;
}
