import type { Core } from '../core';
import type { Sights } from './contract';
import { instancesSeen } from './instances';
import { spotPricesSeen } from './spot-prices';
import { logStreamsSeen, tasksSeen } from './tasks';

/** What other AWS services would show of a machine's state. */
export function sightsOf(core: Core): Sights {
  return {
    instances: (ids) => instancesSeen(core, ids),
    tasks: (arns) => tasksSeen(core, arns),
    logStreams: (query) => logStreamsSeen(core, query),
    spotPrices: (query) => spotPricesSeen(core, query),
  };
}
