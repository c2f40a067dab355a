import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchDriver } from '../contract';
import type { PollingState } from './calls';
import type { AwsClients } from './clients';
import type { RecordedPast } from './known-job';
import { LogReader } from './log-reader';
import { Poller, type PollerOptions } from './poller';

export interface AwsDriverOptions {
  clients: AwsClients;
  past: RecordedPast;
  /** Wall ms. */
  clock: () => number;
  /** Calls a second that following jobs and resources takes at most. */
  cap: number;
  pauses?: PollerOptions['pauses'];
}

/** A driver that follows AWS by asking. */
export type AwsDriver = BatchDriver & {
  readonly kind: 'aws';
  polling(): PollingState;
  lookNow(): void;
};

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal, ref: false }).catch(() => {});
}

/**
 * Reaches AWS Batch itself. Changes come by polling under a cap of its own; what people do goes at once and is tried again
 * only where AWS threw it back unread. Sequences are its own: they go on from the cursor, and what history has already
 * changes nothing when it is told again.
 */
export function createAwsDriver({ clients, past, clock, cap, pauses }: AwsDriverOptions): AwsDriver {
  const poller = new Poller({
    batch: clients.polling,
    past,
    cap,
    clock,
    rest,
    ...(pauses !== undefined && { pauses }),
  });
  const logs = new LogReader(clients.logs);
  const closing = new AbortController();
  return {
    kind: 'aws',
    tellsCapacity: false,
    batch: clients.batch,
    batchAs: () => clients.batch,
    changes: (cursor, signal) => poller.changes(cursor, AbortSignal.any([signal, closing.signal])),
    logs: (logStream, from, limit) => logs.read(logStream, from, limit),
    polling: () => poller.state(),
    lookNow: () => poller.lookNow(),
    async close() {
      closing.abort();
      clients.destroy();
    },
  };
}
