import type { WorkloadRows } from '@/lib/batch';
import { handle, operationAt, WireFaults } from '@/lib/protocol';
import { applyScenario } from '@/lib/scenario';
import { createSimulator, type Input, restoreSimulator, type Simulator } from '@/lib/simulator';
import { decodeRows } from '@/lib/workloads';
import { DRIVE_LIMITS, Drive, type DriveLimits } from './drive';
import { seenBy } from './look';
import type { Answer, Control, FromWorker, OpenMachine, ToWorker, WorkerClock } from './messages';
import { Outbox } from './outbox';
import { ReplayError, Script } from './script';

export interface LiveMachineOptions {
  post: (message: FromWorker) => void;
  /** Wall ms that never go backwards; fractions welcome. */
  clock: () => number;
  requestId: () => string;
  limits?: Partial<DriveLimits>;
}

type Request = Extract<ToWorker, { id: number }>;

const CLOCK_MS = 100;
const IDLE_MS = 1000;
const NO_FAULT = { refusal: null, delayMs: 0 };

/**
 * A simulator kept going: takes messages, runs in slices, posts what may leave. Knows no thread: whoever owns it calls
 * `receive` for each message and `pump` again after the wall ms that `pump` gave.
 */
export class LiveMachine {
  private readonly outbox: Outbox;
  private readonly rows = new Map<string, WorkloadRows>();
  private drive: Drive | null = null;
  private waitingRoom: Request[] = [];
  private isStopped = false;
  private hasCaughtUp = false;
  private recordedSeq = 0;
  private wire: WireFaults | null = null;
  private told: { clock: WorkerClock; wall: number } | null = null;

  constructor(private readonly options: LiveMachineOptions) {
    this.outbox = new Outbox(options.post);
  }

  receive(message: ToWorker): void {
    this.guard(() => {
      if (message.type === 'durable') this.grant(message.seq, message.mayRunTo);
      else if (message.type === 'acked') this.acknowledge(message.changeSeq);
      else if (message.type === 'open') this.open(message.id, message.open);
      else this.request(message);
    });
  }

  /** One slice. Gives the wall ms until the next one is worth while; 0: at once. */
  pump(): number {
    let rest = IDLE_MS;
    this.guard(() => {
      const drive = this.drive;
      if (drive === null || this.isStopped) return;
      rest = drive.turn();
      this.settle(drive);
      const wall = this.options.clock();
      this.outbox.flush(drive.machine.now(), wall, false);
      const snapshot = drive.takeSnapshot(false);
      if (snapshot !== null) this.options.post({ type: 'snapshot', snapshot });
      this.tellClock(drive, false);
      if (this.outbox.pending > 0) rest = Math.min(rest, 20);
    });
    return rest;
  }

  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.isStopped = true;
      this.options.post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  private open(id: number, open: OpenMachine): void {
    this.recordedSeq = open.recordedSeq;
    const machine = open.snapshot === null ? createSimulator(open.genesis) : restoreSimulator(open.snapshot);
    machine.onChanges((change) => {
      if (change.seq > open.recordedSeq) this.outbox.change(change, machine.inputSeq());
    });
    for (const [hash, bytes] of Object.entries(open.workloads)) this.rows.set(hash, decodeRows(bytes));
    const rowsOf = (hash: string) => this.rowsOf(hash);
    const applied = open.drafts === null ? null : applyScenario(machine, open.drafts, rowsOf);
    if (applied?.ok === false) {
      this.refuse(id, 'input', applied.message);
      return;
    }
    this.outbox.raise(0, machine.inputSeq());
    this.wire = new WireFaults(machine.genesis.seed, this.options.clock);
    const script = new Script(open.log, open.agenda, rowsOf);
    const limits = { ...DRIVE_LIMITS, ...this.options.limits };
    const log = (entries: Input[]) => this.options.post({ type: 'append', entries });
    this.drive = new Drive(machine, script, this.outbox, log, this.options.clock, limits, open);
    this.options.post({ type: 'answer', id, answer: { kind: 'opened', entries: applied?.entries ?? [] } });
  }

  private rowsOf(hash: string): WorkloadRows {
    const rows = this.rows.get(hash);
    if (rows === undefined) throw new Error(`The rows of workload ${hash} were not handed over with the log.`);
    return rows;
  }

  private grant(seq: number, mayRunTo: number): void {
    const { drive } = this;
    if (drive === null) return;
    this.outbox.durable(seq, drive.machine.now(), this.options.clock());
    drive.mayRunTo = Math.max(drive.mayRunTo, mayRunTo);
  }

  private acknowledge(changeSeq: number): void {
    if (this.drive !== null) this.drive.acked = Math.max(this.drive.acked, changeSeq);
  }

  private request(message: Request): void {
    const drive = this.drive;
    if (this.isStopped || drive === null) {
      this.refuse(message.id, 'stopped', 'The simulator is not running.');
    } else if (message.type === 'control' && message.control.kind === 'stop') {
      this.stop(message.id, drive);
    } else if (drive.isLive() && this.waitingRoom.length === 0) {
      if (message.type === 'call') drive.turn();
      this.carryOut(message, drive);
    } else {
      this.waitingRoom.push(message);
    }
  }

  private settle(drive: Drive): void {
    if (!this.hasCaughtUp && drive.isLive()) this.checkHistory(drive);
    if (drive.isLive() && this.waitingRoom.length > 0) {
      const waiting = this.waitingRoom;
      this.waitingRoom = [];
      for (const message of waiting) this.carryOut(message, drive);
    }
    const now = drive.machine.now();
    const reached = drive.advancing.filter(({ to }) => to <= now);
    if (reached.length === 0) return;
    drive.advancing = drive.advancing.filter(({ to }) => to > now);
    drive.repace({});
    this.outbox.flush(now, this.options.clock(), true);
    this.tellClock(drive, true);
    for (const { id } of reached) {
      this.answer(id, { kind: 'reached', changeSeq: drive.machine.changeSeq() }, drive);
    }
  }

