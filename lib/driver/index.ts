export type { InstanceSight, LogStreamSight, TaskSight } from '@/lib/simulator';
export type { PollingState } from './aws/calls';
export { type AccessCheck, type AccessReport, checkAccess } from './aws/check-access';
export { type AwsClients, type AwsCredentials, type AwsPlace, createAwsClients } from './aws/clients';
export { type AwsDriver, createAwsDriver } from './aws/driver';
export type { KnownJob, KnownResource, RecordedPast } from './aws/known-job';
export * from './contract';
export { createSimulatedDriver } from './simulated';
export { createSimulatedClient, type SendRequest } from './transport';
