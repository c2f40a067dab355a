export { type ApiRequest, type ApiResponse, errorResponse, handle, MAX_BODY_BYTES } from './handle';
export { readInput } from './read-input';
export { OPERATIONS_OF_API, type Operation, operationAt } from './routes';
export type { Member, Shape, StructureShape } from './shapes';
export { WireFaults } from './wire-faults';
