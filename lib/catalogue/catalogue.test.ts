import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  fargatePrice,
  fargateSizeFor,
  fargateSizes,
  instanceType,
  instanceTypes,
  interruptionBands,
  isFargateSize,
  priceSource,
  spotMovement,
  spotPriceParameters,
  typesOf,
  usableMemoryMib,
  zones,
} from '.';

const names = (list: readonly string[]) => typesOf(list).types.map((type) => type.name);

describe('instance types', () => {
  it('are ordered by code unit and have plausible figures', () => {
    const all = instanceTypes.map((type) => type.name);
    expect(all).toEqual([...all].sort());
    expect(new Set(all).size).toBe(all.length);
    for (const type of instanceTypes) {
      expect(Number.isSafeInteger(type.onDemandNanoUsdPerHour), type.name).toBe(true);
      expect(type.spotNanoUsdPerHour ?? 1, type.name).toBeLessThan(type.onDemandNanoUsdPerHour);
      expect(type.zones.length, type.name).toBeGreaterThan(1);
      expect(zones, type.name).toEqual(expect.arrayContaining([...type.zones]));
      expect(usableMemoryMib(type.memoryMib), type.name).toBeGreaterThan(0.9 * type.memoryMib - 300);
    }
  });

  it('have prices in nano-USD and Spot prices derived from the saving', () => {
    expect(instanceType('c5.large')).toEqual({
      name: 'c5.large',
      family: 'c5',
      vcpus: 2,
      memoryMib: 4096,
      gpus: 0,
      architecture: 'x86_64',
      onDemandNanoUsdPerHour: 85_000_000,
      spotNanoUsdPerHour: 34_850_000,
      interruptionBand: 0,
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d', 'us-east-1f'],
    });
    expect(instanceType('c9.large')).toBeUndefined();
    expect(instanceType('constructor')).toBeUndefined();
  });

  it('expand bundles and families, and leave an exact name in its place [CE-39]', () => {
    expect(new Set(typesOf(['optimal']).types.map((type) => type.family))).toEqual(
      new Set(['m6i', 'c6i', 'r6i', 'c7i']),
    );
    expect(names(['default_x86_64'])).toEqual(names(['optimal']));
    expect(typesOf(['default_arm64']).architectures).toEqual(['arm64']);
    const ordered = names(['c5', 'm5.large', 'c5.large']);
    expect(ordered.at(-1)).toBe('c5.large');
    expect(ordered.at(-2)).toBe('m5.large');
    expect(ordered.filter((name) => name === 'c5.large')).toHaveLength(1);
    expect(names(['c5.large', 'c5'])[0]).toBe('c5.large');
  });

  it('report what they do not know, and mixed architectures, as values', () => {
    expect(typesOf(['c5.large', 'x9', '', 'c5.mega', 'x9'])).toMatchObject({ unknown: ['x9', '', 'c5.mega'] });
    expect(typesOf(['optimal', 'default_arm64']).architectures).toEqual(['arm64', 'x86_64']);
    expect(typesOf([])).toEqual({ types: [], unknown: [], architectures: [] });
  });

  it('register less memory than they are sold with [MEM-1]', () => {
    expect(usableMemoryMib(8192)).toBe(Math.floor(8192 - 230 - 0.0255 * 8192) - 32);
    expect(usableMemoryMib(32_768)).toBe(31_670);
    expect(usableMemoryMib(0)).toBe(0);
    for (const [nominal, seen] of [
      [8192, 7679],
      [32_768, 31_672],
      [4096, 3767],
    ] as const) {
      expect(Math.abs(usableMemoryMib(nominal) / seen - 1)).toBeLessThan(0.03);
    }
  });
});

describe('Spot', () => {
  it('gives a market its mean, its discount and its band', () => {
    expect(spotPriceParameters('c5.4xlarge')).toEqual({
      meanNanoUsdPerHour: 231_200_000,
      onDemandNanoUsdPerHour: 680_000_000,
      discountPercent: 66,
      band: 4,
      interruptedPerMonth: interruptionBands[4],
    });
  });

  it('has none for a type without a Spot figure', () => {
    expect(instanceType('m8i.xlarge')?.spotNanoUsdPerHour).toBeNull();
    expect(spotPriceParameters('m8i.xlarge')).toBeNull();
    expect(spotPriceParameters('nothing')).toBeNull();
  });

  it('has bands that follow on each other, and a fitted movement', () => {
    for (const band of [1, 2, 3, 4] as const) {
      const before = interruptionBands[band === 1 ? 0 : band === 2 ? 1 : band === 3 ? 2 : 3];
      expect(interruptionBands[band].fromPercent).toBe(before.toPercent);
    }
    expect(spotMovement.correlationAfterADay).toBeLessThan(1);
    expect(spotMovement.deviationOverTime).toBeGreaterThan(0);
  });
});

