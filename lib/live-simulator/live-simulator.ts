import { setTimeout as pause } from 'node:timers/promises';
import { createSeal } from '@/lib/db';
import type { ApiRequest, ApiResponse } from '@/lib/protocol';
import {
  ENGINE_VERSION,
  type Fault,
  type Genesis,
  type Input,
  type LogLine,
  type Principal,
  type WorkloadOptions,
} from '@/lib/simulator';
import { ChangeFeed, type FeedBatch } from './change-feed';
import {
  InputRefusedError,
  type LiveClock,
  type LiveSimulator,
  type LiveSimulatorOptions,
  SimulatorStoppedError,
} from './contract';
import { EpochStore } from './epoch-store';
import { GroupCommit } from './group-commit';
import { sightsThrough } from './look';
import type { Answer, Control, FromWorker, Speed, TakenSnapshot, WorkerClock } from './messages';
import { type Opening, planNewEpoch, planRecovery } from './recovery';
import { linkWorker, type WorkerLink } from './worker-link';
import { readWorkloads } from './workload-blobs';

/**
 * Opens an epoch, or resumes it: newest usable snapshot, tail of the log, on to `may_run_to`, and only then calls. Comes
 * back before it has caught up, so that a recorder can follow from the first change. Throws an InputRefusedError when
 * the machine refuses one of a new epoch's inputs; nothing is written then.
 */
export async function startLiveSimulator(options: LiveSimulatorOptions): Promise<LiveSimulator> {
  const engine = String(ENGINE_VERSION);
  const key = { connectionId: options.connection.id, epoch: options.epoch };
  const store = new EpochStore(options.pool, key, createSeal(options.secret, 'sim-log'), options.clock, engine);
  const row = await store.readEpoch();
  let opening: Opening;
  if (row !== null) {
    opening = await planRecovery(options.pool, store, row, options.connection, engine);
  } else if (options.start !== undefined) {
    opening = await planNewEpoch(options.pool, options.start, engine);
  } else {
    throw new Error(
      `Epoch ${options.epoch} of connection ${options.connection.id} does not exist, and no scenario was given.`,
    );
  }
  const live = new Live(options, store, opening);
  await live.open();
  return live;
}

class Live implements LiveSimulator {
  readonly genesis: Genesis;
  readonly sights = sightsThrough((control) => this.control(control));
  private readonly feed: ChangeFeed;
  private readonly commit: GroupCommit;
  private readonly link: WorkerLink;
  private readonly listeners = new Set<(clock: LiveClock) => void>();
  private worker: WorkerClock;
  private durableSeq: number;
  private mayRunTo: number;
  private granting: number | null = null;
  private snapshot: TakenSnapshot | null = null;
  private saving: Promise<void> | null = null;
  private stopped: Error | null = null;
  private closing: Promise<void> | null = null;

  constructor(
    private readonly options: LiveSimulatorOptions,
    private readonly store: EpochStore,
    private readonly opening: Opening,
  ) {
    const { open } = opening;
    this.genesis = open.genesis;
    this.durableSeq = opening.durableSeq;
    this.mayRunTo = opening.mayRunTo;
    this.worker = {
      now: open.genesis.startAt,
      pace: open.pace,
      heldByHistory: false,
      catchingUp: true,
      advancingTo: null,
      nextEventAt: null,
      wants: null,
    };
    this.feed = new ChangeFeed(open.recordedSeq, (changeSeq) => {
      this.link.tell({ type: 'acked', changeSeq });
      this.keepSnapshot();
    });
    this.commit = new GroupCommit({
      seal: (entries) => store.sealed(entries),
      append: (entries) => store.append(entries),
      onDurable: (seq) => this.grant(seq, this.mayRunTo),
      onFailure: (error) => this.fail(error),
      pause,
    });
    this.link = linkWorker(
      options.host,
      (message) => this.receive(message),
      (error) => this.fail(error),
    );
  }

  async open(): Promise<void> {
    const { opening } = this;
    try {
      const answer = await this.link.request({ type: 'open', open: opening.open });
      if (answer.kind === 'refused') throw new InputRefusedError(answer.message);
      if (answer.kind !== 'opened') throw unexpected(answer);
      if (opening.row !== null) await this.store.create(opening.row, answer.entries);
      if (opening.upgradedFrom !== null) await this.noteUpgrade(opening.upgradedFrom);
      this.grant(answer.entries.at(-1)?.seq ?? this.durableSeq, this.mayRunTo);
    } catch (error) {
      await this.link.end(error instanceof Error ? error : new Error(String(error)));
      throw this.stopped ?? error;
    }
  }

  async call(request: ApiRequest, principal: Principal): Promise<Pick<ApiResponse, 'status' | 'headers' | 'body'>> {
    const answer = await this.link.request({ type: 'call', request, principal });
    if (answer.kind !== 'response') throw unexpected(answer);
    if (answer.delayMs > 0) await pause(answer.delayMs, null, { ref: false });
    return answer.response;
  }

  changes(cursor: number, signal: AbortSignal): AsyncIterable<FeedBatch> {
    return this.feed.read(cursor, signal);
  }

  async logs(logStream: string, from: number, limit: number): Promise<{ lines: LogLine[]; total: number } | null> {
    const answer = await this.control({ kind: 'logs', logStream, from, limit });
    if (answer.kind !== 'logs') throw unexpected(answer);
    return answer.page;
  }

