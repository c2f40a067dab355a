import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { DriveLimits } from './drive';
import type { Answer, FromWorker, ToWorker } from './messages';
import { asFromWorker, runShell } from './shell';

/** Where the machine runs: in a thread of its own (with an own bundle where given), in this thread, or behind a port. */
export type Host =
  | { kind: 'thread'; bundle?: string | URL }
  | { kind: 'in-process'; clock?: () => number; limits?: Partial<DriveLimits> }
  | { kind: 'port'; port: MessagePort; end: () => Promise<void> };

/** The other end of a live machine: requests by id, the rest to `onMessage`. */
export interface WorkerLink {
  /** Rejects when the machine fails or is ended before it answers. */
  request(message: WithoutId<Extract<ToWorker, { id: number }>>): Promise<Answer>;
  tell(message: Exclude<ToWorker, { id: number }>): void;
  /** Fails everything that waits, and ends the thread. */
  end(reason: Error): Promise<void>;
}

type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;
type Told = Exclude<FromWorker, { type: 'answer' }>;

interface Ends {
  post(message: ToWorker): void;
  stop(): Promise<void>;
}

/** Starts the machine's host and links to it. `onLost` is called once if the thread dies by itself. */
export function linkWorker(host: Host, onMessage: (message: Told) => void, onLost: (error: Error) => void): WorkerLink {
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let ended: Error | null = null;
  const receive = (raw: unknown) => {
    const message = asFromWorker(raw);
    if (message.type !== 'answer') {
      if (ended === null) onMessage(message);
      return;
    }
    waiting.get(message.id)?.resolve(message.answer);
    waiting.delete(message.id);
  };
  const lost = (error: Error) => {
    if (ended === null) onLost(error);
  };
  const ends = startHost(host, receive, lost);
  return {
    request(message) {
      if (ended !== null) return Promise.reject(ended);
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        ends.post({ ...message, id });
      });
    },
    tell(message) {
      if (ended === null) ends.post(message);
    },
    async end(reason) {
      if (ended !== null) return;
      ended = reason;
      for (const { reject } of waiting.values()) reject(reason);
      waiting.clear();
      await ends.stop();
    },
  };
}

function startHost(host: Host, receive: (raw: unknown) => void, lost: (error: Error) => void): Ends {
  if (host.kind === 'thread') return startThread(host.bundle, receive, lost);
  const { port, end } = host.kind === 'port' ? host : startInProcess(host);
  port.on('message', receive);
  return { post: (message) => port.postMessage(message), stop: end };
}

function startThread(
  bundle: string | URL | undefined,
  receive: (raw: unknown) => void,
  lost: (error: Error) => void,
): Ends {
  const worker =
    bundle === undefined
      ? new Worker(new URL('./worker.ts', import.meta.url))
      : new Worker(/* turbopackIgnore: true */ bundle);
  worker.on('message', receive);
  worker.on('error', (error) => lost(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', (code) => lost(new Error(`The simulator's thread ended with code ${code}.`)));
  return {
    post: (message) => worker.postMessage(message),
    stop: async () => {
      await worker.terminate();
    },
  };
}

function startInProcess(host: Extract<Host, { kind: 'in-process' }>): Extract<Host, { kind: 'port' }> {
  const { port1, port2 } = new MessageChannel();
  const stop = runShell(port1, {
    clock: host.clock ?? (() => performance.now()),
    requestId: randomUUID,
    ...(host.limits !== undefined && { limits: host.limits }),
  });
  return {
    kind: 'port',
    port: port2,
    end: async () => {
      stop();
      port2.close();
    },
  };
}
