import type { WorkloadRows } from '@/lib/batch';
import type { Input, Simulator } from '@/lib/simulator';
import { type TimedCall, withJobIds } from './agenda';
import { SCENARIO_PRINCIPAL, type ScenarioInput } from './scenario';

/** What `applyScenario` did: the inputs as they stand in the log, or which one was refused and AWS's words for it. */
export type AppliedScenario = { ok: true; entries: Input[] } | { ok: false; message: string };

/** Gives a new machine its scenario's inputs, in order. Its genesis is entry 0. */
export function applyScenario(
  machine: Simulator,
  inputs: readonly ScenarioInput[],
  rowsOf: (hash: string) => WorkloadRows,
): AppliedScenario {
  const { genesis } = machine;
  const entries: Input[] = [{ seq: 0, at: genesis.startAt, kind: 'genesis', genesis }];
  for (const draft of inputs) {
    const input: Input = { ...draft, seq: machine.inputSeq() + 1, at: machine.now() + 1 };
    const result = machine.apply(input, input.kind === 'workload' ? rowsOf(input.options.hash) : undefined);
    if (!result.ok) return { ok: false, message: `${nameOf(draft)} was refused: ${result.error.message}` };
    entries.push(input);
  }
  return { ok: true, entries };
}

/** Makes the calls of one entry of the agenda; gives the inputs of those that were accepted. Refused ones leave nothing. */
export function makeCalls(machine: Simulator, entry: TimedCall): Input[] {
  const jobIds: (string | null)[] = [];
  const entries: Input[] = [];
  for (const { operation, input } of entry.calls) {
    const resolved = withJobIds(input, jobIds);
    const result = resolved === null ? null : machine.call(operation, resolved, SCENARIO_PRINCIPAL);
    jobIds.push(result?.ok === true ? jobIdOf(result.output) : null);
    if (result?.ok === true && result.input !== undefined) entries.push(result.input);
  }
  return entries;
}

function jobIdOf(output: object): string | null {
  return 'jobId' in output && typeof output.jobId === 'string' ? output.jobId : null;
}

function nameOf(draft: ScenarioInput): string {
  if (draft.kind === 'workload') return `The workload ${draft.options.file}`;
  if (draft.kind === 'fault') return `The fault ${draft.fault.kind}`;
  const own = Object.entries(draft.input).find(([member]) => /Name$/.test(member))?.[1];
  return typeof own === 'string' ? `${draft.operation} of ${own}` : draft.operation;
}
