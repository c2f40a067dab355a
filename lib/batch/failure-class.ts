/** Why a job failed: a closed list, one name and one title each (the vocabulary of table, card, query and API). */
export const FAILURE_CLASSES = [
  'exit-code',
  'out-of-memory',
  'spot-interruption',
  'timeout',
  'image-pull',
  'start-error',
  'dependency-failed',
  'host-lost',
  'ended-by-person',
  'ended-by-time-limit',
  'unknown',
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

const TITLE: Readonly<Record<FailureClass, string>> = {
  'exit-code': 'Exit code',
  'out-of-memory': 'Out of memory',
  'spot-interruption': 'Spot interruption, retries used up',
  timeout: 'Timeout',
  'image-pull': 'Image pull',
  'start-error': 'Start error',
  'dependency-failed': 'Dependency failed',
  'host-lost': 'Host lost',
  'ended-by-person': 'Ended by a person',
  'ended-by-time-limit': 'Ended by a time limit',
  unknown: 'Not known',
};

/** What is known of how a failed job ended. Texts are AWS's own. */
export interface FailureFacts {
  readonly statusReason: string | null;
  /** The container's reason. */
  readonly reason: string | null;
  readonly exitCode: number | null;
  readonly isCancelled: boolean;
  readonly isTerminated: boolean;
  /** Whether the last attempt lost its capacity to a reclaim. */
  readonly interrupted: boolean;
}

const IMAGE = /^(CannotPull\w*|CannotInspect\w*|ImageNotFound\w*)/;
const START =
  /^(Cannot(Create|Start|Stop)Container\w*|DockerTimeoutError|ResourceInitializationError|ECS was unable to assume|Task failed to start|Container Overrides length|TaskFailedToStart)/;

/** The class of a failure. Sources: AWS's texts in statusReason and container.reason; Spot never counts as the application's fault. */
export function failureClass(row: FailureFacts): FailureClass {
  const status = row.statusReason ?? '';
  const reason = row.reason ?? '';
  if (/^(Canceled|Terminated) by JobStateTimeLimit/.test(status)) return 'ended-by-time-limit';
  if (row.isTerminated || row.isCancelled) return 'ended-by-person';
  if (/^Dependent Job failed/i.test(status)) return 'dependency-failed';
  if (/^Job attempt duration exceeded timeout/i.test(status)) return 'timeout';
  if (/^Your Spot Task was interrupted/i.test(status)) return 'spot-interruption';
  if (/^Host EC2 \(instance .*\) terminated/i.test(status)) return row.interrupted ? 'spot-interruption' : 'host-lost';
  if (row.interrupted) return 'spot-interruption';
  if (/^OutOfMemory/.test(reason)) return 'out-of-memory';
  if (IMAGE.test(reason) || IMAGE.test(status)) return 'image-pull';
  if (START.test(reason) || START.test(status)) return 'start-error';
  if (row.exitCode !== null && row.exitCode !== 0) return 'exit-code';
  return 'unknown';
}

/** The words of a class; an exit code is named. */
export function failureTitle(failure: FailureClass, exitCode: number | null = null): string {
  return failure === 'exit-code' && exitCode !== null ? `Exit code ${exitCode}` : TITLE[failure];
}
