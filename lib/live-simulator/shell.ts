import type { MessagePort } from 'node:worker_threads';
import type { DriveLimits } from './drive';
import { LiveMachine } from './live-machine';
import type { FromWorker, ToWorker } from './messages';

export interface ShellOptions {
  clock: () => number;
  requestId: () => string;
  limits?: Partial<DriveLimits>;
}

/** Only what this module posts and the main side sends travels on these ports. */
function asToWorker(message: unknown): ToWorker {
  return message as ToWorker;
}

export function asFromWorker(message: unknown): FromWorker {
  return message as FromWorker;
}

/** Runs a live machine on a port: in a worker thread, or on a channel inside this one. Gives what ends it. */
export function runShell(port: MessagePort, options: ShellOptions): () => void {
  const machine = new LiveMachine({ ...options, post: (message) => port.postMessage(message, transfers(message)) });
  let timer: NodeJS.Timeout | null = null;
  let immediate: NodeJS.Immediate | null = null;
  let isEnded = false;
  const turn = () => {
    timer = null;
    immediate = null;
    if (isEnded) return;
    const rest = machine.pump();
    if (rest > 0) timer = setTimeout(turn, rest);
    else immediate = setImmediate(turn);
  };
  const wake = () => {
    if (immediate !== null) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    immediate = setImmediate(turn);
  };
  port.on('message', (message) => {
    machine.receive(asToWorker(message));
    wake();
  });
  wake();
  return () => {
    isEnded = true;
    if (timer !== null) clearTimeout(timer);
    if (immediate !== null) clearImmediate(immediate);
    port.close();
  };
}

function transfers(message: FromWorker): ArrayBuffer[] {
  if (message.type !== 'snapshot') return [];
  const { buffer } = message.snapshot.state;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
