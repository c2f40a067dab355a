export {
  explainInvalid,
  INVALID_CAUSES,
  type InvalidCause,
  type InvalidExplanation,
  type InvalidFix,
} from './invalid-reasons';
