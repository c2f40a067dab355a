import { INSTANCE_TYPE_ROWS, type InstanceTypeRow } from './instance-type-rows';

export type Architecture = 'x86_64' | 'arm64';
/** Frequency of interruption over a month as the Spot Instance Advisor has it, from 0 (under 5 %) to 4 (over 20 %). */
export type InterruptionBand = 0 | 1 | 2 | 3 | 4;

/** An EC2 instance type in us-east-1. Money in integer nano-USD per hour: a number, as every price is far below 2^53. */
export interface InstanceType {
  readonly name: string;
  readonly family: string;
  readonly vcpus: number;
  /** Nominal; what jobs can have is usableMemoryMib of it. */
  readonly memoryMib: number;
  readonly gpus: number;
  readonly architecture: Architecture;
  readonly onDemandNanoUsdPerHour: number;
  /** On-Demand x (1 - the advisor's average saving); null where the advisor has no figure for the type. */
  readonly spotNanoUsdPerHour: number | null;
  readonly interruptionBand: InterruptionBand | null;
  /** Zones that offer it. */
  readonly zones: readonly string[];
}

const REGION = 'us-east-1';
/** The zones of us-east-1, in order. */
export const zones: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => REGION + letter);
// In the price history of 2021 no type newer than the fourth generation was offered in us-east-1e.
const ZONES_ASSUMED = 'abcdf';

function fromRow(row: InstanceTypeRow): InstanceType {
  const [name, vcpus, memoryMib, gpus, architecture, onDemandNanoUsdPerHour, saving, interruptionBand, seen] = row;
  return {
    name,
    family: name.slice(0, name.indexOf('.')),
    vcpus,
    memoryMib,
    gpus,
    architecture,
    onDemandNanoUsdPerHour,
    spotNanoUsdPerHour: saving === null ? null : Math.floor((onDemandNanoUsdPerHour * (100 - saving)) / 100),
    interruptionBand,
    zones: Array.from(seen ?? ZONES_ASSUMED, (letter) => REGION + letter),
  };
}

/** Every type of the catalogue, by name in code unit order. Sources: priceSource.instanceTypes, onDemand and spot. */
export const instanceTypes: readonly InstanceType[] = INSTANCE_TYPE_ROWS.map(fromRow);

const byName = new Map(instanceTypes.map((type) => [type.name, type]));
const byFamily = new Map<string, InstanceType[]>();
for (const type of instanceTypes) byFamily.set(type.family, [...(byFamily.get(type.family) ?? []), type]);

/** The families, in code unit order. */
export const instanceFamilies: readonly string[] = [...byFamily.keys()].sort();

/** What the bundled names stand for since November 2025. Source: Batch user guide, compute environment parameters. */
export const instanceBundles: ReadonlyMap<string, readonly string[]> = new Map([
  ['optimal', ['m6i', 'c6i', 'r6i', 'c7i']],
  ['default_x86_64', ['m6i', 'c6i', 'r6i', 'c7i']],
  ['default_arm64', ['m6g', 'c6g', 'r6g', 'c7g']],
]);

/** The type of that name, or undefined when the catalogue has none. */
export function instanceType(name: string): InstanceType | undefined {
  return byName.get(name);
}

/** What a compute environment's `instanceTypes` come to. */
export interface ExpandedTypes {
  /** Without repetition, in the order of the list; a type named exactly keeps its place and leaves its family's expansion. */
  readonly types: readonly InstanceType[];
  /** Entries that are no type, family or bundle of the catalogue, in the order of the list. */
  readonly unknown: readonly string[];
  /** More than one means that AWS refuses the list. */
  readonly architectures: readonly Architecture[];
}

/** Expands type names, families (`c5`) and bundles (`optimal`, `default_x86_64`, `default_arm64`); a family by name. */
export function typesOf(list: readonly string[]): ExpandedTypes {
  const exact = new Set(list.filter((entry) => byName.has(entry)));
  const types = new Set<InstanceType>();
  const unknown = new Set<string>();
  for (const entry of list) {
    const named = byName.get(entry);
    if (named !== undefined) {
      types.add(named);
      continue;
    }
    const families = instanceBundles.get(entry) ?? [entry];
    const members = families.flatMap((family) => byFamily.get(family) ?? []);
    if (members.length === 0) unknown.add(entry);
    for (const member of members) if (!exact.has(member.name)) types.add(member);
  }
  const architectures = new Set(Array.from(types, (type) => type.architecture));
  return { types: [...types], unknown: [...unknown], architectures: [...architectures].sort() };
}

/**
 * MiB that jobs can have on a type of this nominal memory: what Linux sees, less the agent's 32 MiB. A rule that fits what
 * operators report of types from 4 GiB up within 3 %; AWS publishes none (MEM-1).
 */
export function usableMemoryMib(nominalMib: number): number {
  const seen = Math.floor((nominalMib * 9745 - 2_300_000) / 10_000);
  return Math.max(0, seen - 32);
}
