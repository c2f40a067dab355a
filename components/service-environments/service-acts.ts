import type { ActionResult } from '@/lib/access';
import type { ServiceEnvironmentRow } from '@/lib/history';
import type { OneAction } from '../resource-acts/act';

/** A capacity limit as AWS takes it. */
export interface Limit {
  capacityUnit: string;
  maxCapacity: number;
}

/** Server actions on service environments, as the page is given them. */
export interface ServiceEnvironmentActions {
  create: (input: {
    connection: string;
    name: string;
    capacityLimits: Limit[];
  }) => Promise<ActionResult<{ name: string; recorded: boolean }>>;
  update: OneAction<{ state?: 'ENABLED' | 'DISABLED'; capacityLimits?: Limit[] }>;
  remove: OneAction<object>;
}

/** What a dialog asks about: a new one, another one's limits, or its end. */
export type AskedOfServices = { act: 'new' } | { act: 'limits' | 'delete'; row: ServiceEnvironmentRow };

/** A line of limits being written; `key` stays its own while others come and go. */
export interface LimitDraft {
  key: number;
  unit: string;
  most: string;
}

const UNIT = /^(NUM_INSTANCES|ml\.[a-z0-9-]+\.[a-z0-9]+)$/;
export const LIMITS_MAX = 5;

/** The limits that lines come to, or what is wrong with them, in AWS's rules. */
export function limitsOf(lines: readonly Omit<LimitDraft, 'key'>[]): { limits: Limit[] } | { error: string } {
  const limits: Limit[] = [];
  for (const { unit, most } of lines) {
    if (!UNIT.test(unit)) return { error: 'Give an instance type, such as ml.g5.xlarge, or NUM_INSTANCES.' };
    if (!/^[1-9]\d{0,8}$/.test(most)) return { error: 'Give a whole number from 1 as each limit.' };
    limits.push({ capacityUnit: unit, maxCapacity: Number(most) });
  }
  const units = limits.map(({ capacityUnit }) => capacityUnit);
  if (new Set(units).size < units.length) return { error: 'Each unit stands once.' };
  if (units.includes('NUM_INSTANCES') && units.length > 1) {
    return { error: 'Limit either the number of instances, or instance types one by one.' };
  }
  return { limits };
}
