export { INTENT_TAG, type SubmitIntent, type SubmitOutcome, submitOnce } from './submit-once';
