import { instanceTypes, usableMemoryMib } from '@/lib/catalogue';
import { type JsonObject, type Problem, referencesOf } from '@/lib/forms';
import { lintDefinition } from '../definitions/lint-definition';
import type { Check } from '../edit/checks-panel';
import { textsOf } from '../edit/edit-texts';
import { mendedCheck } from '../edit/known-checks';
import { formatCount } from '../format/number';
import { firstContainer, requirementIn } from './containers';

/** Names of definitions that stand on the connection, with their newest revision. */
export type KnownDefinitions = Readonly<Record<string, number>>;

function nameCheck(outcome: JsonObject, known: KnownDefinitions, revises: string | null): Check[] {
  const name = typeof outcome.jobDefinitionName === 'string' ? outcome.jobDefinitionName : '';
  if (name === '') return [];
  const newest = Object.hasOwn(known, name) ? known[name] : undefined;
  if (newest === undefined) return [{ state: 'passed', title: 'The name is new:', detail: 'this makes revision 1' }];
  const detail = `this makes revision ${newest + 1}`;
  if (name === revises) return [{ state: 'passed', title: `${name} stands at ${newest}:`, detail }];
  return [{ state: 'warned', title: `${name} is there already, at ${newest}:`, detail }];
}

function fitCheck(outcome: JsonObject): Check[] {
  if (Array.isArray(outcome.platformCapabilities) && outcome.platformCapabilities[0] === 'FARGATE') return [];
  const requirements = firstContainer(outcome).resourceRequirements;
  const [vcpus, memory, gpus] = ['VCPU', 'MEMORY', 'GPU'].map((type) => Number(requirementIn(requirements, type)));
  if (!(vcpus !== undefined && vcpus > 0 && memory !== undefined && memory > 0)) return [];
  const fits = instanceTypes.filter(
    (type) => type.vcpus >= vcpus && usableMemoryMib(type.memoryMib) >= memory && type.gpus >= (gpus ?? 0),
  );
  const [least] = [...fits].sort((a, b) => a.onDemandNanoUsdPerHour - b.onDemandNanoUsdPerHour);
  if (least === undefined) {
    return [{ state: 'failed', title: 'No instance type is large enough:', detail: 'a job would wait for ever' }];
  }
  const more = fits.length > 1 ? ` and ${formatCount(fits.length - 1, 'other type')}` : '';
  return [{ state: 'passed', title: 'It fits', detail: `${least.name}, the cheapest,${more}` }];
}

function parameterCheck(outcome: JsonObject): Check[] {
  const names = referencesOf(textsOf(firstContainer(outcome).command));
  const given = outcome.parameters;
  const open = names.filter((name) => typeof given !== 'object' || given === null || !Object.hasOwn(given, name));
  if (names.length === 0) return [];
  return open.length === 0
    ? [{ state: 'passed', title: 'Parameters have a default:', detail: names.join(', ') }]
    : [{ state: 'warned', title: 'Every submit must give', detail: open.join(', ') }];
}

/** What can really be checked of a definition before it is registered. */
export function definitionChecks(
  outcome: JsonObject,
  known: KnownDefinitions,
  revises: string | null,
  problems: readonly Problem[],
): Check[] {
  const moving = lintDefinition(outcome).filter((note) => note.path.endsWith('.image'));
  return [
    ...nameCheck(outcome, known, revises),
    ...fitCheck(outcome),
    ...parameterCheck(outcome),
    ...moving.slice(0, 1).map(
      (): Check => ({
        state: 'warned',
        title: 'The image has no fixed tag:',
        detail: 'two runs may run different images',
      }),
    ),
    mendedCheck(problems, 'Names, ranges, sizes'),
  ];
}
