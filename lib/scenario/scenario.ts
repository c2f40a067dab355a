import type { Fault, Genesis, Principal, Timing, WorkloadOptions } from '@/lib/simulator';
import { workloadStem } from '@/lib/workloads';
import { agendaOf, type TimedCall } from './agenda';
import { parseDuration, parseMoment, parseTime } from './iso-time';
import { ScenarioError } from './scenario-error';
import type { ScenarioFault, ScenarioFile, ScenarioWorkload } from './scenario-file';

/** An input of a new machine, before it has its place in the log. */
export type ScenarioInput =
  | { kind: 'resource'; operation: string; input: object; principal: Principal }
  | { kind: 'workload'; options: WorkloadOptions; principal: Principal }
  | { kind: 'fault'; fault: Fault; principal: Principal };

/** A scenario made ready for one machine. Times in virtual ms. */
export interface Scenario {
  genesis: Genesis;
  inputs: ScenarioInput[];
  agenda: TimedCall[];
  /** Run flat out before anybody looks. */
  prerunMs: number;
  /** The file as JSON with seed and startAt filled in: reading it again gives the same scenario. */
  text: string;
}

export interface ScenarioOptions {
  region: string;
  account: string;
  /** Stands in for the file's seed. */
  seed?: number;
  /** Where the file has no startAt: it starts there, or `now - prerun`. */
  startAt?: number;
  now?: number;
  /** Hash of the rows of a workload that the file names, once they are at hand. */
  hashOf: (workload: ScenarioWorkload) => string;
}

/** Fixed start of a headless run whose scenario has none: 2026-01-01T00:00:00Z (DECISIONS 18). */
export const DEFAULT_START_AT = 1_767_225_600_000;

/** Who a scenario's own inputs are made by. */
export const SCENARIO_PRINCIPAL: Principal = { actor: 'scenario', source: 'scenario' };

/** Makes a parsed scenario ready. Throws a ScenarioError that names the member where a moment is out of range. */
export function readyScenario(file: ScenarioFile, options: ScenarioOptions): Scenario {
  const prerunMs = file.prerun === undefined ? 0 : (parseDuration(file.prerun) ?? 0);
  const own = file.startAt === undefined ? null : parseTime(file.startAt);
  const startAt = own ?? options.startAt ?? (options.now === undefined ? DEFAULT_START_AT : options.now - prerunMs);
  const seed = options.seed ?? file.seed;
  const settled: ScenarioFile = { ...file, seed, startAt: isoTime(startAt) };
  return {
    genesis: { seed, timing: file.timing satisfies Timing, startAt, region: options.region, account: options.account },
    inputs: [
      ...file.resources.map((resource) => ({ kind: 'resource' as const, ...resource, principal: SCENARIO_PRINCIPAL })),
      ...file.workloads.map((workload, index) => ({
        kind: 'workload' as const,
        options: workloadOptions(workload, options.hashOf(workload), startAt, `workloads[${index}].at`),
        principal: SCENARIO_PRINCIPAL,
      })),
      ...file.faults.map((fault, index) => ({
        kind: 'fault' as const,
        fault: faultOf(fault, startAt, `faults[${index}]`),
        principal: SCENARIO_PRINCIPAL,
      })),
    ],
    agenda: agendaOf(settled, startAt),
    prerunMs,
    text: JSON.stringify(settled),
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function workloadOptions(workload: ScenarioWorkload, hash: string, startAt: number, where: string): WorkloadOptions {
  const { at, file, retryStrategy, queue, limit, timeScale, memoryMibPerProcessor, memory, jobDefinition } = workload;
  return {
    file: workloadStem(file),
    hash,
    queue,
    at: at === undefined ? startAt : momentOf(at, startAt, where),
    ...(limit !== undefined && { limit }),
    ...(timeScale !== undefined && { timeScale }),
    ...(memoryMibPerProcessor !== undefined && { memoryMibPerProcessor }),
    ...(memory !== undefined && { memory }),
    ...(jobDefinition !== undefined && { jobDefinition }),
    ...(retryStrategy !== undefined && { retryStrategy }),
  };
}

/** A fault with its moments in virtual ms. Throws a ScenarioError where it would begin before `startAt`. */
export function faultOf(entry: ScenarioFault, startAt: number, where: string): Fault {
  const { at, duration, ...what } = entry;
  const begin = momentOf(at, startAt, `${where}.at`);
  const length = duration === undefined ? null : parseDuration(duration);
  const members = withoutAbsent(what);
  return length === null ? { at: begin, ...members } : { at: begin, end: begin + length, ...members };
}

type FaultMembers = Fault extends infer F ? (F extends { kind: string } ? Omit<F, 'at' | 'end'> : never) : never;

/** Zod gives optional members as `undefined` at most; without them the parsed fault is a Fault's members exactly. */
function withoutAbsent(what: object): FaultMembers {
  return Object.fromEntries(Object.entries(what).filter(([, value]) => value !== undefined)) as FaultMembers;
}

function momentOf(text: string, startAt: number, where: string): number {
  const at = parseMoment(text, startAt);
  if (at === null || at < startAt) {
    throw new ScenarioError(`The scenario's ${where} must not be before its startAt: ${text}.`);
  }
  return at;
}
