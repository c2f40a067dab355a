import type { JsonObject, JsonValue } from '@/lib/forms';
import { HERE, many, named, type Row, refuses, tagged } from './constraints-in-tests';

const CONSUMABLE: JsonObject = { consumableResourceName: 'new', totalQuantity: 1 };
const NEW: Row[] = [
  ...named(CONSUMABLE, 'consumableResourceName', 'ConsumableResource name should match a valid pattern.'),
  ...tagged(CONSUMABLE),
  [CONSUMABLE, 'totalQuantity', -1, 'totalQuantity cannot be a negative number.'],
  [CONSUMABLE, 'resourceType', 'SLOTS', 'Value SLOTS for resourceType is not valid.'],
];

const DEFINITION: JsonObject = {
  jobDefinitionName: 'new',
  type: 'container',
  containerProperties: {
    image: 'busybox',
    resourceRequirements: [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '128' },
    ],
  },
};
const PATH = 'consumableResourceProperties';
const list = (...consumableResourceList: JsonObject[]): JsonValue => ({ consumableResourceList });
const one = (consumableResource: string, quantity: JsonValue = 1): JsonObject => ({ consumableResource, quantity });
const NEEDS: Row[] = [
  [DEFINITION, PATH, list(...many(6, (at) => one(`r${at}`))), 'can have at most 5 consumableResources'],
  [DEFINITION, PATH, list(one('a'), one('a')), 'Cannot have duplicate consumableResource'],
  [DEFINITION, PATH, list(one('a'), one(`${HERE}:consumable-resource/a`)), 'Cannot have duplicate consumableResource'],
  [DEFINITION, PATH, list(one('two words')), 'ConsumableResource name should match a valid pattern.'],
  [DEFINITION, PATH, list(one('')), 'ConsumableResource name should match a valid pattern.'],
  [DEFINITION, PATH, list(one('a', 0)), 'must be at least 1'],
  [DEFINITION, PATH, list(one('a', -1)), 'must be at least 1'],
  [DEFINITION, PATH, list({ consumableResource: 'a' }), 'must be at least 1'],
];

refuses('CreateConsumableResource', NEW);
refuses('RegisterJobDefinition', NEEDS);
