import type { Input } from '@/lib/simulator';
import type { SealedEntry } from './epoch-store';

export interface GroupCommitOptions {
  seal: (entries: Input[]) => SealedEntry[];
  append: (entries: SealedEntry[]) => Promise<void>;
  onDurable: (seq: number) => void;
  /** The log can't be written any more: what was not durable is lost, and the simulator has to stop. */
  onFailure: (error: Error) => void;
  /** Waits this many ms before a write is tried again after a lost connection. */
  pause: (milliseconds: number) => Promise<void>;
}

const TRIES = 120;
const PAUSE_MS = 500;

/** Writes the log: one statement at a time, each with everything that came in while the last one ran. */
export class GroupCommit {
  private pending: Input[] = [];
  private running: Promise<void> | null = null;
  private isFailed = false;
  /** Statements written so far. */
  commits = 0;

  constructor(private readonly options: GroupCommitOptions) {}

  add(entries: Input[]): void {
    if (this.isFailed) return;
    this.pending.push(...entries);
    this.running ??= this.run();
  }

  /** Resolves when everything added so far is durable or has failed. */
  async settled(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async run(): Promise<void> {
    // What comes in within the same turn of the event loop shares the first statement.
    await Promise.resolve();
    while (this.pending.length > 0 && !this.isFailed) {
      const entries = this.pending;
      this.pending = [];
      try {
        await this.write(this.options.seal(entries));
        this.options.onDurable(entries.at(-1)?.seq ?? 0);
      } catch (error) {
        this.isFailed = true;
        this.options.onFailure(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.running = null;
  }

  private async write(sealed: SealedEntry[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.options.append(sealed);
        this.commits++;
        return;
      } catch (error) {
        if (attempt >= TRIES || !isPassing(error)) throw error;
        await this.options.pause(PAUSE_MS);
      }
    }
  }
}

/** A connection that was lost or refused may come back; an error of the statement itself does not pass. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'SecondWriterError') return false;
  const code = 'code' in error ? String(error.code) : '';
  return /^(08|57P0)/.test(code) || /ECONN|EPIPE|ETIMEDOUT|terminat|timeout|closed/i.test(`${code} ${error.message}`);
}
