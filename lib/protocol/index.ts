export { type ApiRequest, type ApiResponse, errorResponse, handle, MAX_BODY_BYTES } from './handle';
export { ERROR_STATUS, type ErrorName, inEnvelope } from './request-error';
export { OPERATIONS_OF_API } from './routes';
