import type {
  ComputeEnvironmentDetail,
  ConsumableResourceRequirement,
  ContainerDetail,
  DescribeConsumableResourceResponse,
  EcsTaskProperties,
  EksPodProperties,
  JobDefinition,
  JobDependency,
  JobDetail,
  JobQueueDetail,
  JobSummary,
  JobTimeout,
  NodeProperties,
  PlatformCapability,
  RetryStrategy,
  SchedulingPolicyDetail,
} from '@aws-sdk/client-batch';
import type { JobStatus, Place } from '@/lib/batch';
import type { Genesis } from './contract';
import type { ServiceDoors } from './service-jobs/contract';

export type { ServiceJobView } from './service-jobs/contract';

/**
 * What the engine needs of one job besides its name: its settings after overrides and `Ref::` substitution, plain JSON.
 * Equal specs are kept once, so give equal jobs equal specs (a job's own array index, id and attempt are not in it).
 */
export interface JobSpec {
  /** ARN with revision. */
  jobDefinition: string;
  /** Thousandths of a vCPU, MiB, whole GPUs. */
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  /** As JobDetail.container shows it before the job runs: image, command, environment, resourceRequirements, ... */
  container: ContainerDetail;
  /** The task of an ecsProperties job, as shown before it runs; `container` is then the essential one that decides the run. */
  task?: EcsTaskProperties;
  /** The pod of an eksProperties job, as shown before it runs; `container` is then what its first container runs. */
  pod?: EksPodProperties;
  parameters: Record<string, string>;
  /** `attempts` from 1; absent members as SubmitJob's and the definition's defaults leave them. */
  retryStrategy: RetryStrategy;
  timeout?: JobTimeout;
  tags?: Record<string, string>;
  propagateTags: boolean;
  platformCapabilities: PlatformCapability[];
  schedulingPriority?: number;
  shareIdentifier?: string;
  /** What ECS says against its task when it comes to be placed: the job is then FAILED, without an attempt. */
  refusedByEcs?: string;
  /** The consumable resources it needs, as given; each child of an array needs them for itself. */
  consumables?: ConsumableResourceRequirement[];
  /** Multi-node parallel jobs only: `milliVcpus`, `memoryMib` and `gpus` are then the sums over all nodes. */
  nodes?: NodesSpec;
}

/** What nodes `first` to `last` of a multi-node job ask for, each. */
export interface NodeGroup {
  first: number;
  last: number;
  milliVcpus: number;
  memoryMib: number;
  gpus: number;
  /** The only type they run on, where one is given. */
  instanceType?: string;
  container: ContainerDetail;
  task?: EcsTaskProperties;
  /** What each of these nodes adds to the consumable resources of its job. */
  consumables?: ConsumableResourceRequirement[];
}

/** The nodes of a multi-node job after overrides. */
export interface NodesSpec {
  count: number;
  main: number;
  /** In order, without gaps or overlaps. */
  groups: NodeGroup[];
  /** As JobDetail shows them. */
  properties: NodeProperties;
}

/** A job to make. `dependsOn` stands in JobDetail as given; `needs` are its entries resolved to rows by `findJob`. */
export interface JobRequest {
  jobName: string;
  /** Name of an existing queue. */
  queue: string;
  spec: JobSpec;
  /** 2-10,000 for an array; absent for a single job. */
  arraySize?: number;
  dependsOn: JobDependency[];
  needs: { row: number; nToN: boolean }[];
  /** Child i waits for child i-1 (a dependency of type SEQUENTIAL without jobId). */
  sequential: boolean;
}

/** A consumable resource as DescribeConsumableResource shows it (up to 30 s old), and the total as of now. */
export interface ConsumableView {
  shown: DescribeConsumableResourceResponse;
  total: number;
}

/** An update that counts once: its client token and what was asked. */
export interface OnceOnly {
  token: string;
  request: string;
}

/** A consumable resource to make. */
export interface NewConsumable {
  name: string;
  arn: string;
  total: number;
  replenishable: boolean;
  tags: Record<string, string>;
}

/** Which rows to list, newest first (an array's children: by index). */
export interface JobQuery {
  /** Single jobs and array parents of this queue ... */
  queue?: string;
  /** ... or the children of this array's row, or the nodes of this multi-node job's. */
  array?: number;
  multiNode?: number;
  /** ... or what can run and needs this consumable resource, in any queue: single jobs, children, multi-node jobs. */
  consumable?: string;
  status?: JobStatus;
  accept?: (row: number) => boolean;
  /** Keyset: the last row of the page before. */
  after?: number;
  limit: number;
}

/** Facts of a row that filters and rules need without building a document. */
export interface JobView {
  row: number;
  jobId: string;
  jobName: string;
  queue: string;
  status: JobStatus;
  spec: JobSpec;
  createdAt: number;
  /** Number of children where the row is an array's parent. */
  arraySize: number | null;
  /** Row of the array and index in it where the row is a child. */
  parent: { row: number; index: number } | null;
  /** Number of nodes where the row is a multi-node job. */
  nodeCount: number | null;
}

/** The tags of a resource or job, and how to give it others. */
export interface Tagged {
  readonly tags: Record<string, string>;
  put(tags: Record<string, string>): void;
}

