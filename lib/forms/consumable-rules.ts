import type { CreateConsumableResourceCommandInput } from '@aws-sdk/client-batch';
import { checkResourceName, checkTags, Findings } from './checks';
import type { JsonObject } from './json-text';
import type { OperationShapes } from './operation-types';
import type { Problem } from './problem';
import { checkShape, soundInput } from './shapes';

const TYPES: readonly string[] = ['REPLENISHABLE', 'NON_REPLENISHABLE'];

/** What is wrong with a CreateConsumableResource. */
export function createConsumableResourceProblems(shapes: OperationShapes, document: JsonObject): Problem[] {
  const shape = checkShape(shapes, 'CreateConsumableResource', document);
  const input = soundInput<CreateConsumableResourceCommandInput>(shape);
  const found = new Findings();
  checkResourceName(found, input.consumableResourceName, 'consumableResourceName');
  found.range(input.totalQuantity, 'totalQuantity', 'The quantity', 0, Number.MAX_SAFE_INTEGER);
  found.when(
    input.resourceType !== undefined && !TYPES.includes(input.resourceType),
    'resourceType',
    `A consumable resource is ${TYPES.join(' or ')}.`,
  );
  checkTags(found, input.tags, 'tags');
  return found.after(shape.problems);
}
