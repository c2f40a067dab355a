export { type Committed, NEWS_CHANNEL, type Recorder, type RecorderOptions, type RecorderState } from './contract';
export { createRecorder } from './recorder';
