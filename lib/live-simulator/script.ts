import type { WorkloadRows } from '@/lib/batch';
import { makeCalls, type TimedCall } from '@/lib/scenario';
import type { Input, Simulator } from '@/lib/simulator';

/** A logged input that the machine will not take: log and machine are not of one making. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/**
 * What is to be done to a machine at given instants: first the logged inputs again, then the scenario's calls to come.
 * An entry for instant t is due as soon as the machine has closed t - 1, before any other call of that instant; so what
 * stands in the log up to t settles which calls were made or refused, and a restart finds its place.
 */
export class Script {
  private replayed = 0;
  private called = 0;

  constructor(
    private readonly log: readonly Input[],
    private readonly agenda: readonly TimedCall[],
    private readonly rowsOf: (hash: string) => WorkloadRows,
  ) {}

  /** Virtual ms of the next entry, or null when nothing more will come by itself. */
  nextAt(): number | null {
    return this.log[this.replayed]?.at ?? this.agenda[this.called]?.at ?? null;
  }

  /** True when logged inputs are still to be applied. */
  isReplaying(): boolean {
    return this.replayed < this.log.length;
  }

  /** Carries out what is due; gives the inputs that are new and have to be logged. */
  runDue(machine: Simulator): Input[] {
    while (this.isReplaying()) {
      const input = this.log[this.replayed];
      if (input === undefined || input.at > machine.now() + 1) return [];
      this.replayed++;
      this.replay(machine, input);
    }
    const fresh: Input[] = [];
    while (true) {
      const entry = this.agenda[this.called];
      if (entry === undefined || entry.at > machine.now() + 1) return fresh;
      this.called++;
      fresh.push(...makeCalls(machine, entry));
    }
  }

  private replay(machine: Simulator, input: Input): void {
    if (input.kind === 'genesis') return;
    const rows = input.kind === 'workload' ? this.rowsOf(input.options.hash) : undefined;
    const result = machine.apply(input, rows);
    if (result.ok) return;
    throw new ReplayError(
      `Input ${input.seq} of the log (${input.kind}) was accepted once and is refused in the replay: ${result.error.message}`,
    );
  }
}
