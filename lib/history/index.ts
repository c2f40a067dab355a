export * from './contract';
export { readDefinitions } from './definitions';
export { readEnvironment, readEnvironments } from './environments';
export { BadCursorError } from './job-keys';
export { readJob } from './job-page';
export { idsInScope, jobsFacets, listJobs, mayReadLog } from './jobs';
export { readOverview } from './overview';
export { readQueue, readQueues } from './queues';
export { recordedUpTo } from './where';
