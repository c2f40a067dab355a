/**
 * Why a job waits: a closed list, in the order of the checks (UI.md §5). One name, one sentence; the same words in
 * table, card, query and API. `code` is what AWS says, where it says anything.
 */
export const WAITING_CAUSES = [
  'dependency',
  'not-accepting',
  'fits-no-type',
  'exceeds-maximum',
  'exceeds-quota-share',
  'share',
  'consumable',
  'quota-share',
  'at-maximum',
  'no-capacity',
  'no-instances',
  'starting-capacity',
  'not-joining',
  'behind-blocked',
  'is-next',
  'unknown',
] as const;
export type WaitingCause = (typeof WAITING_CAUSES)[number];

/** The titles of the causes, as cards and tables show them. */
export const WAITING_CAUSE_TITLE: Readonly<Record<WaitingCause, string>> = {
  dependency: 'Another job must end first',
  'not-accepting': 'Queue or environment is disabled or invalid',
  'fits-no-type': 'Fits no instance type',
  'exceeds-maximum': 'Needs more than any environment’s maximum',
  'exceeds-quota-share': 'Needs more than its quota share may have',
  share: 'Share is over its weight',
  consumable: 'Consumable resource is used up',
  'quota-share': 'Quota share is at its limit',
  'at-maximum': 'Environment is at its maximum',
  'no-capacity': 'No capacity',
  'no-instances': 'No instance of an unmanaged environment',
  'starting-capacity': 'Instances are starting',
  'not-joining': 'Instances start and never join',
  'behind-blocked': 'Head of queue is blocked',
  'is-next': 'Is next',
  unknown: 'Not known',
};

/** AWS's own reason codes for a blocked head of queue. Source: Batch user guide, 'Job queue blocked events'. */
export const AWS_WAITING_CODE: Readonly<Partial<Record<WaitingCause, string>>> = {
  'fits-no-type': 'MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT',
  'exceeds-maximum': 'MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE',
  'exceeds-quota-share': 'MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED',
  'no-capacity': 'CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY',
  'not-accepting': 'ACTION_REQUIRED',
  unknown: 'UNDETERMINED',
};

/** The fact that proves a cause: numbers and names only, worded by the page. `environment` and `job` are names or ids. */
export interface WaitingEvidence {
  environment?: string;
  /** vCPU that the environment may have at most, has now, and that jobs use. */
  maximumVcpus?: number;
  provisionedVcpus?: number;
  usedVcpus?: number;
  /** What the job asks for. */
  vcpus?: number;
  memoryMib?: number;
  gpus?: number;
  /** The largest usable size any allowed type offers. */
  largestType?: string;
  largestVcpus?: number;
  largestMemoryMib?: number;
  largestGpus?: number;
  instanceTypes?: string[];
  zones?: string[];
  /** Refused launch attempts so far. */
  refusals?: number;
  /** The job that blocks, for behind-blocked. */
  blockedBy?: string;
  /** The dependency that is still open. */
  waitsFor?: string;
  /** The consumable resource of which there is not enough: units that one job needs, that are free, and in all (none where it does not exist). */
  consumable?: string;
  consumableNeeded?: number;
  consumableFree?: number;
  consumableTotal?: number;
  state?: string;
  statusReason?: string;
  /** Fair share: its weighed use, in vCPU-seconds times weight, and that of the share that goes first. */
  share?: string;
  shareUse?: number;
  nextShare?: string;
  nextShareUse?: number;
  /** vCPU that the queue's jobs hold, and may hold while the policy keeps some for shares that are not active. */
  queueUsedVcpus?: number;
  sharesMaximumVcpus?: number;
  /** Service jobs: instances of a type (or of any, NUM_INSTANCES) that one asks for, that are held, and may be held at most. */
  capacityUnit?: string;
  capacityAsked?: number;
  capacityUsed?: number;
  capacityMaximum?: number;
}
