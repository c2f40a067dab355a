import { type Change, type InstanceChange, isTerminal, type JobChange, type WaitChange } from '@/lib/batch';
import type { Simulator } from './index';
import { leads } from './jobs/state-table';
import { WHO } from './test-machine';

/** A job as its changes told it. */
interface Told {
  change: JobChange;
  milliVcpus: number;
  memoryMib: number;
  queue: string;
  children: number;
  isNode: boolean;
  isRelay: boolean;
  isService: boolean;
  /** Instance that its attempt holds now. */
  instance: string | null;
}

/**
 * Watches a machine from outside, by what it tells alone, and holds it to that: no job is lost, ends twice or goes where no
 * rule leads; attempts follow one another; no instance is used beyond what it has; what is told is what Describe and List
 * show; whoever waits has a cause on record.
 */
export class Witness {
  readonly broken: string[] = [];
  private readonly jobs = new Map<string, Told>();
  private readonly instances = new Map<string, InstanceChange>();
  private readonly waits = new Map<string, WaitChange>();
  private seq = 0;
  private at = 0;

  constructor(private readonly simulator: Simulator) {}

  take(change: Change): void {
    this.hold(change.seq === this.seq + 1, `change ${change.seq} follows ${this.seq}`);
    this.hold((change.at ?? 0) >= this.at, `${change.kind} of ${change.at} is told after ${this.at}`);
    if ((change.at ?? 0) > this.at) this.closeInstant();
    this.seq = change.seq;
    this.at = change.at ?? 0;
    if (change.kind === 'job') this.job(change);
    else if (change.kind === 'instance') this.instances.set(change.instanceArn, change);
    else if (change.kind === 'wait') this.wait(change);
  }

  /** Holds what was told against what the API shows; between two instants only. Causes are told in steps: `isTold`. */
  audit(isTold: boolean): void {
    this.closeInstant();
    this.described();
    this.counted();
    if (isTold) this.waiting();
  }

  private hold(isTrue: boolean, sentence: string): void {
    if (!isTrue) this.broken.push(sentence);
  }

  private job(change: JobChange): void {
    const known = this.jobs.get(change.jobId);
    if (known === undefined) {
      this.hold(change.status === 'SUBMITTED', `${change.jobId} is first seen as ${change.status}`);
      this.jobs.set(change.jobId, this.firstSight(change));
    } else {
      const was = known.change;
      this.hold(!isTerminal(was.status), `${change.jobId} had ended as ${was.status} and is told as ${change.status}`);
      const isStep = was.status === change.status || known.isService || leads(was.status, change.status);
      this.hold(isStep, `${change.jobId} went from ${was.status} to ${change.status}`);
      this.hold(change.attemptsEnded >= was.attemptsEnded, `${change.jobId} has fewer attempts than before`);
      known.change = change;
    }
    this.attempt(change);
  }

  private firstSight(change: JobChange): Told {
    const { facts } = change;
    const parent = change.parentId === undefined ? undefined : this.jobs.get(change.parentId);
    this.hold(facts !== undefined || parent !== undefined, `${change.jobId} has neither facts nor a parent`);
    return {
      change,
      milliVcpus: facts?.milliVcpus ?? parent?.milliVcpus ?? 0,
      memoryMib: facts?.memoryMib ?? parent?.memoryMib ?? 0,
      queue: facts?.detail.jobQueue ?? parent?.queue ?? '',
      children: facts?.detail.arrayProperties?.size ?? 0,
      isNode: change.jobId.includes('#'),
      isRelay: facts?.relay === true,
      isService: facts?.service !== undefined,
      instance: null,
    };
  }

  private attempt({ jobId, attempt, attemptsEnded }: JobChange): void {
    const told = this.jobs.get(jobId);
    if (attempt === undefined || told === undefined || told.isService) return;
    const { n, placedAt, startedAt = placedAt, stoppedAt } = attempt;
    const isOver = stoppedAt !== undefined;
    this.hold(n === attemptsEnded + (isOver ? 0 : 1), `${jobId} tells attempt ${n} after ${attemptsEnded} ended ones`);
    this.hold(placedAt <= startedAt && startedAt <= (stoppedAt ?? startedAt), `${jobId}: attempt ${n} runs backwards`);
    told.instance = isOver ? null : (attempt.instanceArn ?? null);
  }

  private wait(change: WaitChange): void {
    const key = JSON.stringify([change.queueArn, change.share, change.shape, change.cause]);
    if (change.count === 0) this.waits.delete(key);
    else this.waits.set(key, change);
  }

