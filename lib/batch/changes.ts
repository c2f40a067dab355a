import type { DescribeServiceJobResponse, JobDetail } from '@aws-sdk/client-batch';
import type { JobStatus } from './job-status';
import type { WaitingCause, WaitingEvidence } from './waiting-causes';

/**
 * How an instance is bought. Fargate tasks have no instance; their attempts carry 'FARGATE' or 'FARGATE_SPOT'. Training jobs
 * run in SageMaker's own account: Batch tells neither instances nor prices of them.
 */
export type Purchase = 'ON_DEMAND' | 'SPOT';
export type AttemptPurchase = Purchase | 'FARGATE' | 'FARGATE_SPOT' | 'SAGEMAKER';

/** Where and how one attempt ran. Present from STARTING on; members appear as they become known. Times in ms. */
export interface AttemptChange {
  /** 1 for the first attempt. */
  n: number;
  taskArn: string;
  environmentArn: string;
  purchase: AttemptPurchase;
  /** EC2 only. */
  instanceArn?: string;
  /** Fargate only: zone of the task (EC2: the instance has it). */
  zone?: string;
  /** When the task was placed on its host (STARTING): it holds capacity from here to `stoppedAt`. */
  placedAt: number;
  startedAt?: number;
  stoppedAt?: number;
  exitCode?: number;
  reason?: string;
  statusReason?: string;
  logStream?: string;
  /** Multi-node jobs: how many nodes. The attempt is the job's as a whole: its nodes' attempts hold the capacity. */
  nodes?: number;
  /** True where the attempt ended because its capacity was reclaimed (Spot), not by the job's own doing. */
  interrupted?: boolean;
}

/** What AWS shows of a job at its first sight, plus what only the submitter's side knows. */
export interface JobFacts {
  detail: JobDetail;
  /** A service job's own document; `detail` then holds no more than the members that both kinds have. */
  service?: DescribeServiceJobResponse;
  /** Milli-vCPU (0.25 vCPU = 250), MiB, whole GPUs; after overrides. */
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  /** A job the simulator made to keep a fan-in below 20; counted apart. */
  relay?: boolean;
}

/**
 * One step in a job's life, or a change within a state (reason, flags). Its key is (job, attemptsEnded, rank of status):
 * seen twice or out of order it changes nothing. `at` is ms of the connection's time, null where nobody observed it.
 */
export interface JobChange {
  kind: 'job';
  seq: number;
  at: number | null;
  jobId: string;
  /** Array children and nodes of a multi-node job (`PARENT#1`): the parent's id and the index in it. */
  parentId?: string;
  index?: number;
  status: JobStatus;
  attemptsEnded: number;
  statusReason?: string;
  isCancelled?: boolean;
  isTerminated?: boolean;
  attempt?: AttemptChange;
  /** At first sight. Array children carry none but their parent's: the recorder copies it. Nodes carry their own. */
  facts?: JobFacts;
}

/** Of a job only its tags are kept as a resource, once they were changed: `{ tags }`. */
export type ResourceKind =
  | 'compute-environment'
  | 'service-environment'
  | 'job-queue'
  | 'quota-share'
  | 'job-definition'
  | 'scheduling-policy'
  | 'consumable-resource'
  | 'job';

/** A new version of a resource's document (the Describe* answer's element), or its end. */
export interface ResourceChange {
  kind: 'resource';
  seq: number;
  at: number;
  arn: string;
  resourceKind: ResourceKind;
  name: string;
  /** Null when it is gone. */
  document: object | null;
  /** False where only AWS moved it (desiredvCpus, status). */
  edit: boolean;
  by?: { actor: string; source: string };
}

export type InstanceState = 'pending' | 'running' | 'terminated';

/** A step in an instance's life, or a new Spot price for it. Money in nano-USD per hour. */
export interface InstanceChange {
  kind: 'instance';
  seq: number;
  at: number;
  instanceArn: string;
  /** EC2's own id (i-...). */
  instanceId: string;
  environmentArn: string;
  type: string;
  zone: string;
  purchase: Purchase;
  state: InstanceState;
  vcpus: number;
  /** Usable (registered) memory. */
  memoryMib: number;
  gpus: number;
  /** Price in force from `at` on; set at 'running' and at each change of it. */
  nanoUsdPerHour?: number;
  /** 'update': replaced by an infrastructure update of its environment. */
  endedBy?: 'scale-down' | 'interruption' | 'failure' | 'user' | 'update';
}

/** How many jobs of one (queue, share, shape of requirements) wait for one cause. Count 0 closes it. */
export interface WaitChange {
  kind: 'wait';
  seq: number;
  at: number;
  queueArn: string;
  share: string;
  /** Stable text of the requirements, e.g. "2000m/4096/0". */
  shape: string;
  cause: WaitingCause;
  count: number;
  evidence: WaitingEvidence;
}

/** Everything a driver tells a recorder: one sequence per connection and epoch. */
export type Change = JobChange | ResourceChange | InstanceChange | WaitChange;
