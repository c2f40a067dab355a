import type { JobDefinition } from '@aws-sdk/client-batch';
import type { Machine } from '../machine';
import { refuse, refuseValue } from './refusals';
import { isResourceName, localName } from './request-rules';

/** `NAME`, `NAME:REVISION`, or an ARN of either; null as revision where none was given. */
export interface DefinitionName {
  name: string;
  revision: number | null;
}

function notActive(given: string): never {
  refuse(`JobDefinition name ${given} does not exist or is not in ACTIVE status`);
}

function splitRevision(text: string): { name: string; revision: number | null } | null {
  const colon = text.indexOf(':');
  if (colon < 0) return { name: text, revision: null };
  const digits = text.slice(colon + 1);
  return /^\d{1,10}$/.test(digits) ? { name: text.slice(0, colon), revision: Number(digits) } : null;
}

/** Reads how a request names a definition; refuses a text that is no name, and an ARN of another place. */
export function parseDefinitionName(machine: Machine, given: string): DefinitionName {
  const local = localName(machine.place, 'job-definition', given);
  if (local === null) notActive(given);
  const split = splitRevision(local);
  if (split === null || !isResourceName(split.name)) {
    refuseValue(`Provided name ${given} is not supported pattern[a-zA-Z_0-9-]{1,128}`);
  }
  return split;
}

/** The ACTIVE definition that a job is to be made from: the newest revision where none is named. */
export function activeDefinition(machine: Machine, given: string): JobDefinition {
  const { name, revision } = parseDefinitionName(machine, given);
  const active = machine.definitions(name).filter((definition) => definition.status === 'ACTIVE');
  const found = revision === null ? active.at(-1) : active.find((definition) => definition.revision === revision);
  return found ?? notActive(given);
}

/** What a request asks to see: one revision, or all of a name from the newest on; nothing for what is unknown. */
export function definitionOf(machine: Machine, given: string): JobDefinition[] {
  const local = localName(machine.place, 'job-definition', given);
  const split = local === null ? null : splitRevision(local);
  if (split === null) return [];
  const all = machine.definitions(split.name);
  return split.revision === null
    ? [...all].reverse()
    : all.filter((definition) => definition.revision === split.revision);
}
