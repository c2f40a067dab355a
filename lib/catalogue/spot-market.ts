import { type InstanceType, type InterruptionBand, instanceType } from './instance-types';
import { SPOT_MARKET_FIT } from './spot-market-fit';

/** A band of the Spot Instance Advisor: how many in a hundred instances were interrupted over the last month. */
export interface InterruptionBandRange {
  readonly label: string;
  readonly fromPercent: number;
  readonly toPercent: number;
}

/** By band, 0 to 4. Source: priceSource.spot; the last band has no upper end there, so 100 stands for it. */
export const interruptionBands: Readonly<Record<InterruptionBand, InterruptionBandRange>> = {
  0: { label: '<5%', fromPercent: 0, toPercent: 5 },
  1: { label: '5-10%', fromPercent: 5, toPercent: 10 },
  2: { label: '10-15%', fromPercent: 10, toPercent: 15 },
  3: { label: '15-20%', fromPercent: 15, toPercent: 20 },
  4: { label: '>20%', fromPercent: 20, toPercent: 100 },
};

/** What a market for one type is made of. */
export interface SpotPriceParameters {
  /** Mean price; integer nano-USD per hour. */
  readonly meanNanoUsdPerHour: number;
  readonly onDemandNanoUsdPerHour: number;
  /** Mean discount from On-Demand, whole percent. */
  readonly discountPercent: number;
  readonly band: InterruptionBand;
  readonly interruptedPerMonth: InterruptionBandRange;
}

/** Parameters of a type's Spot market, or null where the catalogue has no Spot figure for it (or no such type). */
export function spotPriceParameters(type: string | InstanceType): SpotPriceParameters | null {
  const found = typeof type === 'string' ? instanceType(type) : type;
  if (found === undefined || found.spotNanoUsdPerHour === null || found.interruptionBand === null) return null;
  const { onDemandNanoUsdPerHour, spotNanoUsdPerHour, interruptionBand } = found;
  return {
    meanNanoUsdPerHour: spotNanoUsdPerHour,
    onDemandNanoUsdPerHour,
    discountPercent: 100 - Math.round((100 * spotNanoUsdPerHour) / onDemandNanoUsdPerHour),
    band: interruptionBand,
    interruptedPerMonth: interruptionBands[interruptionBand],
  };
}

/**
 * How Spot prices move, of a median pool: changes a day, standard deviation of the logarithm of the price about a pool's
 * mean over time, its correlation after 24 h, and the deviation of the zones' means of one type. Source:
 * priceSource.spotMovement.
 */
export const spotMovement: Readonly<Record<keyof typeof SPOT_MARKET_FIT, number>> = SPOT_MARKET_FIT;
