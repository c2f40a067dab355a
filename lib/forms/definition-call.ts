import { isObject } from './json-document';
import type { JsonObject, JsonValue } from './json-text';

const MEMBERS = [
  'type',
  'parameters',
  'schedulingPriority',
  'containerProperties',
  'nodeProperties',
  'ecsProperties',
  'eksProperties',
  'retryStrategy',
  'propagateTags',
  'timeout',
  'tags',
  'platformCapabilities',
  'consumableResourceProperties',
] as const;

/** What Describe fills in and no call needs: empty lists, objects and texts, at any depth. An exit rule's action as it was given. */
function given(value: JsonValue, name: string): JsonValue | undefined {
  if (value === null || value === '') return undefined;
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => given(item, '') ?? []);
    return items.length === 0 ? undefined : items;
  }
  if (isObject(value)) {
    const isPair = typeof value.name === 'string' && Object.hasOwn(value, 'value');
    const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
      const kept = isPair && key === 'value' ? item : given(item, key);
      return kept === undefined ? [] : [[key, kept]];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return name === 'action' && typeof value === 'string' ? value.toUpperCase() : value;
}

/** The call that registers a definition like one that Describe shows, under `name`. Masked values stay masks: they are asked for. */
export function definitionCall(detail: object, name: string): JsonObject {
  const document: JsonValue = JSON.parse(JSON.stringify(detail));
  const call: JsonObject = { jobDefinitionName: name };
  if (!isObject(document)) return call;
  for (const member of MEMBERS) {
    const value = Object.hasOwn(document, member) ? given(document[member] ?? null, member) : undefined;
    if (value !== undefined && value !== false) call[member] = value;
  }
  return call;
}

/** The call of a definition that begins from nothing. */
export const FRESH_DEFINITION: JsonObject = {
  jobDefinitionName: '',
  type: 'container',
  platformCapabilities: ['EC2'],
  containerProperties: {
    image: '',
    command: [],
    resourceRequirements: [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '2048' },
    ],
  },
  retryStrategy: { attempts: 1 },
};
