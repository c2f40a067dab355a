export type { InstanceSight, LogStreamSight, TaskSight } from '@/lib/simulator';
export type { PollingState } from './aws/calls';
export { type AccessReport, checkAccess } from './aws/check-access';
export { type AwsCredentials, type AwsPlace, createAwsClients } from './aws/clients';
export { type AwsDriver, createAwsDriver } from './aws/driver';
export * from './contract';
export { createSimulatedDriver } from './simulated';
export { createSimulatedClient, type SendRequest } from './transport';
