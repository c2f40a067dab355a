export {
  explainInvalid,
  INVALID_CAUSES,
  type InvalidCause,
} from './invalid-reasons';
