export * from './contract';
export { readSeries } from './read-series';
export {
  createSampler,
  parseSubject,
  type SampledSeries,
  type SampleRow,
  type Sampler,
  type StoredSample,
} from './sampler';
