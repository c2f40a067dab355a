export * from './contract';
export { KEPT_MEMBERS, type KeptMember } from './operations/kept';
export type * from './sights/contract';
export { createSimulator, restoreSimulator } from './simulator';
export { ENGINE_VERSION } from './snapshot';
