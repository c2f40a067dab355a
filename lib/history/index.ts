export * from './contract';
export { readEnvironment, readEnvironments } from './environments';
export { FAILURE_CLASSES, type FailureClass, type FailureFacts, failureClass, failureTitle } from './failure-class';
export { BadCursorError } from './job-keys';
export { readJob } from './job-page';
export { idsInScope, jobsFacets, listJobs, mayReadLog } from './jobs';
export { readOverview } from './overview';
export { readQueue, readQueues } from './queues';
export { recordedUpTo } from './where';
