export { type ApiRequest, type ApiResponse, errorResponse, handle, MAX_BODY_BYTES } from './handle';
export { readInput } from './read-input';
export { OPERATIONS_OF_API, operationAt } from './routes';
export { WireFaults } from './wire-faults';
