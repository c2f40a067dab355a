export * from './contract';
export { createSimulatedDriver, type SimulatedDriver } from './simulated';
