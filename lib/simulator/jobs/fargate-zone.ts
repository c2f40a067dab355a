import { type Core, environmentAt } from '../core';
import { zoneName } from './names';

/** Zone of a Fargate task: one of its environment's, by the seed. */
export function fargateZone(core: Core, row: number, attempt: number, environment: number): string {
  const { zones } = environmentAt(core, environment).derived;
  const choice = core.draws.bits('fargate-spot', row, attempt, 9) % Math.max(1, zones.length);
  return zoneName(core, zones[choice] ?? 0);
}
