export type { Recorder } from './contract';
export { createRecorder } from './recorder';