describe('Fargate', () => {
  it('offers the sizes of its table and no others [FG-12]', () => {
    expect(isFargateSize(0.25, 512)).toBe(true);
    expect(isFargateSize(0.25, 8192)).toBe(false);
    expect(isFargateSize(4, 30_720)).toBe(true);
    expect(isFargateSize(8, 17_408)).toBe(false);
    expect(isFargateSize(32, 249_856)).toBe(true);
    expect(isFargateSize(3, 8192)).toBe(false);
    expect(fargateSizes.flatMap((size) => size.memoryMib)).toHaveLength(3 + 4 + 7 + 13 + 23 + 12 + 12 + 3);
  });

  it('finds the smallest size that holds a need', () => {
    expect(fargateSizeFor(0.3, 100)).toEqual({ vcpus: 0.5, memoryMib: 1024 });
    expect(fargateSizeFor(1, 9000)).toEqual({ vcpus: 2, memoryMib: 9216 });
    expect(fargateSizeFor(64, 1024)).toBeNull();
  });

  it('is priced in nano-USD, Spot 70 % off [PRICE-5, PRICE-6]', () => {
    expect(fargatePrice('x86_64', 'FARGATE')).toEqual({ nanoUsdPerVcpuHour: 40_480_000, nanoUsdPerGbHour: 4_445_000 });
    expect(fargatePrice('x86_64', 'FARGATE_SPOT')).toEqual({
      nanoUsdPerVcpuHour: 12_144_000,
      nanoUsdPerGbHour: 1_333_500,
    });
    expect(fargatePrice('arm64', 'FARGATE').nanoUsdPerVcpuHour).toBe(32_380_000);
  });
});

describe('sources', () => {
  it('say where and of which day', () => {
    for (const source of Object.values(priceSource)) {
      expect(source.source).not.toBe('');
      expect(source.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

const samples = process.env.BATCHDECK_DATA_SAMPLES ?? join(import.meta.dirname, '../../../shared/data');
const absent = !existsSync(join(samples, 'aws/ec2-catalogue-core-us-east-1.json'));
if (absent) console.log(`skipped: catalogue against its source (no data in ${samples}; set BATCHDECK_DATA_SAMPLES)`);

describe.skipIf(absent)('against the source data', () => {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(samples, file), 'utf8'));

  it('has every type with its figures', () => {
    const schema = z.array(
      z.object({
        instanceType: z.string(),
        family: z.string(),
        vcpus: z.number(),
        memoryMiB: z.number(),
        gpus: z.number(),
        arch: z.string(),
        onDemandUSD: z.number(),
        spotUSDDerived: z.number().nullable(),
        spotInterruptionBandIndex: z.number().nullable(),
      }),
    );
    const source = schema.parse(read('aws/ec2-catalogue-core-us-east-1.json'));
    expect(source).toHaveLength(instanceTypes.length);
    for (const row of source) {
      const type = instanceType(row.instanceType);
      expect(type, row.instanceType).toMatchObject({
        family: row.family,
        vcpus: row.vcpus,
        memoryMib: row.memoryMiB,
        gpus: row.gpus,
        architecture: row.arch,
        onDemandNanoUsdPerHour: Math.round(row.onDemandUSD * 1e9),
        interruptionBand: row.spotInterruptionBandIndex,
      });
      const spot = row.spotUSDDerived === null ? null : row.spotUSDDerived * 1e9;
      expect(Math.abs((type?.spotNanoUsdPerHour ?? 0) - (spot ?? 0)), row.instanceType).toBeLessThan(10_000);
    }
  });

  it('has Fargate prices and sizes', () => {
    const price = z.object({ vcpuHourUSD: z.number(), gbHourUSD: z.number() });
    const schema = z.object({
      linuxX86: price,
      linuxArm64: price,
      cpuMemory: z.array(z.object({ vcpu: z.number(), memoryMiB: z.array(z.number()) })),
    });
    const source = schema.parse(read('aws/fargate-us-east-1.json'));
    for (const [architecture, listed] of [
      ['x86_64', source.linuxX86],
      ['arm64', source.linuxArm64],
    ] as const) {
      expect(fargatePrice(architecture, 'FARGATE')).toEqual({
        nanoUsdPerVcpuHour: Math.round(listed.vcpuHourUSD * 1e9),
        nanoUsdPerGbHour: Math.round(listed.gbHourUSD * 1e9),
      });
    }
    const known = fargateSizes.filter((size) => size.vcpus < 32);
    expect(known).toEqual(source.cpuMemory.map((row) => ({ vcpus: row.vcpu, memoryMib: row.memoryMiB })));
  });
});
