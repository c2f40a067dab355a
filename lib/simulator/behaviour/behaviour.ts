import type { ContainerDetail, ResourceRequirement } from '@aws-sdk/client-batch';
import type { Draws } from '../kernel/draws';
import type { JobSpec } from '../machine';
import { DEFAULT_DISTRIBUTION, type Distribution, drawRunMs, parseDistribution } from './distribution';
import { readCommand, type Script } from './script';

/** What jobs of one spec do when they run: read once from command and environment, a pure function of the spec. */
export interface Behaviour {
  /** Scripted run time in ms, else by `distribution`. */
  readonly runMs: number | null;
  readonly distribution: Distribution;
  readonly exitCode: number;
  /** The first so many attempts fail. */
  readonly failAttempts: number;
  readonly outOfMemory: boolean;
  /** Lines in the log besides the script's own. */
  readonly logLines: number | null;
  readonly script: Script | null;
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

/** What the container that decides a job's run does; of several in a task, each has its own memory. */
export function behaviourOf(spec: JobSpec): Behaviour {
  return spec.task === undefined && spec.pod === undefined
    ? containerBehaviour(spec.container, spec.memoryMib)
    : containerBehaviour(spec.container);
}

/** What a container does by its own command and environment; `memoryMib` is what it asks for. */
export function containerBehaviour(
  {
    command,
    environment,
    resourceRequirements,
  }: Pick<ContainerDetail, 'command' | 'environment' | 'resourceRequirements'>,
  memoryMib = memoryOf(resourceRequirements),
): Behaviour {
  const variables = new Map<string, string>();
  for (const { name, value } of environment ?? []) {
    if (name !== undefined && value !== undefined) variables.set(name, value);
  }
  return behaviourBy(variables, command ?? [], memoryMib);
}

function memoryOf(requirements: readonly ResourceRequirement[] | undefined): number {
  return Number(requirements?.find(({ type }) => type === 'MEMORY')?.value ?? Number.POSITIVE_INFINITY);
}

/** Reads SIM_SECONDS, SIM_EXIT_CODE, SIM_FAIL_ATTEMPTS, SIM_MEMORY_MIB, SIM_LOG_LINES, SIM_DISTRIBUTION and the command. */
export function behaviourBy(
  variables: ReadonlyMap<string, string>,
  command: readonly string[],
  memoryMib: number,
): Behaviour {
  const script = readCommand(command);
  const seconds = numberOf(variables.get('SIM_SECONDS'));
  const exitCode = numberOf(variables.get('SIM_EXIT_CODE'));
  const memory = numberOf(variables.get('SIM_MEMORY_MIB'));
  const distribution = parseDistribution(variables.get('SIM_DISTRIBUTION') ?? '');
  const scriptMs = distribution === null ? (script?.runMs ?? null) : null;
  return {
    runMs: seconds !== null ? Math.floor(seconds * 1000 + 0.5) : scriptMs,
    distribution: distribution ?? DEFAULT_DISTRIBUTION,
    exitCode: exitCode !== null ? Math.floor(exitCode) & 255 : (script?.exitCode ?? 0),
    failAttempts: Math.floor(numberOf(variables.get('SIM_FAIL_ATTEMPTS')) ?? 0),
    outOfMemory: memory !== null && memory > memoryMib,
    logLines: numberOf(variables.get('SIM_LOG_LINES')),
    script,
  };
}

/** Run time of an attempt in ms; `scripted` is the job's own, -1 where it has none. */
export function runMsOf(draws: Draws, behaviour: Behaviour, scripted: number, row: number, attempt: number): number {
  if (scripted >= 0) return scripted;
  return behaviour.runMs ?? drawRunMs(draws, behaviour.distribution, row, attempt);
}

const OUT_OF_MEMORY = 'OutOfMemoryError: Container killed due to memory usage';

/** How an attempt ends when it is left to itself. */
export function exitOf(behaviour: Behaviour, attempt: number): { exitCode: number; reason: string } {
  if (behaviour.outOfMemory) return { exitCode: 137, reason: OUT_OF_MEMORY };
  if (attempt <= behaviour.failAttempts) return { exitCode: behaviour.exitCode || 1, reason: '' };
  return { exitCode: behaviour.failAttempts > 0 ? 0 : behaviour.exitCode, reason: '' };
}
