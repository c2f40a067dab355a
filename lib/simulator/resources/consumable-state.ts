/** What a job needs of one consumable resource, in all. */
export interface ConsumableNeed {
  name: string;
  quantity: number;
}

/** A consumable resource: what is there of it and what jobs hold. It outlives its deletion: made again, it is the same one. */
export interface ConsumableState {
  readonly index: number;
  readonly name: string;
  readonly arn: string;
  /** Units that jobs hold come back at their end; else they are gone when a job takes them. */
  replenishable: boolean;
  createdAt: number;
  tags: Record<string, string>;
  gone: boolean;
  /** Units there are (of a non-replenishable one: that no job has taken), and that jobs in STARTING and RUNNING hold. */
  total: number;
  inUse: number;
  /** What Describe shows until the refresh after `movedAt`, when jobs moved either last. */
  shown: { total: number; inUse: number };
  movedAt: number;
  /** The total that was told last, and that telling a fall of it is due. */
  toldTotal: number;
  isTellingArmed: boolean;
  /** Updates with a client token that were applied, until when they count (virtual ms). */
  applied: { token: string; request: string; until: number }[];
}
