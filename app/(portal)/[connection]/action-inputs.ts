import { z } from 'zod';

const connection = z.string().min(1).max(100);
const text = z.string().max(30_000);

const evaluateOnExit = z.array(
  z.object({
    action: z.enum(['RETRY', 'EXIT']),
    onExitCode: text.optional(),
    onReason: text.optional(),
    onStatusReason: text.optional(),
  }),
);

export const startSimulatorInput = z.object({
  scenario: z.enum(['demo', 'empty']),
  seed: z.number().int().min(0).max(999_999_999_999_999).optional(),
});

const moment = z.number().int().min(0).max(8_640_000_000_000_000);

/** How a workload that was uploaded is put on a queue. */
export const loadWorkloadInput = z.object({
  connection,
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'Upload the file first.'),
  queue: z.string().min(1, 'Choose a queue.').max(300),
  /** Virtual ms of the first arrival; now when absent. */
  at: moment.optional(),
  limit: z.number().int().min(1).max(10_000_000).optional(),
  timeScale: z.number().positive().max(1_000_000).optional(),
  memoryMibPerProcessor: z.number().int().min(1).max(10_000_000).optional(),
  memory: z.literal('file').optional(),
  jobDefinition: z.string().min(1).max(300).optional(),
  retryStrategy: z
    .object({ attempts: z.number().int().min(1).max(10).optional(), evaluateOnExit: evaluateOnExit.optional() })
    .optional(),
});
