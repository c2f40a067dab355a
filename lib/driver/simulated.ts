import type { LiveSimulator } from '@/lib/live-simulator';
import type { WorkloadOptions } from '@/lib/simulator';
import type { BatchDriver, SimulatedControls } from './contract';
import { createSimulatedClient } from './transport';

/** A driver whose controls are always there. */
export type SimulatedDriver = BatchDriver & { readonly kind: 'simulated'; readonly simulated: SimulatedControls };

/**
 * Reaches a live simulator as if it were AWS: the SDK's own client, calls in process. `batch` acts as `batchdeck`; use
 * `batchAs` for what a person does. `close` ends the simulator; close it before the recorder that follows it is stopped.
 */
export function createSimulatedDriver(live: LiveSimulator): SimulatedDriver {
  const { region } = live.genesis;
  const clients = new Map<string, BatchDriver['batch']>();
  const batchAs = (actor: string) => {
    const known = clients.get(actor);
    if (known !== undefined) return known;
    const client = createSimulatedClient({
      send: (request, principal) => live.call(request, principal),
      region,
      actor,
    });
    clients.set(actor, client);
    return client;
  };
  return {
    kind: 'simulated',
    tellsCapacity: true,
    batch: batchAs('batchdeck'),
    batchAs,
    changes: (cursor, signal) => live.changes(cursor, signal),
    logs: (logStream, from, limit) => live.logs(logStream, from, limit),
    simulated: {
      call: (request, principal) => live.call(request, principal),
      clock: () => live.clock(),
      onClock: (listener) => live.onClock(listener),
      setPace: (pace) => live.setPace(pace),
      advanceTo: (to) => live.advanceTo(to),
      loadWorkload: (options: WorkloadOptions, actor: string) =>
        live.loadWorkload(options, { actor, source: 'portal' }),
      sights: live.sights,
      injectFault: (fault, principal) => live.injectFault(fault, principal),
      readLog: (afterSeq, limit) => live.readLog(afterSeq, limit),
    },
    close: () => live.close(),
  };
}
