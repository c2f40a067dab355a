/** An EC2 instance and its container instance, as EC2 and ECS would show them now. Times in virtual ms. */
export interface InstanceSight {
  instanceId: string;
  /** Of its container instance. */
  arn: string;
  clusterArn: string;
  environment: string;
  type: string;
  zone: string;
  spot: boolean;
  state: 'pending' | 'running' | 'terminated';
  /** Its agent has joined the cluster. */
  joined: boolean;
  /** It takes no more jobs. */
  draining: boolean;
  launchedAt: number;
  terminatedAt: number | null;
  /** Why it ended; null while it has not. */
  endedBy: string | null;
  vcpus: number;
  memoryMib: number;
  gpus: number;
  freeMilliVcpus: number;
  freeMemoryMib: number;
  jobs: number;
}

/** An ECS task: one attempt of a job that was placed. Times in virtual ms, null where not yet. */
export interface TaskSight {
  taskArn: string;
  clusterArn: string;
  /** The container instance; null on Fargate. */
  instanceArn: string | null;
  zone: string;
  capacity: 'EC2' | 'SPOT' | 'FARGATE' | 'FARGATE_SPOT';
  jobId: string;
  jobName: string;
  jobDefinition: string;
  image: string;
  milliVcpus: number;
  memoryMib: number;
  placedAt: number;
  startedAt: number | null;
  stoppedAt: number | null;
  exitCode: number | null;
  reason: string | null;
}

/** A log stream: one attempt that ran. Times in virtual ms. */
export interface LogStreamSight {
  name: string;
  startedAt: number;
  /** Null while it runs. */
  stoppedAt: number | null;
}

export interface LogStreamQuery {
  prefix: string;
  limit: number;
  skip: number;
  /** In order of their start, instead of their name. */
  byTime: boolean;
  descending: boolean;
}

/** A change of a Spot price, which holds until the next. */
export interface SpotPriceSight {
  type: string;
  zone: string;
  at: number;
  nanoUsdPerHour: number;
}

export interface SpotPriceQuery {
  types: readonly string[];
  zones: readonly string[];
  from: number;
  to: number;
  limit: number;
  skip: number;
}

/**
 * What other AWS services would show of the machine; nothing in here changes it. Stopped tasks and terminated instances
 * are seen for an hour, as in AWS. By id or ARN, or all.
 */
export interface Sights {
  instances(ids?: readonly string[]): InstanceSight[];
  tasks(arns?: readonly string[]): TaskSight[];
  logStreams(query: LogStreamQuery): { streams: LogStreamSight[]; more: boolean };
  /** Newest first. */
  spotPrices(query: SpotPriceQuery): { prices: SpotPriceSight[]; more: boolean };
}
