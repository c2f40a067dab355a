/** How an act came out; `unfinished` where its end was never written: it still runs, or the portal was stopped in it. */
export type ActivityResult = 'succeeded' | 'failed' | 'unfinished';

/** Filters of the activity list; absent means any. */
export interface ActivityQuery {
  /** E-mails, or `access key ID`. */
  actor?: string[];
  /** Names of actions such as `jobs.terminate`, or of API operations called by access key. */
  action?: string[];
  /** Whole, such as `queue main`. */
  subject?: string;
  result?: ActivityResult[];
  /** Wall time, ms. */
  from?: number;
  /** Opaque keyset cursor from the previous page. */
  cursor?: string;
  /** Rows, at most 200. */
  limit?: number;
}

/** One act. Times in ms of wall time. */
export interface ActivityRow {
  /** Stands in its permalink. */
  id: string;
  at: number;
  actor: string;
  source: 'portal' | 'access-key';
  action: string;
  /** Slug of the connection; null where it belongs to none. */
  connection: string | null;
  subject: string | null;
  /** The reason that the person gave. */
  reason: string | null;
  result: ActivityResult;
  error: { code: string; message: string } | null;
}

export interface ActivityPage {
  rows: ActivityRow[];
  nextCursor: string | null;
}

/** An act with what it changed. Secrets were masked before it was stored. */
export interface ActivityEntry extends ActivityRow {
  permission: string | null;
  address: string;
  userAgent: string | null;
  tookMs: number | null;
  input: object | null;
  before: object | null;
  after: object | null;
  masked: string[];
}

/** Who and what stands in the newest entries, for the filters; and how many changes and refusals since `since`. */
export interface ActivityFacets {
  actors: string[];
  actions: string[];
  changes: number;
  /** How many of them by access key. */
  byKey: number;
  /** In the portal: the log of a simulator keeps no call that was refused. */
  failed: number;
}
