export * from './contract';
export { createLive, type Live } from './live';
export { LIVE_HEADERS, liveStream } from './stream';
export { type Told, tellPages } from './tell';
