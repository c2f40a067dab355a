import type { AttemptPurchase, InstanceState } from '@/lib/batch';
import type { InstanceRow } from './epoch-state';

const PURCHASES = [
  'ON_DEMAND',
  'SPOT',
  'FARGATE',
  'FARGATE_SPOT',
  'SAGEMAKER',
] as const satisfies readonly AttemptPurchase[];
const STATES = ['pending', 'running', 'terminated'] as const satisfies readonly InstanceState[];
const ENDS = ['scale-down', 'interruption', 'failure', 'user', 'update'] as const;

/** Narrows what a row says; the recorder alone writes these columns. */
export function parseAttemptPurchase(text: string): AttemptPurchase {
  return PURCHASES.find((one) => one === text) ?? 'ON_DEMAND';
}

export function parseInstanceState(text: string): InstanceState {
  return STATES.find((one) => one === text) ?? 'terminated';
}

export function parseEndedBy(text: string | null): InstanceRow['endedBy'] {
  return ENDS.find((one) => one === text) ?? null;
}
