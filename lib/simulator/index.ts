export * from './contract';
export { createSimulator, restoreSimulator } from './simulator';
export { ENGINE_VERSION } from './snapshot';
