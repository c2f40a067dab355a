import type { Architecture } from './instance-types';

/** A row of Fargate's table: a size in vCPU and the memory that goes with it. */
export interface FargateSize {
  readonly vcpus: number;
  readonly memoryMib: readonly number[];
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);
}

/** The sizes of Fargate tasks, by vCPU. Source: Batch user guide, resourceRequirements; 32 vCPU is new in 2026. */
export const fargateSizes: readonly FargateSize[] = [
  { vcpus: 0.25, memoryMib: [512, 1024, 2048] },
  { vcpus: 0.5, memoryMib: steps(1024, 4096, 1024) },
  { vcpus: 1, memoryMib: steps(2048, 8192, 1024) },
  { vcpus: 2, memoryMib: steps(4096, 16_384, 1024) },
  { vcpus: 4, memoryMib: steps(8192, 30_720, 1024) },
  { vcpus: 8, memoryMib: steps(16_384, 61_440, 4096) },
  { vcpus: 16, memoryMib: steps(32_768, 122_880, 8192) },
  { vcpus: 32, memoryMib: [61_440, 122_880, 249_856] },
];

/** Whether Fargate offers exactly this size. */
export function isFargateSize(vcpus: number, memoryMib: number): boolean {
  return fargateSizes.some((size) => size.vcpus === vcpus && size.memoryMib.includes(memoryMib));
}

/** The smallest size that holds this much (least vCPU, then least memory), or null when none does. */
export function fargateSizeFor(vcpus: number, memoryMib: number): { vcpus: number; memoryMib: number } | null {
  for (const size of fargateSizes) {
    if (size.vcpus < vcpus) continue;
    const memory = size.memoryMib.find((mib) => mib >= memoryMib);
    if (memory !== undefined) return { vcpus: size.vcpus, memoryMib: memory };
  }
  return null;
}

/** Price of a task by what it asks for; integer nano-USD per hour. A GB is 1,024 MiB. */
export interface FargatePrice {
  readonly nanoUsdPerVcpuHour: number;
  readonly nanoUsdPerGbHour: number;
}

/** Per cent off on Fargate Spot. Source: priceSource.fargateSpot (assumed; AWS says 'up to 70 %') (PRICE-6). */
export const FARGATE_SPOT_DISCOUNT_PERCENT = 70;

const LIST_PRICE: Readonly<Record<Architecture, FargatePrice>> = {
  x86_64: { nanoUsdPerVcpuHour: 40_480_000, nanoUsdPerGbHour: 4_445_000 },
  arm64: { nanoUsdPerVcpuHour: 32_380_000, nanoUsdPerGbHour: 3_560_000 },
};

/** Fargate's price for Linux in us-east-1, list or Spot. Source: priceSource.fargate. */
export function fargatePrice(architecture: Architecture, purchase: 'FARGATE' | 'FARGATE_SPOT'): FargatePrice {
  const list = LIST_PRICE[architecture];
  if (purchase === 'FARGATE') return list;
  const kept = 100 - FARGATE_SPOT_DISCOUNT_PERCENT;
  return {
    nanoUsdPerVcpuHour: (list.nanoUsdPerVcpuHour * kept) / 100,
    nanoUsdPerGbHour: (list.nanoUsdPerGbHour * kept) / 100,
  };
}
