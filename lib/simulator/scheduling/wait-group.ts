import type { WaitingCause } from '@/lib/batch';
import type { NodeNeed } from '../capacity/need';
import type { ConsumableNeed } from '../resources/consumable-state';

/** Jobs of one queue, share and shape that wait: the why tally (DECISIONS 20). */
export interface WaitGroup {
  readonly queue: number;
  readonly share: string;
  readonly shape: string;
  readonly milliVcpus: number;
  readonly memoryMib: number;
  readonly gpus: number;
  /** Multi-node jobs: what their nodes ask for (the amounts above are the sums). Most jobs need no consumables. */
  readonly nodes?: readonly NodeNeed[];
  readonly consumables?: readonly ConsumableNeed[];
  /** Its evidence was told before more or less of a consumable became free. */
  isStale?: boolean;
  pending: number;
  runnable: number;
  toldPending: number;
  toldRunnable: number;
  toldCause: WaitingCause;
}
