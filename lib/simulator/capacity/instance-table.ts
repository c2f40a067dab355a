import { createTable, type Table } from '../kernel/columns';

/** Codes of the column `state`; registered is 'running' for EC2, with the agent joined. */
export const INSTANCE = { pending: 0, running: 1, registered: 2, terminated: 3 } as const;
/** Codes of the column `endedBy`. */
export const ENDED_BY = ['', 'scale-down', 'interruption', 'failure', 'user', 'update'] as const;
/** Bits of the column `doomed`: EC2 gave its two minutes' notice; an infrastructure update replaces it. */
export const DOOMED = { noticed: 1, replaced: 2 } as const;

/** A row per EC2 instance ever launched. Times in ms, -1 where not yet. */
const INSTANCE_SHAPE = {
  state: 'u8',
  /** Takes no more jobs: bits of DOOMED. */
  doomed: 'u8',
  endedBy: 'u8',
  /** 1 once a job ran on it. */
  used: 'u8',
  /** Spot: the most that is paid for it, in per cent of On-Demand; 0 for On-Demand. */
  bidPercent: 'u8',
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