  clock(): LiveClock {
    const { now, pace, heldByHistory, advancingTo, nextEventAt } = this.worker;
    const { seed, startAt } = this.genesis;
    return {
      epoch: this.options.epoch,
      seed,
      startAt,
      now,
      speed: pace.speed,
      paused: pace.paused,
      heldByHistory,
      ...(advancingTo !== null && { advancingTo }),
      nextEventAt,
    };
  }

  onClock(listener: (clock: LiveClock) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async setPace(pace: { speed?: Speed; paused?: boolean }): Promise<LiveClock> {
    const { speed } = pace;
    if (speed !== undefined && speed !== 'max' && !(Number.isFinite(speed) && speed > 0)) {
      throw new RangeError(`A speed is a number above 0, or "max"; not ${speed}.`);
    }
    await this.control({ kind: 'pace', pace });
    await this.store.savePace({ ...this.worker.pace, ...pace });
    return this.clock();
  }

  async advanceTo(to: number): Promise<LiveClock> {
    if (!Number.isSafeInteger(to)) throw new RangeError(`${to} is no moment: whole ms since 1970 are needed.`);
    const answer = await this.control({ kind: 'advance', to });
    if (answer.kind !== 'reached') throw unexpected(answer);
    await this.feed.recorded(answer.changeSeq);
    return this.clock();
  }

  async loadWorkload(options: WorkloadOptions, principal: Principal): Promise<void> {
    const kept = await readWorkloads(this.options.pool, [options.hash]);
    const rows = kept[options.hash];
    if (rows !== undefined) await this.control({ kind: 'workload', options, rows, principal });
  }

  async injectFault(fault: Fault, principal: Principal): Promise<void> {
    await this.control({ kind: 'fault', fault, principal });
  }

  readLog(afterSeq: number, limit: number): Promise<Input[]> {
    return this.store.readLog(afterSeq, limit);
  }

  failure(): Error | null {
    return this.closing === null ? this.stopped : null;
  }

  close(patience = 3000): Promise<void> {
    this.closing ??= this.shutDown(patience);
    return this.closing;
  }

  private async shutDown(patience: number): Promise<void> {
    if (this.stopped === null) {
      await this.link.request({ type: 'control', control: { kind: 'stop' } }).catch(() => {});
      await this.commit.settled();
      const recorded = this.feed.recorded(this.feed.toldSeq).catch(() => {});
      if (this.feed.hasReader) await Promise.race([recorded, pause(patience, null, { ref: false })]);
      this.keepSnapshot();
      await this.saving;
    }
    this.stopped ??= new SimulatorStoppedError('The simulator was stopped.');
    this.feed.close(null);
    await this.link.end(this.stopped);
  }

  private async control(control: Control): Promise<Answer> {
    const answer = await this.link.request({ type: 'control', control });
    if (answer.kind !== 'refused') return answer;
    if (answer.error === 'past') throw new RangeError(answer.message);
    throw answer.error === 'input' ? new InputRefusedError(answer.message) : new SimulatorStoppedError(answer.message);
  }

  private receive(message: Exclude<FromWorker, { type: 'answer' }>): void {
    switch (message.type) {
      case 'append':
        this.commit.add(message.entries);
        break;
      case 'changes':
        this.feed.push(message.changes, message.upTo);
        break;
      case 'clock':
        this.worker = message.clock;
        if (message.clock.wants !== null) this.allow(message.clock.wants);
        for (const listener of this.listeners) listener(this.clock());
        break;
      case 'snapshot':
        this.snapshot = message.snapshot;
        this.keepSnapshot();
        break;
      case 'failed':
        this.fail(new SimulatorStoppedError(`The simulator failed: ${message.message}`));
    }
  }

  private grant(seq: number, mayRunTo: number): void {
    this.durableSeq = Math.max(this.durableSeq, seq);
    this.mayRunTo = Math.max(this.mayRunTo, mayRunTo);
    this.link.tell({ type: 'durable', seq: this.durableSeq, mayRunTo: this.mayRunTo });
    this.keepSnapshot();
  }

  private allow(to: number): void {
    if (this.granting !== null || this.stopped !== null) return;
    this.granting = to;
    this.store.allowRunTo(to).then(
      () => {
        this.granting = null;
        this.grant(this.durableSeq, to);
      },
      () => {
        // Virtual time stands until the database can be written again.
        this.granting = null;
        void pause(500, null, { ref: false }).then(() => this.allow(to));
      },
    );
  }

  private keepSnapshot(): void {
    const { snapshot } = this;
    if (snapshot === null || this.saving !== null) return;
    if (snapshot.inputSeq > this.durableSeq || snapshot.changeSeq > this.feed.acknowledgedSeq) return;
    this.snapshot = null;
    // A snapshot only shortens the next start: one that can't be kept is done without.
    this.saving = this.store
      .saveSnapshot(snapshot)
      .catch(() => {})
      .finally(() => {
        this.saving = null;
        this.keepSnapshot();
      });
  }

  private async noteUpgrade(from: string): Promise<void> {
    const { startAt } = this.genesis;
    const reason = `The log was replayed by engine ${ENGINE_VERSION}; what engine ${from} had made of it may differ.`;
    await this.store.noteGap(startAt, this.mayRunTo, reason);
    await this.store.saveEngine();
  }

  private fail(error: Error): void {
    if (this.stopped !== null) return;
    this.stopped = error;
    this.feed.close(error);
    void this.link.end(error);
  }
}

function unexpected(answer: Answer): Error {
  if (answer.kind === 'refused') return new SimulatorStoppedError(answer.message);
  return new Error(`The simulator answered '${answer.kind}' to another question.`);
}
