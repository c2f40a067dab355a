export {
  FARGATE_SPOT_DISCOUNT_PERCENT,
  type FargatePrice,
  type FargateSize,
  fargatePrice,
  fargateSizeFor,
  fargateSizes,
  isFargateSize,
} from './fargate';
export {
  type Architecture,
  type ExpandedTypes,
  type InstanceType,
  type InterruptionBand,
  instanceBundles,
  instanceFamilies,
  instanceType,
  instanceTypes,
  typesOf,
  usableMemoryMib,
  zones,
} from './instance-types';
export { type PriceSource, priceSource } from './sources';
export {
  type InterruptionBandRange,
  interruptionBands,
  type SpotPriceParameters,
  spotMovement,
  spotPriceParameters,
} from './spot-market';
