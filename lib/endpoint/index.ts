export type { Caller } from './contract';
export { createEndpoint, type Endpoint } from './endpoint';
