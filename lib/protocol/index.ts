export { type ApiRequest, type ApiResponse, errorResponse, handle, MAX_BODY_BYTES } from './handle';
export { type ReadInput, readInput } from './read-input';
export { ERROR_STATUS, type ErrorName, inEnvelope } from './request-error';
export { OPERATIONS_OF_API } from './routes';
