import type { JobDefinition } from '@aws-sdk/client-batch';
import type { Core } from '../core';
import { emitResource } from './resource-changes';

/** Appends a revision, or replaces the one with the same ARN. */
export function putDefinition(core: Core, document: JobDefinition): void {
  const at = core.definitions.findIndex((other) => other.jobDefinitionArn === document.jobDefinitionArn);
  if (at < 0) core.definitions.push(document);
  else core.definitions[at] = document;
  const name = `${document.jobDefinitionName ?? ''}:${document.revision ?? 0}`;
  emitResource(core, 'job-definition', document.jobDefinitionArn ?? '', name, document, true);
}

/** Revisions of a name, oldest first. */
export function definitionsNamed(core: Core, name: string): JobDefinition[] {
  return core.definitions.filter((document) => document.jobDefinitionName === name);
}
