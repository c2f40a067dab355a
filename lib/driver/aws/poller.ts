import type { BatchClient } from '@aws-sdk/client-batch';
import type { Change } from '@/lib/batch';
import type { ChangeBatch } from '../contract';
import { Calls, type CallsOptions, type PollingState } from './calls';
import { ClusterOwners } from './clusters';
import { awsFailure } from './failure-words';
import { JobBook } from './job-book';
import type { JobStep } from './job-steps';
import type { RecordedPast } from './known-job';
import { JobPoller } from './poll-jobs';
import { ResourceReader, type SeenKind } from './poll-resources';
import { ResourceBook, type ResourceStep } from './resource-book';

export interface PollerOptions extends CallsOptions {
  batch: BatchClient;
  past: RecordedPast;
  /** Pauses between two looks, ms: while jobs are open, and while none is. */
  pauses?: { busyMs: number; idleMs: number };
}

const PAUSES = { busyMs: 4_000, idleMs: 15_000 };
/** Resources are read again after so long, definitions after longer the more of them there are. */
const RESOURCES_EVERY_MS = 30_000;
const DEFINITION_MS = 60;
/** AWS keeps ended jobs for a week: what was before the first look is told from those. */
const KEPT_MS = 8 * 86_400_000;
/** A stretch without a look that is shorter than this is no gap. */
const GAP_MS = 30_000;
const FIRST_FAILURE_PAUSE_MS = 2_000;
const LONGEST_FAILURE_PAUSE_MS = 60_000;

type Step = JobStep | ResourceStep;

/** Turns looks at AWS into changes. One run of `changes` has a memory of its own: it begins with what history has. */
export class Poller {
  private readonly calls: Calls;
  private error: PollingState['error'] = null;
  private backfill: PollingState['backfill'] = { jobs: 0, done: false };
  private isAsked = false;
  private wake: (() => void) | null = null;

  constructor(private readonly options: PollerOptions) {
    this.calls = new Calls(options);
  }

  state(): PollingState {
    return { error: this.error, backfill: this.backfill, ...this.calls.state() };
  }

  /** Looks at once, at resources too: something was just changed through the portal. */
  lookNow(): void {
    this.isAsked = true;
    this.wake?.();
  }

  async *changes(cursor: number, signal: AbortSignal): AsyncGenerator<ChangeBatch> {
    const run = new PollerRun(this.options, this.calls, cursor);
    await run.restore();
    let failurePause = FIRST_FAILURE_PAUSE_MS;
    while (!signal.aborted) {
      const isAsked = this.isAsked;
      this.isAsked = false;
      let pause: number;
      try {
        for await (const batch of run.look(isAsked, signal)) {
          this.backfill = run.backfill();
          yield batch;
        }
        this.error = null;
        failurePause = FIRST_FAILURE_PAUSE_MS;
        pause = run.pause();
      } catch (error) {
        if (signal.aborted) return;
        run.failed(error);
        this.error = { message: awsFailure(error).words, since: this.error?.since ?? this.options.clock() };
        pause = failurePause;
        failurePause = Math.min(LONGEST_FAILURE_PAUSE_MS, failurePause * 2);
      }
      if (!this.isAsked && pause > 0) await this.rest(pause, signal);
    }
  }

  private async rest(pause: number, signal: AbortSignal): Promise<void> {
    const waking = new AbortController();
    this.wake = () => waking.abort();
    await this.options.rest(pause, AbortSignal.any([signal, waking.signal]));
    this.wake = null;
  }
}

