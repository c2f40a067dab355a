import { instanceTypes, typesOf, usableMemoryMib } from '@/lib/catalogue';
import { definitionMeant, isObject, type JsonObject, type Problem, queueMeant, SUBMIT } from '@/lib/forms';
import type { DefinitionChoice } from '@/lib/history';
import { requirementIn } from '../definition-form/containers';
import type { Check } from '../edit/checks-panel';
import { mendedCheck } from '../edit/known-checks';
import { formatCount, formatNumber } from '../format/number';
import type { QueueAround, SubmitAround } from './around';

const textIn = (value: unknown) => (typeof value === 'string' ? value : '');
const members = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** What of a submit is only known in part: what may not stand here is not refused, as AWS may know better. */
function knownChecks(outcome: JsonObject, queue: QueueAround | null, definition: DefinitionChoice | null): Check[] {
  const checks: Check[] = [];
  const [asked, defined] = [textIn(outcome.jobQueue), textIn(outcome.jobDefinition)];
  if (asked !== '' && queue === null) {
    checks.push({ state: 'warned', title: `No queue ${asked} was seen here.`, detail: 'AWS decides.' });
  }
  if (defined !== '' && definition === null) {
    checks.push({ state: 'warned', title: `No active definition ${defined} was seen here.`, detail: 'AWS decides.' });
  }
  return checks;
}

/** Whether one of the types that the queue's environments name is large enough, by the catalogue. */
function fitCheck(outcome: JsonObject, queue: QueueAround | null, definition: DefinitionChoice | null): Check[] {
  if (definition === null || definition.kind !== 'container' || definition.isFargate) return [];
  if (queue?.instanceTypes == null) return [];
  const over = members(outcome.containerOverrides).resourceRequirements;
  const asked = (type: string, value: string | null) => Number(requirementIn(over, type) || (value ?? 0));
  const [vcpus, memory, gpus] = [
    asked('VCPU', definition.vcpus),
    asked('MEMORY', definition.memoryMib),
    asked('GPU', definition.gpus),
  ];
  if (!(vcpus > 0 && memory > 0)) return [];
  const { types, unknown } = typesOf(queue.instanceTypes);
  if (unknown.length > 0) {
    return [
      { state: 'not-known', title: 'Whether it fits a type:', detail: `${unknown.join(', ')} is not in the catalogue` },
    ];
  }
  const fits = types.filter(
    (type) => type.vcpus >= vcpus && usableMemoryMib(type.memoryMib) >= memory && type.gpus >= gpus,
  );
  const [least] = [...fits].sort((a, b) => a.vcpus - b.vcpus || a.memoryMib - b.memoryMib);
  if (least !== undefined) {
    const more = fits.length > 1 ? ` and ${formatCount(fits.length - 1, 'other type')}` : '';
    return [{ state: 'passed', title: 'It fits', detail: `${least.name}${more} of ${queue.name}` }];
  }
  const elsewhere = instanceTypes.some(
    (type) => type.vcpus >= vcpus && usableMemoryMib(type.memoryMib) >= memory && type.gpus >= gpus,
  );
  return [
    {
      state: 'warned',
      title: `It fits no type of ${queue.name}:`,
      detail: elsewhere ? 'it would wait for ever there' : 'no instance type is large enough, it would wait for ever',
    },
  ];
}

function parameterCheck(outcome: JsonObject, definition: DefinitionChoice | null): Check[] {
  if (definition === null) return [];
  const text = JSON.stringify([outcome, definition.command, definition.nodes]);
  const unused = Object.keys(members(outcome.parameters)).filter(
    (name) => !Object.hasOwn(definition.parameters, name) && !text.includes(`Ref::${name}`),
  );
  if (unused.length === 0) return [];
  return [
    { state: 'warned', title: 'Nothing takes', detail: unused.map((name) => `the parameter ${name}`).join(', ') },
  ];
}

function lengthCheck(outcome: JsonObject): Check[] {
  const characters = JSON.stringify(outcome.containerOverrides ?? {}).length;
  if (characters <= SUBMIT.overridesCharactersMost) return [];
  return [
    {
      state: 'warned',
      title: 'The overrides are long:',
      detail: `${formatNumber(characters)} characters, and ECS takes ${formatNumber(SUBMIT.overridesCharactersMost)}: the job would fail when it starts`,
    },
  ];
}

/** What can really be checked of a submit before it is sent. */
export function submitChecks(
  outcome: JsonObject,
  around: SubmitAround,
  problems: readonly Problem[],
  refusal: string | null,
): Check[] {
  const queue = queueMeant(around.queues, textIn(outcome.jobQueue));
  const definition = definitionMeant(around.definitions, textIn(outcome.jobDefinition));
  const mine: Check[] =
    queue === null
      ? []
      : refusal === null
        ? [{ state: 'passed', title: `You may submit to ${queue.name}` }]
        : [{ state: 'failed', title: `You may not submit to ${queue.name}:`, detail: refusal }];
  return [
    ...mine,
    ...knownChecks(outcome, queue, definition),
    ...fitCheck(outcome, queue, definition),
    ...parameterCheck(outcome, definition),
    ...lengthCheck(outcome),
    mendedCheck(problems, 'Names, sizes, references'),
  ];
}
