import type { ConsumableRow } from '@/lib/history';
import { formatNumber } from '../format/number';

/** How UpdateConsumableResource reads its quantity. */
export const QUANTITY_WAYS = [
  { value: 'SET', label: 'Set to' },
  { value: 'ADD', label: 'Add' },
  { value: 'REMOVE', label: 'Take away' },
] as const;
export type QuantityWay = (typeof QUANTITY_WAYS)[number]['value'];

/** A change of a quantity, as it is typed: what it would come to, or why it can't be sent. */
export type QuantityPlan = { quantity: number; total: number; words: string } | { error: string | undefined };

type Amounts = Pick<ConsumableRow, 'totalQuantity' | 'inUseQuantity' | 'isReplenishable'>;

/** What a typed quantity would make of a resource. */
export function quantityPlan(way: QuantityWay, text: string, now: Amounts): QuantityPlan {
  const typed = text.trim().replaceAll(/[,_ ]/g, '');
  if (typed === '') return { error: undefined };
  if (!/^\d{1,15}$/.test(typed)) return { error: 'Give a whole number from 0.' };
  const quantity = Number(typed);
  const { totalQuantity: before, inUseQuantity: inUse, isReplenishable } = now;
  const total = way === 'SET' ? quantity : way === 'ADD' ? before + quantity : before - quantity;
  if (total < 0) return { error: `There are only ${formatNumber(before)}.` };
  const lead = `${formatNumber(before)} → ${formatNumber(total)}.`;
  if (isReplenishable && inUse !== null && total < inUse) {
    const words = `${lead} Jobs hold ${formatNumber(inUse)}: they go on, none is free until they end.`;
    return { quantity, total, words };
  }
  return { quantity, total, words: total > before ? `${lead} Jobs that wait for it may start.` : lead };
}
