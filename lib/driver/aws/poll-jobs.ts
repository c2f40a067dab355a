import {
  type BatchClient,
  DescribeJobsCommand,
  type JobSummary,
  type KeyValuesPair,
  ListJobsCommand,
  type ListJobsCommandInput,
} from '@aws-sdk/client-batch';
import type { Calls } from './calls';
import { type JobBook, OPEN_STATES, type OpenGroup } from './job-book';
import type { JobStep } from './job-steps';
import type { RecordedPast } from './known-job';

const DESCRIBED_AT_ONCE = 100;
const FILTERED_PAGE = 100;
const WHOLE_PAGE = 1000;
/** A listing may show a job some seconds late: what was made this long before the newest is listed again. */
const OVERLAP_MS = 15_000;
/** A group of more jobs than these is listed by state, and only what moved is described. */
const DESCRIBED_GROUP = 500;
/** Pages of the past that are read between two looks at the present. */
const PAST_PAGES = 4;

interface PollParts {
  batch: BatchClient;
  calls: Calls;
  book: JobBook;
  past: Pick<RecordedPast, 'recordedJobs'>;
  clock: () => number;
}

interface QueueProgress {
  /** When the newest job was made that was there at the first look; older ones are the past, read in the background. */
  readonly since: number;
  newest: number;
  pastToken: string | undefined;
  pastIsRead: boolean;
}

/** Follows jobs by asking: what is new by queue, how what is open moves, and what there was before. */
export class JobPoller {
  private readonly queues = new Map<string, QueueProgress>();
  private pastJobs = 0;

  constructor(private readonly parts: PollParts) {}

  backfill(): { jobs: number; done: boolean } {
    return { jobs: this.pastJobs, done: [...this.queues.values()].every((one) => one.pastIsRead) };
  }

  /** Steps of jobs as they are found, some calls' worth at a time. */
  async *look(queues: readonly string[], signal: AbortSignal): AsyncGenerator<JobStep[]> {
    for (const queue of this.queues.keys()) if (!queues.includes(queue)) this.queues.delete(queue);
    for (const queue of queues) {
      const progress = this.queues.get(queue);
      yield* progress === undefined ? this.findNewest(queue, signal) : this.findNew(queue, progress, signal);
    }
    yield* this.followOpen(signal);
    yield* this.describeUnseen(signal);
    let pages = PAST_PAGES;
    for (const queue of queues) {
      const progress = this.queues.get(queue);
      for (; progress !== undefined && pages > 0 && !progress.pastIsRead; pages--) {
        yield* this.readPast(queue, progress, signal);
      }
    }
    yield* this.describeUnseen(signal);
  }

  /** The first look at a queue: its newest jobs. What is older than the newest is read page by page, newest first. */
  private async *findNewest(queue: string, signal: AbortSignal): AsyncGenerator<JobStep[]> {
    const page = await this.filtered(queue, { name: 'AFTER_CREATED_AT', values: ['0'] }, undefined, signal);
    yield* this.describeNew(page.jobs, signal);
    const newest = Math.max(0, ...page.jobs.map(({ createdAt }) => createdAt ?? 0));
    const pastIsRead = page.nextToken === undefined;
    this.queues.set(queue, { since: newest, newest, pastToken: undefined, pastIsRead });
    this.pastJobs += page.jobs.length;
  }

