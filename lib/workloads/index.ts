export { isoText, millisecondsOfIso, secondsText } from './decimal-time';
export {
  generateAlibaba,
  generateSwf,
  generateWfFormat,
  type SwfFixture,
  type WfFormatFixture,
} from './fixtures';
export {
  JOBS_CSV_COLUMNS,
  type JobsCsvRow,
  jobsCsvHeader,
  jobsCsvLine,
  usdText,
  writeJobsCsv,
} from './jobs-csv-writer';
export { type ParseOptions, type ParseResult, parseWorkload } from './parse-workload';
export { decodeRows, encodeRows } from './rows-codec';
export { type ArrivalHistogram, arrivalHistogram, summariseWorkload, type WorkloadSummary } from './summary';
export {
  MAX_WORKLOAD_BYTES,
  MAX_WORKLOAD_ROWS,
  WORKLOAD_FORMATS,
  type Workload,
  WorkloadError,
  type WorkloadErrorCode,
  type WorkloadFormat,
  workloadStem,
} from './workload';
