export { agendaOf, type TimedCall } from './agenda';
export { applyScenario, makeCalls } from './apply';
export { builtInScenario, isBuiltInScenario } from './builtin';
export { parseMoment } from './iso-time';
export { readyScenario, type Scenario, type ScenarioInput } from './scenario';
export { ScenarioError } from './scenario-error';
export { parseScenario, parseScenarioText, type ScenarioFile, type ScenarioWorkload } from './scenario-file';
