export * from './contract';
export { createLive, type ListeningClient, type Live, type LiveOptions } from './live';
export { LIVE_HEADERS, type LiveStreamOptions, liveStream } from './stream';
