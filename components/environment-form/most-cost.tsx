'use client';

import { useEdit } from '../edit/edit-state';
import { textsOf } from '../edit/edit-texts';
import { formatMoney } from '../format/money';
import { formatCount } from '../format/number';
import { FARGATE_SPOT_NOTE, mostCost } from './type-rows';

/** What the maximum comes to: instances, and dollars an hour when all of it runs. */
export function MostCostText({ kind }: { kind: string }) {
  const { valueIn } = useEdit();
  const most = valueIn('computeResources.maxvCpus');
  const bid = valueIn('computeResources.bidPercentage');
  if (typeof most !== 'number' || most < 0) return null;
  const entries = textsOf(valueIn('computeResources.instanceTypes'));
  const cost = mostCost(kind, most, entries, typeof bid === 'number' ? bid : 100);
  if (cost === null) return null;
  return (
    <span className="text-12 text-tx2" title={kind === 'FARGATE_SPOT' ? FARGATE_SPOT_NOTE : undefined}>
      {cost.instances !== null && `up to ${formatCount(cost.instances, 'instance')}, `}at most{' '}
      <strong className="num font-semibold text-tx0">{formatMoney(cost.nanoUsdPerHour)}/h</strong>
    </span>
  );
}
