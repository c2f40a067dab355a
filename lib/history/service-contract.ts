/** How many instances of a type (or of any: `NUM_INSTANCES`) may be held, are held, and wait. */
export interface CapacityRow {
  unit: string;
  maximum: number;
  /** Held by SCHEDULED, STARTING and RUNNING jobs. */
  used: number;
}

/** A service environment with the queues in scope that use it. What it holds is all that it holds, of any queue. */
export interface ServiceEnvironmentRow {
  name: string;
  arn: string;
  type: string;
  state: string;
  status: string;
  capacity: CapacityRow[];
  queues: string[];
  tags: Record<string, string>;
  /** The last edit that a person or tool made. */
  lastChange: { at: number; by: string | null; what: string | null } | null;
  /** Sequence of the last edit. */
  version: number;
  stateSince: number | null;
}

/** A quota share of a queue: what it owns and holds; `used` beyond `maximum` is borrowed. */
export interface QuotaShareRow {
  name: string;
  arn: string;
  state: string;
  status: string;
  /** RESERVE, LEND or LEND_AND_BORROW. */
  strategy: string;
  /** Percent of its own limits; -1 without a limit; null where it does not borrow. */
  borrowLimit: number | null;
  preemptsInShare: boolean;
  capacity: (CapacityRow & { borrowed: number; lendable: number })[];
  waiting: number;
  version: number;
}
