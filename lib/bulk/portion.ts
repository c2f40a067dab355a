import type { BatchClient } from '@aws-sdk/client-batch';
import type { PrismaClient } from '@/lib/db';
import { wasThrottled } from '@/lib/intents';
import type { BulkItem, BulkOperation, BulkProblem } from './contract';
import { type ItemOutcome, type Kept, keepOutcomes } from './store';

/** What an operation needs of the connection it works on. */
export interface BulkConnection {
  readonly id: number;
  readonly epoch: number;
  readonly kind: 'aws' | 'simulated';
  readonly driver: { batchAs(actor: string): BatchClient };
  caughtUp(patience: number): Promise<boolean>;
}

export interface BulkParts {
  readonly prisma: PrismaClient;
  /** Wall time, ms. */
  readonly clock: () => number;
}

/** What a portion is sent with. `turn` waits for our own cap before each call. */
export interface Portion {
  readonly parts: BulkParts;
  readonly connection: BulkConnection;
  readonly batch: BatchClient;
  readonly operation: BulkOperation;
  readonly items: readonly BulkItem[];
  readonly turn: () => Promise<void>;
}

/** How a portion ended: `again` when something was thrown back and is to be tried after a while. */
export type PortionEnd = 'moved' | 'again';

/** Keeps what came of a portion; gives whether the operation still runs. */
export async function keep({ parts, operation }: Portion, kept: Partial<Kept>): Promise<boolean> {
  const whole = { outcomes: [], calls: 0, throttled: 0, problem: null, ...kept };
  return (await keepOutcomes(parts.prisma, operation.id, whole)) === 'running';
}

/** Words of what stands in the way now, with since when it does. */
export function problemOf({ operation, parts }: Portion, message: string): BulkProblem {
  const { since = parts.clock(), tries = 0 } = operation.problem ?? {};
  return { message, since, tries: tries + 1 };
}

/** A call that was refused as a whole: for good, which settles its items, or for now. */
export async function refuse(
  portion: Portion,
  error: unknown,
  items: readonly BulkItem[],
  before: readonly ItemOutcome[] = [],
): Promise<PortionEnd> {
  const message = error instanceof Error ? error.message : String(error);
  const throttled = wasThrottled(error);
  if (!throttled && isForGood(error)) {
    const refused = items.map(({ n }): ItemOutcome => ({ n, state: 'failed', message }));
    await keep(portion, { outcomes: [...before, ...refused], calls: 1 });
    return 'moved';
  }
  await keep(portion, {
    outcomes: before,
    calls: 1,
    throttled: throttled ? 1 : 0,
    problem: problemOf(portion, message),
  });
  return 'again';
}

/** AWS says that the call itself is wrong, or not allowed. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'ClientException' || ('$fault' in error && error.$fault === 'client');
}