  private async *findNew(queue: string, progress: QueueProgress, signal: AbortSignal): AsyncGenerator<JobStep[]> {
    const after = Math.max(0, progress.newest - OVERLAP_MS);
    let { newest } = progress;
    let nextToken: string | undefined;
    do {
      const page = await this.filtered(queue, { name: 'AFTER_CREATED_AT', values: [String(after)] }, nextToken, signal);
      for (const job of page.jobs) newest = Math.max(newest, job.createdAt ?? 0);
      yield* this.describeNew(page.jobs, signal);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    progress.newest = newest;
  }

  private async *readPast(queue: string, progress: QueueProgress, signal: AbortSignal): AsyncGenerator<JobStep[]> {
    const filter = { name: 'BEFORE_CREATED_AT', values: [String(progress.since + 1)] };
    const page = await this.filtered(queue, filter, progress.pastToken, signal);
    yield* this.describeNew(page.jobs, signal);
    this.pastJobs += page.jobs.length;
    progress.pastToken = page.nextToken;
    progress.pastIsRead = page.nextToken === undefined;
  }

  private async filtered(queue: string, filter: KeyValuesPair, nextToken: string | undefined, signal: AbortSignal) {
    const input = { jobQueue: queue, filters: [filter], maxResults: FILTERED_PAGE, nextToken };
    return this.list(input, signal);
  }

  private async list(
    input: ListJobsCommandInput,
    signal: AbortSignal,
  ): Promise<{ jobs: JobSummary[]; nextToken: string | undefined }> {
    const { batch, calls } = this.parts;
    const answer = await calls.run(signal, (abortSignal) => batch.send(new ListJobsCommand(input), { abortSignal }));
    return { jobs: answer.jobSummaryList ?? [], nextToken: answer.nextToken };
  }

  /** Describes those of a listing that neither this run nor history knows. */
  private async *describeNew(jobs: readonly JobSummary[], signal: AbortSignal): AsyncGenerator<JobStep[]> {
    const { book, past } = this.parts;
    const ids = jobs.flatMap(({ jobId }) => (jobId === undefined || book.knows(jobId) ? [] : [jobId]));
    if (ids.length === 0) return;
    const recorded = await past.recordedJobs(ids);
    for (const id of recorded) book.noteEnded(id);
    yield* this.describe(
      ids.filter((id) => !recorded.has(id)),
      signal,
    );
  }

  private async *describeUnseen(signal: AbortSignal): AsyncGenerator<JobStep[]> {
    yield* this.describe(this.parts.book.unseenParts(), signal);
  }

  private async *describe(ids: readonly string[], signal: AbortSignal): AsyncGenerator<JobStep[]> {
    const { batch, calls, book, clock } = this.parts;
    for (let from = 0; from < ids.length; from += DESCRIBED_AT_ONCE) {
      const jobs = ids.slice(from, from + DESCRIBED_AT_ONCE);
      let seenAt = 0;
      const answer = await calls.run(signal, (abortSignal) => {
        seenAt = clock();
        return batch.send(new DescribeJobsCommand({ jobs }), { abortSignal });
      });
      const found = new Map((answer.jobs ?? []).map((job) => [job.jobId, job]));
      const steps: JobStep[] = [];
      for (const id of jobs) {
        const detail = found.get(id);
        if (detail === undefined) book.miss(id);
        else steps.push(...book.take(detail, seenAt));
      }
      if (steps.length > 0) yield steps;
    }
  }

  /** Small groups are described together, a hundred a call; of big ones only what a listing says has moved. */
  private async *followOpen(signal: AbortSignal): AsyncGenerator<JobStep[]> {
    const { book } = this.parts;
    const groups = book.groups();
    const small = groups.filter(({ ids }) => ids.length <= DESCRIBED_GROUP);
    yield* this.describe(
      small.flatMap(({ ids }) => ids),
      signal,
    );
    for (const group of groups) {
      if (group.ids.length <= DESCRIBED_GROUP) continue;
      if ('array' in group.source && book.isLevel(group.source.array, group.ids)) continue;
      yield* this.followByListing(group, signal);
    }
  }

  private async *followByListing({ source, ids }: OpenGroup, signal: AbortSignal): AsyncGenerator<JobStep[]> {
    const { book, clock } = this.parts;
    const unmoved = new Set<string>();
    for (const jobStatus of OPEN_STATES) {
      let nextToken: string | undefined;
      do {
        const where = 'queue' in source ? { jobQueue: source.queue } : { arrayJobId: source.array };
        const seenAt = clock();
        const page = await this.list({ ...where, jobStatus, maxResults: WHOLE_PAGE, nextToken }, signal);
        const steps: JobStep[] = [];
        for (const job of page.jobs) {
          const told = book.takeSummary(job, seenAt);
          if (told === null) continue;
          unmoved.add(job.jobId ?? '');
          steps.push(...told);
        }
        if (steps.length > 0) yield steps;
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    }
    yield* this.describe(
      ids.filter((id) => !unmoved.has(id)),
      signal,
    );
  }
}