  /** History can't know more than the replay of the log it was recorded from. */
  private checkHistory(drive: Drive): void {
    this.hasCaughtUp = true;
    const replayed = drive.machine.changeSeq();
    if (replayed >= this.recordedSeq) return;
    throw new ReplayError(
      `The log gives ${replayed} changes, but history has recorded ${this.recordedSeq}: this version of the simulator makes something else of it. Reset the connection to go on in a new epoch.`,
    );
  }

  private carryOut(message: Request, drive: Drive): void {
    if (message.type === 'open') return;
    if (message.type === 'control') {
      this.control(message.id, message.control, drive);
      return;
    }
    this.call(message, drive);
  }

  private call({ id, request, principal }: Extract<Request, { type: 'call' }>, drive: Drive): void {
    const { machine } = drive;
    const requestId = this.options.requestId();
    const operation = operationAt(request.method, request.path) ?? '';
    const { refusal, delayMs } = this.wire?.judge(machine.faults(), operation, machine.now(), requestId) ?? NO_FAULT;
    const from = this.outbox.pending;
    const { input, ...response } = refusal ?? handle(request, machine, principal, requestId);
    if (input !== undefined) this.logged(input, from, drive);
    this.answer(id, { kind: 'response', response, delayMs }, drive);
  }

  private logged(input: Input, from: number, drive: Drive): void {
    this.outbox.raise(from, input.seq);
    this.options.post({ type: 'append', entries: [input] });
    drive.stirred();
  }

  private control(id: number, control: Control, drive: Drive): void {
    const { machine } = drive;
    switch (control.kind) {
      case 'pace':
        drive.turn();
        drive.repace(control.pace);
        this.tellClock(drive, true);
        this.answer(id, { kind: 'done' }, drive);
        break;
      case 'advance':
        if (control.to < machine.now()) this.refuse(id, 'past', `${control.to} is before ${machine.now()}.`);
        else drive.advancing.push({ id, to: control.to });
        break;
      case 'workload': {
        const { options, principal } = control;
        const rows = decodeRows(control.rows);
        this.apply(id, { ...nextPlace(machine), kind: 'workload', options, principal }, drive, rows);
        break;
      }
      case 'fault': {
        const { fault, principal } = control;
        this.apply(id, { ...nextPlace(machine), kind: 'fault', fault, principal }, drive);
        break;
      }
      case 'logs': {
        const page = machine.logLines(control.logStream, control.from, control.limit);
        this.answer(id, { kind: 'logs', page }, drive);
        break;
      }
      case 'look':
        this.answer(id, { kind: 'seen', seen: seenBy(machine.sights, control.look) }, drive);
        break;
      case 'stop':
        this.stop(id, drive);
    }
    this.tellClock(drive, true);
  }

  private apply(id: number, input: Input, drive: Drive, rows?: WorkloadRows): void {
    const from = this.outbox.pending;
    const result = drive.machine.apply(input, rows);
    if (!result.ok) {
      this.refuse(id, 'input', result.error.message);
      return;
    }
    this.logged(input, from, drive);
    this.answer(id, { kind: 'done' }, drive);
  }

  private stop(id: number, drive: Drive): void {
    const snapshot = drive.takeSnapshot(true);
    this.isStopped = true;
    this.outbox.flush(drive.machine.now(), this.options.clock(), true);
    if (snapshot !== null) this.options.post({ type: 'snapshot', snapshot });
    for (const { id: waiting } of [...drive.advancing, ...this.waitingRoom]) {
      this.refuse(waiting, 'stopped', 'The simulator was stopped before this was done.');
    }
    this.answer(id, { kind: 'done' }, drive);
  }

  private refuse(id: number, error: 'past' | 'input' | 'stopped', message: string): void {
    this.options.post({ type: 'answer', id, answer: { kind: 'refused', error, message } });
  }

  private answer(id: number, answer: Answer, drive: Drive): void {
    this.outbox.answer(id, answer, drive.machine.inputSeq());
  }

  private tellClock(drive: Drive, force: boolean): void {
    const wall = this.options.clock();
    const wants = this.isStopped ? null : drive.wants();
    if (!force && wants === null && this.told !== null && wall - this.told.wall < CLOCK_MS) return;
    const advancing = drive.advancing.map(({ to }) => to);
    const clock: WorkerClock = {
      now: drive.machine.now(),
      pace: drive.pace,
      heldByHistory: drive.isHeld(),
      catchingUp: !drive.isLive(),
      advancingTo: advancing.length === 0 ? null : Math.max(...advancing),
      nextEventAt: drive.nextEventAt(),
      wants,
    };
    if (!force && wants === null && this.told !== null && sameClock(clock, this.told.clock)) return;
    this.told = { clock, wall };
    this.options.post({ type: 'clock', clock });
  }
}

function nextPlace(machine: Simulator): { seq: number; at: number } {
  return { seq: machine.inputSeq() + 1, at: machine.now() + 1 };
}

function sameClock(a: WorkerClock, b: WorkerClock): boolean {
  return (
    a.now === b.now &&
    a.pace === b.pace &&
    a.heldByHistory === b.heldByHistory &&
    a.catchingUp === b.catchingUp &&
    a.nextEventAt === b.nextEventAt
  );
}
