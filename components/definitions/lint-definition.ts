import { isMask } from '@/lib/batch';
import { instanceTypes, isFargateSize, usableMemoryMib } from '@/lib/catalogue';
import type { DiffNote } from '../changes/document-diff-view';
import { isList, isRecord, type JsonRecord, type JsonValue, toJson } from '../changes/json-text';
import { formatQuantity } from '../format/number';

const member = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;

function required(container: JsonValue | undefined, type: string): number | null {
  const requirements = member(container, 'resourceRequirements');
  if (!isList(requirements)) return null;
  const found = requirements.find((one) => member(one, 'type') === type);
  const value = Number(member(found, 'value') ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

const largest = (of: (type: (typeof instanceTypes)[number]) => number) => Math.max(...instanceTypes.map(of));

function sizeNotes(container: JsonValue, path: string, isFargate: boolean): DiffNote[] {
  const [vcpus, memory] = [required(container, 'VCPU'), required(container, 'MEMORY')];
  const at = (type: string) => `${path}.resourceRequirements.${type}`;
  if (isFargate) {
    if (vcpus === null || memory === null || isFargateSize(vcpus, memory)) return [];
    return [
      {
        path: at('MEMORY'),
        text: `Fargate has no size of ${formatQuantity(vcpus, 'vCPU', 2)} with ${formatQuantity(memory, 'MiB')}.`,
      },
    ];
  }
  const notes: DiffNote[] = [];
  const mostMemory = largest((type) => usableMemoryMib(type.memoryMib));
  if (memory !== null && memory > mostMemory) {
    notes.push({
      path: at('MEMORY'),
      text: `No instance type offers this. The most is ${formatQuantity(mostMemory, 'MiB')}.`,
    });
  }
  const mostVcpus = largest((type) => type.vcpus);
  if (vcpus !== null && vcpus > mostVcpus) {
    notes.push({
      path: at('VCPU'),
      text: `No instance type offers this. The most is ${formatQuantity(mostVcpus, 'vCPU')}.`,
    });
  }
  return notes;
}

function imageNote(container: JsonValue, path: string): DiffNote[] {
  const image = member(container, 'image');
  if (typeof image !== 'string' || image === '' || image.includes('@sha256:')) return [];
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  if (tag !== undefined && tag !== 'latest') return [];
  return [{ path: `${path}.image`, text: 'The tag is not fixed: two runs of this revision may run different images.' }];
}

function secretNotes(container: JsonValue, path: string): DiffNote[] {
  const environment = member(container, 'environment');
  if (!isList(environment)) return [];
  return environment.flatMap((variable) => {
    const [name, value] = [member(variable, 'name'), member(variable, 'value')];
    if (typeof name !== 'string' || typeof value !== 'string' || !isMask(value)) return [];
    return [
      {
        path: `${path}.environment.${name}`,
        text: 'Looks secret and stands in the definition in clear: `secrets` keeps it out.',
      },
    ];
  });
}

function containersOf(document: JsonRecord): { container: JsonValue; path: string }[] {
  const found: { container: JsonValue; path: string }[] = [];
  const single = member(document, 'containerProperties');
  if (single !== undefined) found.push({ container: single, path: 'containerProperties' });
  const ranges = member(member(document, 'nodeProperties'), 'nodeRangeProperties');
  for (const range of isList(ranges) ? ranges : []) {
    const container = member(range, 'container');
    const nodes = member(range, 'targetNodes');
    if (container === undefined || typeof nodes !== 'string') continue;
    found.push({ container, path: `nodeProperties.nodeRangeProperties.${nodes}.container` });
  }
  return found;
}

/**
 * What is questionable in a definition, each note with the path of its line. Sizes are held against every type that the
 * catalogue knows: the types that an environment allows may offer less.
 */
export function lintDefinition(document: object): DiffNote[] {
  const json = toJson(document);
  if (!isRecord(json)) return [];
  const capabilities = member(json, 'platformCapabilities');
  const isFargate = isList(capabilities) && capabilities.includes('FARGATE');
  return containersOf(json).flatMap(({ container, path }) => [
    ...imageNote(container, path),
    ...sizeNotes(container, path, isFargate),
    ...secretNotes(container, path),
  ]);
}
