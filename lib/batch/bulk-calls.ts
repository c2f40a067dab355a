/** Jobs one CancelJobs or TerminateJobs takes at most. Source: SDK, TerminateJobs. */
export const JOBS_A_BULK_CALL = 50;
/** Calls a second that operations on many jobs make on an AWS connection: our own cap, AWS's allowance is not known. */
const BULK_CALLS_A_SECOND = 2;
/** Jobs one operation takes at most. */
export const MOST_BULK_JOBS = 50_000;

/** Calls a second that such an operation may make; null where nothing is throttled, as on a simulator. */
export function bulkCap(kind: 'aws' | 'simulated'): number | null {
  return kind === 'aws' ? BULK_CALLS_A_SECOND : null;
}
