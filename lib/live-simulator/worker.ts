import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import { runShell } from './shell';

if (parentPort === null) throw new Error('lib/live-simulator/worker.ts runs in a worker thread only.');
runShell(parentPort, { clock: () => performance.now(), requestId: randomUUID });
