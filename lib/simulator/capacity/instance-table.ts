import { createTable, type Table } from '../kernel/columns';

/** Codes of the column `state`; registered is 'running' for EC2, with the agent joined. */
export const INSTANCE = { pending: 0, running: 1, registered: 2, terminated: 3 } as const;
/** Codes of the column `endedBy`. */
export const ENDED_BY = ['', 'scale-down', 'interruption', 'failure', 'user'] as const;

/** A row per EC2 instance ever launched. Times in ms, -1 where not yet. */
export const INSTANCE_SHAPE = {
  state: 'u8',
  /** Two minutes' notice was given, or its zone is lost: takes no more jobs. */
  doomed: 'u8',
  endedBy: 'u8',
  /** 1 once a job ran on it. */
  used: 'u8',
  environment: 'i32',
  /** Place in the catalogue's `instanceTypes`, and in its `zones`. */
  type: 'i32',
  zone: 'i32',
  launchedAt: 'f64',
  runningAt: 'f64',
  terminatedAt: 'f64',
  idleSince: 'f64',
  /** Price last told, nano-USD per hour. */
  price: 'f64',
  freeMilli: 'i32',
  freeMemory: 'i32',
  freeGpus: 'i32',
  jobs: 'i32',
  /** Text of the image pulled last. */
  image: 'i32',
  firstJob: 'i32',
} as const;
export type InstanceTable = Table<typeof INSTANCE_SHAPE>;

export const createInstanceTable = (): InstanceTable => createTable(INSTANCE_SHAPE, 16);