/**
 * The doors through which operations read and change the machine. Documents are what Describe* shows; do not change a
 * document that was handed out, give a new one. Validate everything before the first write: a BatchError thrown after
 * one would leave half a call.
 */
export interface Machine extends ServiceDoors {
  readonly genesis: Genesis;
  readonly place: Place;
  /** Virtual ms of the call that is being carried out (a write's stamp); in a read the last closed instant or the open one. */
  at(): number;
  /** A UUID from the seed, another at each call. `purpose` is any stable word, e.g. 'environment'. Only in writes. */
  newUuid(purpose: string): string;

  /** By name; all of them in order of creation. A DELETED one is not found. */
  environment(name: string): ComputeEnvironmentDetail | undefined;
  environments(): ComputeEnvironmentDetail[];
  queue(name: string): JobQueueDetail | undefined;
  queues(): JobQueueDetail[];
  /** Revisions of a name, oldest first; empty when there is none. */
  definitions(name: string): JobDefinition[];
  definitionNames(): string[];
  policy(arn: string): SchedulingPolicyDetail | undefined;
  policies(): SchedulingPolicyDetail[];
  /** By name; all of them in order of creation. A deleted one is not found. */
  consumable(name: string): ConsumableView | undefined;
  consumables(): ConsumableView[];
  /** How many there are; below an account's limit deleted ones may be among them. */
  consumableCount(): number;

  /**
   * Takes a new environment or queue. The machine sets `status` and `statusReason`: CREATING, and VALID with
   * 'ComputeEnvironment Healthy' or 'JobQueue Healthy' after its delay (INVALID where something it names is missing); it moves `desiredvCpus` from then on.
   */
  addEnvironment(document: ComputeEnvironmentDetail): void;
  addQueue(document: JobQueueDetail): void;
  /**
   * Replaces the document of the same name: UPDATING, then VALID after its delay. New limits count at once. In an
   * infrastructure update (`replaces`) the instances are replaced by its `updatePolicy`; VALID when the old ones are gone.
   */
  updateEnvironment(document: ComputeEnvironmentDetail, replaces: boolean): void;
  /** Replaces the document of the same name, as above. */
  updateQueue(document: JobQueueDetail): void;
  /** DELETING, then gone after its delay; all jobs of the queue are ended. The name is free once it is gone. */
  deleteQueue(name: string): void;
  /** DELETING, then gone once its instances are; INVALID instead where Fargate jobs still run on it. */
  deleteEnvironment(name: string): void;
  /** Whether a queue refers to the environment, or did until a moment ago: detaching takes AWS some seconds. */
  isAttached(environment: string): boolean;
  /** Appends a revision (the document's `revision` and ARN must be the next ones), or replaces one of the same revision. */
  putDefinition(document: JobDefinition): void;
  /** Takes a new policy, or replaces the one with the same ARN; queues that use it are looked at again. */
  putPolicy(document: SchedulingPolicyDetail): void;
  /** Its end; no queue may refer to it. */
  removePolicy(arn: string): void;

  /** Takes a new consumable resource; one deleted before under the same name goes on as the same. */
  addConsumable(input: NewConsumable): void;
  /** Sets what there is of it; jobs that wait for it are looked at again. */
  setConsumable(name: string, total: number, once?: OnceOnly): void;
  /** Whether the update with this token and request was applied within the last 8 hours. */
  wasApplied(name: string, once: OnceOnly): boolean;
  /** Its end, also while jobs hold it: they go on, and those that need it wait. */
  removeConsumable(name: string): void;

  /** What an ARN of this place names, where it can have tags; array children can't. */
  tagged(arn: string): Tagged | undefined;

  /** Makes a job, or an array with all its children; gives the (parent's) id and ARN. */
  submit(request: JobRequest): { jobId: string; jobArn: string };
  /** TerminateJob and CancelJob on a row that `findJob` gave; also on ended jobs, where nothing happens. */
  terminate(row: number, reason: string): void;
  cancel(row: number, reason: string): void;

  /** Row of a job's id (also `PARENT:3` and `PARENT#1`), or -1 when there is none or its retention of 7 days has passed. */
  findJob(jobId: string): number;
  view(row: number): JobView;
  /** DescribeJobs' element and ListJobs' element, as of now. */
  jobDetail(row: number): JobDetail;
  jobSummary(row: number): JobSummary;
  /** The first RUNNABLE jobs of a queue, in order of dispatch, and since when each can have its place (virtual ms). */
  frontOfQueue(queue: string, limit: number): { row: number; since: number }[];
  /** Thousandths of a vCPU that a queue's jobs hold now, by share ('' without one). */
  usedByShare(queue: string): Map<string, number>;
  /** Share identifiers of a queue that have jobs which have not ended, or had some within the policy's window. */
  activeShares(queue: string): string[];
  /** A page of rows and whether more follow. Forgotten jobs are left out. */
  listJobs(query: JobQuery): { rows: number[]; more: boolean };
}

/** One operation of the API. Its input is already decoded and checked against the SDK's schema. */
export interface Operation {
  /** True when it changes something: then it is stamped, and logged when it succeeds. */
  write: boolean;
  run(machine: Machine, input: object): object;
}
