export {
  generateAlibaba,
  generateSwf,
  generateWfFormat,
} from './fixtures';
export {
  JOBS_CSV_COLUMNS,
  type JobsCsvRow,
  usdText,
  writeJobsCsv,
} from './jobs-csv-writer';
export { type ParseOptions, parseWorkload } from './parse-workload';
export { decodeRows, encodeRows } from './rows-codec';
export { arrivalHistogram, summariseWorkload, type WorkloadSummary } from './summary';
export {
  type Workload,
  WorkloadError,
  workloadStem,
} from './workload';
