import type { JobRow } from '@/lib/history';

/** A single job that runs, with what a test changes of it. */
export function jobRow(given: Partial<JobRow> = {}): JobRow {
  return {
    id: '0b6e1f5c-8f5a-4b7e-9c1d-000000000001',
    name: 'align',
    queue: 'main',
    definition: 'align:3',
    share: null,
    status: 'RUNNING',
    array: null,
    index: null,
    statusReason: null,
    reason: null,
    exitCode: null,
    attempts: 1,
    interruptions: 0,
    isCancelled: false,
    isTerminated: false,
    isRelay: false,
    milliVcpus: 2000,
    memoryMib: 4096,
    gpus: 0,
    instances: null,
    createdAt: 1_000_000,
    startedAt: 1_060_000,
    stoppedAt: null,
    costNanoUsd: null,
    waits: null,
    ...given,
  };
}
