/** The states of a job, in the order of its life; SCHEDULED occurs for service jobs only. Source: JobDetail.status, ServiceJobStatus. */
export const JOB_STATUSES = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'SCHEDULED',
  'STARTING',
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** Rank of a state inside one attempt: a later state has a higher rank, both ends share the last one. */
export const JOB_STATUS_RANK: Readonly<Record<JobStatus, number>> = {
  SUBMITTED: 0,
  PENDING: 1,
  RUNNABLE: 2,
  SCHEDULED: 3,
  STARTING: 4,
  RUNNING: 5,
  SUCCEEDED: 6,
  FAILED: 6,
};

/** States in which a job waits, as counted in every chart, reason and roll-up. */
export const WAITING_STATUSES = [
  'SUBMITTED',
  'PENDING',
  'RUNNABLE',
  'SCHEDULED',
] as const satisfies readonly JobStatus[];
/** States in which a job holds capacity. */
export const RUNNING_STATUSES = ['STARTING', 'RUNNING'] as const satisfies readonly JobStatus[];
/** States that nothing leaves. */
export const TERMINAL_STATUSES = ['SUCCEEDED', 'FAILED'] as const satisfies readonly JobStatus[];

/** Whether nothing will move a job in this state any more. */
export function isTerminal(status: JobStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED';
}

/** Narrows a text that came from outside to a state, or gives null. */
export function parseJobStatus(text: string): JobStatus | null {
  return JOB_STATUSES.find((status) => status === text) ?? null;
}
