import { startQueueDelete } from '../guide-actions';
import { deletePolicy, setQueuePriority, setQueueState, tagPolicy, tagQueue } from './life-actions';

/** What the pages of queues may do. */
export const QUEUE_ACTIONS = {
  setState: setQueueState,
  setPriority: setQueuePriority,
  tag: tagQueue,
  startDelete: startQueueDelete,
};

/** What the list of scheduling policies may do. */
export const POLICY_ACTIONS = { tag: tagPolicy, remove: deletePolicy };
