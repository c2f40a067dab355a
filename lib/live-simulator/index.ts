export type { LiveSimulator } from './contract';
export { startLiveSimulator } from './live-simulator';
export type { AsyncSights } from './look';
export type { NewEpoch } from './recovery';
export type { Host } from './worker-link';
export { storeWorkload } from './workload-blobs';
