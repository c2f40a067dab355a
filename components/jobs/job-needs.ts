import { nameOfArn } from '@/lib/batch';
import type { JobPage } from '@/lib/history';

/** Units of a consumable resource that a job needs. */
interface ConsumableNeed {
  name: string;
  quantity: number;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The consumable resources that a job needs, as its detail lists them; those of single nodes stand with the nodes. */
export function consumablesNeeded({ detail }: Pick<JobPage, 'detail'>): ConsumableNeed[] {
  const list = member(member(detail, 'consumableResourceProperties'), 'consumableResourceList');
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: unknown) => {
    const [given, quantity] = [member(one, 'consumableResource'), member(one, 'quantity')];
    return typeof given === 'string' && typeof quantity === 'number' ? [{ name: nameOfArn(given), quantity }] : [];
  });
}

/** The rules of a service job as its document has them; null where it leaves them to Batch or SageMaker. */
export function serviceDocument({ detail }: Pick<JobPage, 'detail'>) {
  const service = member(detail, 'service');
  const amount = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const payload = member(service, 'serviceRequestPayload');
  return {
    priority: amount(member(service, 'schedulingPriority')),
    timeoutSeconds: amount(member(member(service, 'timeoutConfig'), 'attemptDurationSeconds')),
    attempts: amount(member(member(service, 'retryStrategy'), 'attempts')),
    preemptions: amount(member(member(service, 'preemptionConfiguration'), 'preemptionRetriesBeforeTermination')),
    payload: typeof payload === 'string' ? payload : '',
  };
}
