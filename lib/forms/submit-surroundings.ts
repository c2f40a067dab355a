import { nameOfArn } from '@/lib/batch';
import { isObject } from './json-document';
import type { JsonObject } from './json-text';

/** A submit has 20 dependencies at most; what is over is refused without being looked up. */
const DEPENDENCIES_READ = 20;

/** What a definition says of one container. Texts as AWS has them; null where it says nothing. */
export interface KnownContainer {
  command: readonly string[];
  vcpus: string | null;
  memoryMib: string | null;
  gpus: string | null;
  environment: readonly { name: string; value: string }[];
  /** False where it has the older members `vcpus` and `memory` only. */
  usesRequirements: boolean;
}

/** A definition that jobs may be submitted with. */
export interface KnownDefinition extends KnownContainer {
  /** `name:revision`. */
  name: string;
  /** What runs: one container, the nodes of a multi-node job, or what the form leaves to the call (`ecs`, `eks`). */
  kind: 'container' | 'multinode' | 'ecs' | 'eks';
  isFargate: boolean;
  parameters: Readonly<Record<string, string>>;
  nodes: {
    numNodes: number;
    mainNode: number;
    ranges: readonly (KnownContainer & { targetNodes: string })[];
  } | null;
}

/** A queue that takes jobs. */
export interface KnownQueue {
  name: string;
  state: string;
  /** Whether it has a scheduling policy: its jobs then belong to shares. */
  isFairShare: boolean;
  /** What its environments run; null where that is not known. */
  platform: 'EC2' | 'FARGATE' | null;
}

/** A job that another may depend on. */
export interface KnownJob {
  /** Children of an array; null for any other job. */
  arraySize: number | null;
}

/** What stands on the connection now; what is absent is not known, and then not checked. */
export interface SubmitSurroundings {
  queues?: readonly KnownQueue[];
  /** Active ones, of one name the newest first. */
  definitions?: readonly KnownDefinition[];
  /** By id. */
  jobs?: Readonly<Record<string, KnownJob>>;
}

/** The definition that a call means: a revision by its number, a bare name by its newest active one; null where it is not known. */
export function definitionMeant<Known extends { name: string }>(
  definitions: readonly Known[],
  given: string,
): Known | null {
  const name = nameOfArn(given);
  return (
    definitions.find((one) => one.name === name) ??
    definitions.find((one) => one.name.slice(0, one.name.lastIndexOf(':')) === name) ??
    null
  );
}

/** The queue that a call means, by name or ARN; null where it is not known. */
export function queueMeant<Known extends { name: string }>(queues: readonly Known[], given: string): Known | null {
  const name = nameOfArn(given);
  return queues.find((one) => one.name === name) ?? null;
}

/** The names that a command takes from parameters: `Ref::chr` is `chr`. */
export function referencesOf(command: readonly string[]): string[] {
  const found = command.flatMap((word) => [...word.matchAll(/Ref::([A-Za-z0-9_-]+)/g)]);
  return [...new Set(found.map(([, name = '']) => name))];
}

/** The ids of the jobs that a call waits for, each once; what is no text is left out. */
export function dependenciesIn(call: JsonObject): string[] {
  const list = Array.isArray(call.dependsOn) ? call.dependsOn.filter(isObject) : [];
  const ids = list.flatMap(({ jobId }) => (typeof jobId === 'string' && jobId !== '' ? [jobId] : []));
  return [...new Set(ids)].slice(0, DEPENDENCIES_READ);
}
