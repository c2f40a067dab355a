export * from './contract';
export { createSimulatedDriver, type SimulatedDriver } from './simulated';
export { createSimulatedClient, type SendRequest, type SimulatedClientOptions } from './transport';
