export type { Caller, EndpointOptions, ServedConnection } from './contract';
export { createEndpoint, type Endpoint } from './endpoint';