  /** At the end of an instant: what attempts hold of an instance is at most what it has. */
  private closeInstant(): void {
    const held = new Map<string, { milli: number; memory: number }>();
    for (const { instance, milliVcpus, memoryMib } of this.jobs.values()) {
      if (instance === null) continue;
      const sum = held.get(instance) ?? { milli: 0, memory: 0 };
      held.set(instance, { milli: sum.milli + milliVcpus, memory: sum.memory + memoryMib });
    }
    for (const [arn, { milli, memory }] of held) {
      const instance = this.instances.get(arn);
      const isWithin =
        instance !== undefined && milli <= instance.vcpus * 1000 && memory <= instance.memoryMib && milli >= 0;
      this.hold(isWithin, `at ${this.at}: ${milli} milli-vCPU and ${memory} MiB are used of ${arn}`);
    }
  }

  private described(): void {
    const ids = [...this.jobs].flatMap(([id, { isService }]) => (isService ? [] : [id]));
    for (let from = 0; from < ids.length; from += 100) {
      const asked = ids.slice(from, from + 100);
      const found = new Map(this.ask('DescribeJobs', { jobs: asked }, 'jobs').map((job) => [job.jobId, job]));
      for (const id of asked) this.agrees(id, found.get(id));
    }
  }

  private agrees(id: string, shown: Readonly<Record<string, unknown>> | undefined): void {
    const told = this.jobs.get(id);
    if (told === undefined) return;
    const status = shown?.status;
    // A node whose container is over shows its end; it is told RUNNABLE until its job has ended, which may try again.
    const parent = this.jobs.get(told.change.parentId ?? '')?.change;
    const awaitsJob = told.isNode && told.change.attemptsEnded > (parent?.attemptsEnded ?? 0);
    this.hold(
      awaitsJob || status === told.change.status,
      `${id} is told as ${told.change.status} and shown as ${String(status)}`,
    );
    const attempts = Array.isArray(shown?.attempts) ? shown.attempts.length : 0;
    const ended = told.isNode ? attempts : told.change.attemptsEnded;
    this.hold(attempts === ended, `${id} has ${ended} attempts told and ${attempts} shown`);
    if (told.children > 0) this.summary(id, told, shown);
  }

  private summary(id: string, { children, change }: Told, shown: Readonly<Record<string, unknown>> | undefined): void {
    const counts: Record<string, number> = {};
    for (let index = 0; index < children; index++) {
      const status = this.jobs.get(`${id}:${index}`)?.change.status;
      this.hold(status !== undefined, `child ${index} of ${id} is lost`);
      if (status !== undefined) counts[status] = (counts[status] ?? 0) + 1;
    }
    const { arrayProperties } = { arrayProperties: {}, ...shown };
    const { statusSummary } = { statusSummary: {}, ...arrayProperties };
    for (const [status, count] of Object.entries(statusSummary))
      this.hold((counts[status] ?? 0) === count, `${id} shows ${String(count)} ${status} of ${counts[status] ?? 0}`);
    const ended = (counts.SUCCEEDED ?? 0) + (counts.FAILED ?? 0);
    const due = (counts.FAILED ?? 0) > 0 ? 'FAILED' : 'SUCCEEDED';
    if (ended === children) this.hold(change.status === due, `all children of ${id} ended, and it is ${change.status}`);
    else this.hold(!isTerminal(change.status), `${id} ended before its children`);
  }

  private counted(): void {
    const found = { submitted: 0, succeeded: 0, failed: 0, waiting: 0, running: 0 };
    for (const { change, children, isNode, isRelay } of this.jobs.values()) {
      if (children > 0 || isNode || isRelay) continue;
      found.submitted++;
      if (change.status === 'SUCCEEDED') found.succeeded++;
      else if (change.status === 'FAILED') found.failed++;
      else if (change.status === 'STARTING' || change.status === 'RUNNING') found.running++;
      else found.waiting++;
    }
    const { relay: _, ...jobs } = this.simulator.totals().jobs;
    const [told, shown] = [JSON.stringify(found), JSON.stringify({ ...found, ...jobs })];
    this.hold(told === shown, `told ${told}, counted ${shown}`);
  }

  /** Every job in PENDING and RUNNABLE is among those that a cause was told of, in its queue. */
  private waiting(): void {
    const left = new Map<string, number>();
    for (const { change, children, isNode, queue } of this.jobs.values()) {
      if (children > 0 || isNode || !['PENDING', 'RUNNABLE'].includes(change.status)) continue;
      left.set(queue, (left.get(queue) ?? 0) + 1);
    }
    for (const { queueArn, count } of this.waits.values()) left.set(queueArn, (left.get(queueArn) ?? 0) - count);
    for (const [queue, count] of left) this.hold(count === 0, `${count} jobs wait in ${queue} without a cause`);
  }

  private ask(operation: string, input: object, member: string): Readonly<Record<string, unknown>>[] {
    const result = this.simulator.call(operation, input, WHO);
    const items: unknown = result.ok ? Object.entries(result.output).find(([key]) => key === member)?.[1] : undefined;
    this.hold(Array.isArray(items), `${operation} is refused`);
    return Array.isArray(items) ? items.map((item: object) => ({ ...item })) : [];
  }
}
