import demo from '@/scenarios/demo.json';
import empty from '@/scenarios/empty.json';
import { parseScenario, type ScenarioFile } from './scenario-file';

/** The scenarios that come along, by the name under which they are asked for. */
const BUILT_IN_SCENARIOS = ['demo', 'empty'] as const;
export type BuiltInScenario = (typeof BUILT_IN_SCENARIOS)[number];

export function builtInScenario(name: BuiltInScenario): ScenarioFile {
  return parseScenario(name === 'demo' ? demo : empty);
}

export function isBuiltInScenario(name: string): name is BuiltInScenario {
  return BUILT_IN_SCENARIOS.some((known) => known === name);
}
