export * from './contract';
export type * from './sights/contract';
export { createSimulator, restoreSimulator } from './simulator';
export { ENGINE_VERSION } from './snapshot';
