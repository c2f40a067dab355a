import { z } from 'zod';

export const GUIDE_KINDS = ['queue', 'environment'] as const;
export type GuideKind = (typeof GUIDE_KINDS)[number];

/** `paused` and `putting-back` by a person; `done`: it is deleted; `put-back`: it is as it was. */
export const GUIDE_STATES = ['running', 'paused', 'putting-back', 'put-back', 'done'] as const;
export type GuideState = (typeof GUIDE_STATES)[number];

/** What becomes of the jobs: they come to their end, those that wait are cancelled, or all are terminated. */
export const JOB_PLANS = ['wait', 'cancel', 'terminate'] as const;
export type JobPlan = (typeof JOB_PLANS)[number];

/** The steps in order; an environment has all of them, a queue is not detached. The last two put things back. */
const STEP_KEYS = ['detach', 'disable', 'jobs', 'delete', 'enable', 'attach'] as const;
export type StepKey = (typeof STEP_KEYS)[number];

/** Steps of the way to the end, and of the way back. */
export const STEPS_OF: Readonly<Record<GuideKind, readonly StepKey[]>> = {
  environment: ['detach', 'disable', 'jobs', 'delete'],
  queue: ['disable', 'jobs', 'delete'],
};
export const STEPS_BACK: Readonly<Record<GuideKind, readonly StepKey[]>> = {
  environment: ['enable', 'attach'],
  queue: ['enable'],
};

const moment = z.number().nullable();

/** When steps began and ended, ms of the connection's time. */
export const stepTimes = z.partialRecord(z.enum(STEP_KEYS), z.object({ startedAt: z.number(), endedAt: moment }));
export type StepTimes = z.infer<typeof stepTimes>;

/** One call to AWS; `ok` is null while its answer is out, or was lost with the process. */
export const guideCall = z.object({
  at: z.number(),
  operation: z.string(),
  subject: z.string(),
  ok: z.boolean().nullable(),
  message: z.string().nullable(),
});
export type GuideCall = z.infer<typeof guideCall>;

/** What there was when it began, to be put back: the state, and the order of each queue that used an environment. */
export const guideBefore = z.object({
  state: z.string(),
  queues: z.array(z.object({ name: z.string(), environments: z.array(z.string()) })),
});
type GuideBefore = z.infer<typeof guideBefore>;

/** What stands in the way now, in words; AWS's own where it refused. */
export const guideProblem = z.object({ message: z.string(), since: z.number(), tries: z.number() });
type GuideProblem = z.infer<typeof guideProblem>;

/** A guided delete: its way, and how far it is. Times in ms of the connection's time. */
export interface Guide {
  id: string;
  connectionId: number;
  epoch: number;
  kind: GuideKind;
  name: string;
  arn: string;
  state: GuideState;
  jobs: JobPlan;
  reason: string;
  actorId: string | null;
  actor: string;
  before: GuideBefore;
  /** For a queue that would have no environment left: the one that it gets. */
  replacements: Record<string, string>;
  steps: StepTimes;
  calls: GuideCall[];
  /** What it waits for now, in words. */
  note: string | null;
  problem: GuideProblem | null;
  startedAt: number;
  endedAt: number | null;
}
