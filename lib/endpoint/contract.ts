import type { AccessKeys, UsableKey } from '@/lib/access';
import type { BatchDriver, SimulatedClock } from '@/lib/driver';

/** What the endpoint needs of a connection. */
export interface ServedConnection {
  readonly id: number;
  readonly slug: string;
  readonly region: string;
  readonly account: string;
  readonly driver: BatchDriver;
}

export interface EndpointOptions {
  keys: Pick<AccessKeys, 'find' | 'used'>;
  /** The connection of that id, where this process serves it. */
  connection: (id: number) => ServedConnection | undefined;
  /** Begins a new epoch of the caller's connection, kept in the audit log; gives its clock. */
  reset: (caller: Caller, change: { scenario?: 'demo' | 'empty' | object; seed?: number }) => Promise<SimulatedClock>;
  /** Wall ms since the Unix epoch, against which signatures are dated. */
  clock: () => number;
  requestId: () => string;
  /** Told of what no one foresaw, for the operator's log. */
  report: (error: unknown, requestId: string) => void;
}

/** A request as it came, body whole. */
export interface Incoming {
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  /** Decoded; a name that comes more than once holds all its values. */
  query: Readonly<Record<string, string | string[]>>;
  /** By name in small letters; values of one name joined by commas. */
  headers: Readonly<Record<string, string>>;
  /** As it came over the wire: what was signed. */
  wire: Uint8Array;
  /** Without its content encoding. */
  body: Uint8Array;
  requestId: string;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | string | AsyncIterable<string>;
}

/** Who asks, once a signature was found good. */
export interface Caller {
  key: UsableKey;
  connection: ServedConnection;
}

/** The key's user as AWS would name it. */
export function callerArn({ key, connection }: Caller): string {
  return `arn:aws:iam::${connection.account}:user/${key.name}`;
}
