export type { EndpointOptions, ServedConnection } from './contract';
export { createEndpoint, type Endpoint } from './endpoint';
