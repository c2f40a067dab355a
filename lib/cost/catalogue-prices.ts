import { fargatePrice, instanceType } from '@/lib/catalogue';
import type { LedgerPrices } from './contract';

const MIB_PER_GB = 1024;

/** List prices of us-east-1 from the catalogue. */
export const cataloguePrices: LedgerPrices = {
  onDemand: (type) => instanceType(type)?.onDemandNanoUsdPerHour ?? null,
  fargate: (needs, purchase) => {
    const price = fargatePrice(needs.arm64 ? 'arm64' : 'x86_64', purchase);
    return Math.round(
      (needs.milliVcpus * price.nanoUsdPerVcpuHour) / 1000 + (needs.memoryMib * price.nanoUsdPerGbHour) / MIB_PER_GB,
    );
  },
};
