export type { FeedBatch } from './change-feed';
export {
  InputRefusedError,
  type LiveClock,
  type LiveSimulator,
  type LiveSimulatorOptions,
  SimulatorStoppedError,
} from './contract';
export { type EpochRow, SecondWriterError } from './epoch-store';
export { startLiveSimulator } from './live-simulator';
export type { Pace, Speed } from './messages';
export type { NewEpoch } from './recovery';
export { createSeal, type Seal, SealError } from './seal';
export type { Host } from './worker-link';
export { readWorkloads, storeWorkload, type WorkloadBlob } from './workload-blobs';
