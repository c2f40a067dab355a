export * from './contract';
export { type GuideView, type OpenGuide, readGuide, readOpenGuides } from './read';
export { beginGuide, type GuideRefusal } from './start';
export { directGuide, newestGuide } from './store';
export { type GuideWorker, startGuideWorker } from './worker';
