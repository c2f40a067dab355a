import { z } from 'zod';

const connection = z.string().min(1).max(100);
const text = z.string().max(30_000);
const name = z.string().min(1, 'Give a name.').max(300);
const strings = z.record(z.string().max(300), z.string().max(30_000));

const evaluateOnExit = z.array(
  z.object({
    action: z.enum(['RETRY', 'EXIT']),
    onExitCode: text.optional(),
    onReason: text.optional(),
    onStatusReason: text.optional(),
  }),
);

const containerOverrides = z.object({
  command: z.array(text).optional(),
  environment: z.array(z.object({ name: z.string().max(300), value: text })).optional(),
  resourceRequirements: z
    .array(z.object({ type: z.enum(['VCPU', 'MEMORY', 'GPU']), value: z.string().max(40) }))
    .optional(),
  instanceType: z.string().max(100).optional(),
});

/** SubmitJob as the form sends it: shapes only; AWS's own rules are told by the connection, in its words. */
export const submitJobInput = z.object({
  connection,
  /** Made once for each opened form, so that pressing twice submits once. */
  intent: z.uuid(),
  job: z.object({
    jobName: name,
    jobQueue: z.string().min(1, 'Choose a queue.').max(300),
    jobDefinition: z.string().min(1, 'Choose a definition.').max(300),
    shareIdentifier: z.string().max(300).optional(),
    schedulingPriorityOverride: z.number().int().optional(),
    arrayProperties: z.object({ size: z.number().int() }).optional(),
    dependsOn: z
      .array(z.object({ jobId: z.string().max(300).optional(), type: z.enum(['N_TO_N', 'SEQUENTIAL']).optional() }))
      .optional(),
    parameters: strings.optional(),
    containerOverrides: containerOverrides.optional(),
    retryStrategy: z
      .object({ attempts: z.number().int().optional(), evaluateOnExit: evaluateOnExit.optional() })
      .optional(),
    timeout: z.object({ attemptDurationSeconds: z.number().int() }).optional(),
    tags: strings.optional(),
    propagateTags: z.boolean().optional(),
  }),
});

export const terminateJobsInput = z.object({
  connection,
  ids: z.array(z.string().min(1).max(300)).min(1, 'Choose at least one job.').max(500, 'At most 500 jobs at once.'),
  reason: z.string().trim().min(1, 'Give a reason: it stands in the job’s history.').max(1024),
});

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
