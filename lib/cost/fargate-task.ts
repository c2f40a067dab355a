import type { AttemptChange } from '@/lib/batch';
import type { Charge, LedgerPrices, Requirements } from './contract';
import { billedBeyond, hourOf } from './instance-hour';
import { hoursBetween } from './instance-meter';
import { priceOf } from './money';

export type FargatePurchase = 'FARGATE' | 'FARGATE_SPOT';

/** One attempt on Fargate: an instance of its own, from the start of the image pull to its end. */
export interface FargateTask {
  jobId: string;
  n: number;
  needs: Requirements;
  environmentArn: string;
  purchase: FargatePurchase;
  from: number;
  to: number;
  interrupted: boolean;
  nanoUsdPerHour: number;
  onDemandNanoUsdPerHour: number;
}

/** Narrows how an attempt was bought. */
export function isFargate(purchase: AttemptChange['purchase']): purchase is FargatePurchase {
  return purchase === 'FARGATE' || purchase === 'FARGATE_SPOT';
}

export function fargateTask(
  jobId: string,
  needs: Requirements,
  change: AttemptChange,
  purchase: FargatePurchase,
  prices: LedgerPrices,
): FargateTask {
  return {
    jobId,
    n: change.n,
    needs,
    environmentArn: change.environmentArn,
    purchase,
    from: change.placedAt,
    to: change.stoppedAt ?? Number.POSITIVE_INFINITY,
    interrupted: change.interrupted === true,
    nanoUsdPerHour: prices.fargate(needs, purchase),
    onDemandNanoUsdPerHour: prices.fargate(needs, 'FARGATE'),
  };
}

/** Charges of a task by UTC hour; rounding to the second and the minute's minimum count once it ended, in its last hour. */
export function fargateCharges(task: FargateTask, upTo: number): Charge[] {
  const ended = task.to !== Number.POSITIVE_INFINITY;
  const to = ended ? task.to : Math.max(task.from, upTo);
  const charges: Charge[] = [];
  for (const hour of hoursBetween(task.from, to, ended)) {
    const milliseconds = hour.to - hour.from + (hour.ends ? billedBeyond(to - task.from) : 0);
    if (milliseconds === 0) continue;
    charges.push({
      kind: 'attempt',
      jobId: task.jobId,
      attempt: task.n,
      instanceArn: null,
      environmentArn: task.environmentArn,
      queue: task.needs.queue,
      purchase: task.purchase,
      hourAt: hourOf(hour.from),
      milliseconds,
      paidNanoUsd: priceOf(task.nanoUsdPerHour, milliseconds),
      onDemandNanoUsd: priceOf(task.onDemandNanoUsdPerHour, milliseconds),
      lost: task.interrupted,
    });
  }
  return charges;
}
