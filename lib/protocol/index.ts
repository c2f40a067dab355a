export { type ApiRequest, type ApiResponse, errorResponse, handle } from './handle';
export { readInput } from './read-input';
export { OPERATIONS_OF_API } from './routes';
