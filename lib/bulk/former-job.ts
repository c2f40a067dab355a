import type { SubmitJobCommandInput } from '@aws-sdk/client-batch';
import { z } from 'zod';
import { isMask, nameOfArn } from '@/lib/batch';
import { INTENT_TAG } from '@/lib/intents';

const texts = z.record(z.string(), z.string());
const container = z.object({
  command: z.array(z.string()).optional(),
  environment: z.array(z.object({ name: z.string(), value: z.string().optional() })).optional(),
  resourceRequirements: z.array(z.object({ type: z.enum(['VCPU', 'MEMORY', 'GPU']), value: z.string() })).optional(),
  instanceType: z.string().optional(),
});

/** What a submit can say again of a job: JobDetail as DescribeJobs gives it, or as history kept it. */
export const formerJob = z.object({
  jobId: z.string(),
  jobName: z.string(),
  jobQueue: z.string(),
  jobDefinition: z.string(),
  status: z.string().optional(),
  isCancelled: z.boolean().optional(),
  shareIdentifier: z.string().optional(),
  schedulingPriority: z.number().optional(),
  arrayProperties: z
    .object({ size: z.number().optional(), statusSummary: z.record(z.string(), z.number()).optional() })
    .optional(),
  parameters: texts.optional(),
  container: container.optional(),
  ecsProperties: z.looseObject({}).optional(),
  eksProperties: z.looseObject({}).optional(),
  nodeProperties: z
    .object({
      numNodes: z.number().optional(),
      nodeRangeProperties: z
        .array(z.object({ targetNodes: z.string().optional(), container: container.optional() }))
        .optional(),
    })
    .optional(),
  retryStrategy: z
    .object({
      attempts: z.number().optional(),
      evaluateOnExit: z
        .array(
          z.object({
            onStatusReason: z.string().optional(),
            onReason: z.string().optional(),
            onExitCode: z.string().optional(),
            // AWS takes and gives them in either case.
            action: z
              .string()
              .transform((action) => action.toUpperCase())
              .pipe(z.enum(['RETRY', 'EXIT'])),
          }),
        )
        .optional(),
    })
    .optional(),
  timeout: z.object({ attemptDurationSeconds: z.number().optional() }).optional(),
  propagateTags: z.boolean().optional(),
  tags: texts.optional(),
});
export type FormerJob = z.infer<typeof formerJob>;

/** What DescribeJobs or history tells of a job; a sentence where it holds something that no submit could say again. */
export function readFormerJob(detail: object): FormerJob | string {
  const parsed = formerJob.safeParse(detail);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  return `Its ${place} can’t be read, so it is not submitted with something else: clone it into the form.`;
}

/** Why a job can't be submitted again, in a sentence; null where it can. */
export function cannotSubmitAgain(job: FormerJob): string | null {
  if (job.jobId.includes(':')) return 'AWS submits an array as a whole: submit its parent again.';
  if (job.jobId.includes('#')) return 'AWS submits a multi-node job as a whole: submit its parent again.';
  if (job.jobDefinition === '') return 'It is a service job: its request is submitted again by SubmitServiceJob.';
  if (job.ecsProperties !== undefined || job.eksProperties !== undefined) {
    return 'It runs several containers, whose overrides are not told apart here: submit it by its own call.';
  }
  const mask = maskedName(job);
  if (mask === null) return null;
  return `AWS no longer has this job, and history keeps ${mask} masked: clone it into the form and give the value.`;
}

function maskedName({ parameters = {}, container: own, nodeProperties }: FormerJob): string | null {
  const parts = [own, ...(nodeProperties?.nodeRangeProperties ?? []).map((range) => range.container)];
  const variables = parts.flatMap((part) => part?.environment ?? []).map(({ name, value = '' }) => [name, value]);
  return [...Object.entries(parameters), ...variables].find(([, value]) => isMask(value ?? ''))?.[0] ?? null;
}

/** Variables that AWS sets by itself are not given again. */
const OF_AWS = /^AWS_BATCH/;

function overridesOf({ command, environment, resourceRequirements, instanceType }: z.infer<typeof container>) {
  const own = environment?.filter(({ name }) => !OF_AWS.test(name)).map(({ name, value = '' }) => ({ name, value }));
  return {
    ...(command !== undefined && command.length > 0 && { command }),
    ...(own !== undefined && own.length > 0 && { environment: own }),
    ...(resourceRequirements !== undefined && resourceRequirements.length > 0 && { resourceRequirements }),
    ...(instanceType !== undefined && { instanceType }),
  };
}

/** Tags without AWS's own, and without that of the submit which is over. */
function tagsOf(tags: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !/^aws:/i.test(key) && key !== INTENT_TAG));
}

/**
 * SubmitJob for the same again, in `queue` or its own: name, definition, share, array, parameters, overrides, retries,
 * timeout and tags. What it waited for is dropped: that has ended, or is not to hold it again.
 */
export function againInput(job: FormerJob, queue: { name: string; isFair: boolean } | null): SubmitJobCommandInput {
  const share = queue?.isFair === false ? undefined : job.shareIdentifier;
  const priority = job.schedulingPriority;
  const nodes = job.nodeProperties;
  const size = job.arrayProperties?.size;
  const overrides = nodes === undefined && job.container !== undefined ? overridesOf(job.container) : {};
  const tags = tagsOf(job.tags);
  return {
    jobName: job.jobName,
    jobQueue: queue?.name ?? nameOfArn(job.jobQueue),
    jobDefinition: nameOfArn(job.jobDefinition),
    ...(share !== undefined && { shareIdentifier: share }),
    // A queue without a policy takes neither.
    ...(share !== undefined && priority !== undefined && { schedulingPriorityOverride: priority }),
    ...(size !== undefined && { arrayProperties: { size } }),
    ...(job.parameters !== undefined && Object.keys(job.parameters).length > 0 && { parameters: job.parameters }),
    ...(Object.keys(overrides).length > 0 && { containerOverrides: overrides }),
    ...(nodes !== undefined && {
      nodeOverrides: {
        ...(nodes.numNodes !== undefined && { numNodes: nodes.numNodes }),
        nodePropertyOverrides: (nodes.nodeRangeProperties ?? []).map(({ targetNodes = '', container: own = {} }) => ({
          targetNodes,
          containerOverrides: overridesOf(own),
        })),
      },
    }),
    ...(job.retryStrategy !== undefined && { retryStrategy: job.retryStrategy }),
    ...(job.timeout?.attemptDurationSeconds !== undefined && { timeout: job.timeout }),
    ...(job.propagateTags !== undefined && { propagateTags: job.propagateTags }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}
