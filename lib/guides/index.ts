export type { GuideConnection } from './advance';
export * from './contract';
export { stepsOf } from './decide';
export { type GuideView, type OpenGuide, readGuide, readOpenGuides } from './read';
export { beginGuide, type GuideRefusal, type GuideRequest } from './start';
export { directGuide, newestGuide } from './store';
export { type GuideWorker, startGuideWorker } from './worker';
