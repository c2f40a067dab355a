export { agendaOf, type PlannedCall, type TimedCall } from './agenda';
export { type AppliedScenario, applyScenario, makeCalls } from './apply';
export { BUILT_IN_SCENARIOS, type BuiltInScenario, builtInScenario, isBuiltInScenario } from './builtin';
export { parseDuration, parseMoment, parseTime } from './iso-time';
export { DEFAULT_START_AT, readyScenario, type Scenario, type ScenarioInput, type ScenarioOptions } from './scenario';
export { ScenarioError } from './scenario-error';
export { parseScenario, parseScenarioText, type ScenarioFile, type ScenarioWorkload } from './scenario-file';
