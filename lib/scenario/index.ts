export { agendaOf, type TimedCall } from './agenda';
export { applyScenario, makeCalls } from './apply';
export { builtInScenario, isBuiltInScenario } from './builtin';
export { parseDuration, parseMoment, parseTime } from './iso-time';
export { faultOf, readyScenario, type Scenario, type ScenarioInput } from './scenario';
export { ScenarioError } from './scenario-error';
export {
  parseFaults,
  parseScenario,
  parseScenarioText,
  type ScenarioFile,
  type ScenarioWorkload,
} from './scenario-file';
