export { INTENT_TAG, type SubmitIntent, type SubmitOutcome, submitOnce, wasThrottled } from './submit-once';
