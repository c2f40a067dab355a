export * from './contract';
export { readSeries, stepFor } from './read-series';
export { createSampler, parseSubject, type SampleRow, type Sampler, type StoredSample } from './sampler';
