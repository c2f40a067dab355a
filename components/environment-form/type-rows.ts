import {
  FARGATE_SPOT_DISCOUNT_PERCENT,
  fargatePrice,
  type InstanceType,
  instanceBundles,
  instanceFamilies,
  instanceTypes,
  typesOf,
} from '@/lib/catalogue';
import { parseNanoUsd } from '../format/money';
import { formatCount, formatMemory, formatNumber, formatQuantity } from '../format/number';

/** One entry of an environment's types: a type, a family or a bundle, with what it offers and costs an hour. */
export interface TypeRow {
  entry: string;
  /** How many types it stands for; 0 where the catalogue has none. */
  count: number;
  vcpus: string;
  memory: string;
  gpus: string;
  /** Nano-USD an hour, least and most; null where no price is known. */
  price: { least: bigint; most: bigint } | null;
  /** Per cent off the On-Demand price, on average; null where that is not the question. */
  saving: number | null;
}

function span(values: readonly number[], text: (value: number) => string): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length === 0
    ? '–'
    : least === most
      ? text(least)
      : `${text(least).replace(/\u00a0.*/, '')}\u00a0–\u00a0${text(most)}`;
}

const hourly = (type: InstanceType, isSpot: boolean) =>
  isSpot ? type.spotNanoUsdPerHour : type.onDemandNanoUsdPerHour;

/** What an entry of `instanceTypes` comes to. */
export function typeRow(entry: string, isSpot: boolean): TypeRow {
  const { types } = typesOf([entry]);
  const prices = types.flatMap((type) => hourly(type, isSpot) ?? []);
  const savings = types.flatMap((type) =>
    type.spotNanoUsdPerHour === null ? [] : [1 - type.spotNanoUsdPerHour / type.onDemandNanoUsdPerHour],
  );
  const mean = savings.reduce((sum, saving) => sum + saving, 0) / savings.length;
  return {
    entry,
    count: types.length,
    vcpus: span(
      types.map(({ vcpus }) => vcpus),
      (value) => formatNumber(value),
    ),
    memory: span(
      types.map(({ memoryMib }) => memoryMib),
      (value) => formatQuantity(value / 1024, 'GiB', 1),
    ),
    gpus: span(
      types.map(({ gpus }) => gpus),
      (value) => (value === 0 ? '–' : formatNumber(value)),
    ),
    price:
      prices.length === 0
        ? null
        : { least: parseNanoUsd(String(Math.min(...prices))), most: parseNanoUsd(String(Math.max(...prices))) },
    saving: isSpot && savings.length > 0 ? Math.round(mean * 100) : null,
  };
}

/** What may be added: bundles, families and types whose names hold `typed`; bundles and families first. */
export function typeChoices(
  typed: string,
  present: readonly string[],
  most: number,
): { entry: string; note: string }[] {
  const wanted = typed.trim().toLowerCase();
  const gpus = /^(?:any with )?(\d+) gpus?$/.exec(wanted)?.[1];
  if (gpus !== undefined) {
    const named = instanceTypes.filter((type) => type.gpus === Number(gpus) && !present.includes(type.name));
    return named.slice(0, most).map((type) => ({ entry: type.name, note: noteOf(type) }));
  }
  const bundles = [...instanceBundles.keys()].map((entry) => ({ entry, note: 'whatever fits, chosen by AWS' }));
  const families = instanceFamilies.map((entry) => ({
    entry,
    note: `family of ${formatCount(typesOf([entry]).types.length, 'type')}`,
  }));
  const types = instanceTypes.map((type) => ({ entry: type.name, note: noteOf(type) }));
  const hits = [...bundles, ...families, ...types].filter(
    ({ entry }) => entry.includes(wanted) && !present.includes(entry),
  );
  const begins = hits.filter(({ entry }) => entry.startsWith(wanted));
  return [...begins, ...hits.filter(({ entry }) => !entry.startsWith(wanted))].slice(0, most);
}

function noteOf(type: InstanceType): string {
  const gpus = type.gpus > 0 ? `, ${type.gpus} GPU` : '';
  return `${formatNumber(type.vcpus)} vCPU, ${formatMemory(type.memoryMib)}${gpus}`;
}

/** The most that an environment can cost an hour, and the most instances; null where no price is known. */
export interface MostCost {
  nanoUsdPerHour: bigint;
  /** Instances, where it runs on instances: as many of the smallest type as the maximum holds. */
  instances: number | null;
}

/** Fargate's sizes have at most 8 GB for each vCPU. */
const FARGATE_GB_PER_VCPU = 8;

/** What the maximum costs when all of it runs: the dearest vCPU that is allowed, at the bid on Spot. List prices of us-east-1. */
export function mostCost(
  kind: string,
  maxvCpus: number,
  entries: readonly string[],
  bidPercentage: number,
): MostCost | null {
  if (kind === 'FARGATE' || kind === 'FARGATE_SPOT') {
    const { nanoUsdPerVcpuHour, nanoUsdPerGbHour } = fargatePrice('x86_64', kind);
    return {
      nanoUsdPerHour: rounded(maxvCpus * (nanoUsdPerVcpuHour + FARGATE_GB_PER_VCPU * nanoUsdPerGbHour)),
      instances: null,
    };
  }
  const { types } = typesOf(entries);
  if (types.length === 0) return null;
  const paid = types.map((type) => {
    const share = kind === 'SPOT' ? bidPercentage / 100 : 1;
    return Math.ceil(maxvCpus / type.vcpus) * type.onDemandNanoUsdPerHour * share;
  });
  const smallest = Math.min(...types.map(({ vcpus }) => vcpus));
  return { nanoUsdPerHour: rounded(Math.max(...paid)), instances: Math.ceil(maxvCpus / smallest) };
}

const rounded = (nano: number) => BigInt(Math.round(nano));

/** How Spot prices of Fargate are known: assumed, as AWS says 'up to 70 %'. */
export const FARGATE_SPOT_NOTE = `Fargate Spot at ${FARGATE_SPOT_DISCOUNT_PERCENT} % off, as AWS names it`;