class PollerRun {
  private readonly clusters = new ClusterOwners();
  private readonly resources = new ResourceBook();
  private readonly jobs = new JobBook(this.clusters);
  private readonly reader: ResourceReader;
  private readonly poller: JobPoller;
  private seq: number;
  private upTo = 0;
  private failure: string | null = null;
  private isFirst = true;
  private resourcesAt = Number.NEGATIVE_INFINITY;
  private definitionsAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: PollerOptions,
    calls: Calls,
    cursor: number,
  ) {
    this.seq = cursor;
    this.reader = new ResourceReader(options.batch, calls, options.clock);
    const { batch, past, clock } = options;
    this.poller = new JobPoller({ batch, calls, book: this.jobs, past, clock });
  }

  async restore(): Promise<void> {
    const { past } = this.options;
    const [open, missing, resources, upTo] = await Promise.all([
      past.openJobs(),
      past.missingChildren(),
      past.resources(),
      past.upTo(),
    ]);
    for (const { document } of resources) this.clusters.learn(document);
    this.resources.restore(resources.filter(({ isGone }) => !isGone));
    this.jobs.restore(open, missing);
    this.upTo = upTo;
  }

  backfill(): PollingState['backfill'] {
    return this.poller.backfill();
  }

  failed(error: unknown): void {
    this.failure ??= awsFailure(error).words;
  }

  pause(): number {
    if (!this.backfill().done) return 0;
    const { busyMs, idleMs } = this.options.pauses ?? PAUSES;
    return this.jobs.size > 0 || this.resources.isMoving() ? busyMs : idleMs;
  }

  /** One look at everything that is due. The last batch says how far history has come with it. */
  async *look(isAsked: boolean, signal: AbortSignal): AsyncGenerator<ChangeBatch> {
    const startedAt = this.options.clock();
    if (this.isFirst && this.upTo === 0) yield this.beforeAll(startedAt);
    const isDue = isAsked || this.resources.isMoving() || startedAt - this.resourcesAt >= RESOURCES_EVERY_MS;
    if (isDue) {
      yield* this.lookAtResources(isAsked, signal);
      this.resourcesAt = startedAt;
    }
    for await (const steps of this.poller.look(this.resources.queues(), signal)) yield this.batch(steps);
    yield this.finish(startedAt);
  }

  private async *lookAtResources(isAsked: boolean, signal: AbortSignal): AsyncGenerator<ChangeBatch> {
    const { reader, resources, options } = this;
    const isFirst = this.upTo === 0;
    const whole = (seen: SeenKind) => this.batch(resources.take(seen, { isWhole: true, isFirst }));
    const environments = await reader.environments(signal);
    for (const { document } of environments.resources) if (document !== null) this.clusters.learn(document);
    yield whole(environments);
    yield whole(await reader.queues(signal));
    const policies = await ifAllowed(() => reader.policies(signal));
    if (policies !== null) yield whole(policies);
    const consumables = await ifAllowed(() => reader.consumables(signal, (arn) => resources.totalOf(arn)));
    if (consumables !== null) yield whole(consumables);
    const every = Math.max(RESOURCES_EVERY_MS, resources.count('job-definition') * DEFINITION_MS);
    const startedAt = options.clock();
    if (!isAsked && startedAt - this.definitionsAt < every) return;
    yield* this.lookAtDefinitions(isFirst, signal);
    this.definitionsAt = startedAt;
  }

  /** Once all that AWS still has; later those in force, and what became of those that are in force no longer. */
  private async *lookAtDefinitions(isFirst: boolean, signal: AbortSignal): AsyncGenerator<ChangeBatch> {
    const { reader, resources } = this;
    const isAll = this.definitionsAt === Number.NEGATIVE_INFINITY;
    const seen = await ifAllowed(() => reader.definitions(signal, isAll ? undefined : 'ACTIVE'));
    if (seen === null) return;
    const left = resources.deregistered(seen);
    yield this.batch(resources.take(seen, { isWhole: false, isFirst }));
    if (left.length === 0) return;
    const named = await reader.namedDefinitions(signal, left);
    yield this.batch(resources.take(named, { isWhole: false, isFirst: false }));
  }

  private batch(steps: readonly Step[]): ChangeBatch {
    const changes = inOrder(steps).map((step): Change => ({ ...step, seq: ++this.seq }));
    return { changes, seq: this.seq, upTo: this.upTo, acknowledge: () => {} };
  }

  /** The look is over: everything up to its beginning is known, but for a stretch in which nobody looked. */
  private finish(startedAt: number): ChangeBatch {
    const before = this.upTo;
    this.upTo = Math.max(this.upTo, startedAt);
    const batch = this.batch([]);
    const wasAway = this.isFirst || this.failure !== null;
    if (wasAway && before > 0 && startedAt - before > GAP_MS) {
      batch.gap = { from: before, to: startedAt, reason: this.gapReason() };
    }
    this.isFirst = false;
    this.failure = null;
    return batch;
  }

  /** The time before a new connection: what AWS still has of it comes, how many jobs there were does not. */
  private beforeAll(startedAt: number): ChangeBatch {
    const reason = 'Before this connection was made: only what AWS still told of its jobs is known.';
    return { ...this.batch([]), gap: { from: startedAt - KEPT_MS, to: startedAt, reason } };
  }

  private gapReason(): string {
    return this.failure === null
      ? 'Batchdeck did not run: states that came and went meanwhile are not known.'
      : `AWS could not be asked: ${this.failure}`;
  }
}

/** What AWS does not let this connection ask, or does not know in this region, is not followed; the rest is. */
async function ifAllowed<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    const { kind } = awsFailure(error);
    if (kind === 'denied' || kind === 'refused') return null;
    throw error;
  }
}

/** By time, each job's own steps in their order; what nobody saw goes with what follows it. */
function inOrder(steps: readonly Step[]): Step[] {
  const keyed = steps.map((step, index) => ({ step, index, at: step.at ?? Number.POSITIVE_INFINITY }));
  for (let index = keyed.length - 2; index >= 0; index--) {
    const [one, next] = [keyed[index], keyed[index + 1]];
    if (one?.step.at === null && next !== undefined) one.at = next.at;
  }
  const latest = new Map<string, number>();
  for (const one of keyed) {
    if (one.step.kind !== 'job') continue;
    one.at = Math.max(one.at, latest.get(one.step.jobId) ?? one.at);
    latest.set(one.step.jobId, one.at);
  }
  return keyed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.index - b.index)).map(({ step }) => step);
}
