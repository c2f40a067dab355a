export {
  FARGATE_SPOT_DISCOUNT_PERCENT,
  fargatePrice,
  fargateSizeFor,
  fargateSizes,
  isFargateSize,
} from './fargate';
export {
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
export { priceSource } from './sources';
export {
  interruptionBands,
  type SpotPriceParameters,
  spotMovement,
  spotPriceParameters,
} from './spot-market';
