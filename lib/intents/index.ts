export { INTENT_TAG, type SubmitIntent, submitOnce, wasThrottled } from './submit-once';
