export type { InstanceSight, LogStreamSight, TaskSight } from '@/lib/simulator';
export * from './contract';
export { createSimulatedDriver } from './simulated';
export { createSimulatedClient, type SendRequest } from './transport';
