import { isObject, type JsonObject, type JsonValue } from '@/lib/forms';

/** The kinds of environment that a form makes. */
export type EnvironmentKind = 'EC2' | 'SPOT' | 'FARGATE' | 'FARGATE_SPOT' | 'UNMANAGED';

export const KINDS = [
  { value: 'EC2', label: 'EC2' },
  { value: 'SPOT', label: 'EC2 Spot' },
  { value: 'FARGATE', label: 'Fargate' },
  { value: 'FARGATE_SPOT', label: 'Fargate Spot' },
  { value: 'UNMANAGED', label: 'Unmanaged', hint: 'You start the instances yourself' },
] as const satisfies readonly { value: EnvironmentKind; label: string; hint?: string }[];

/** The kind of a call's environment; null where it is none of them. */
export function kindIn(document: JsonObject): EnvironmentKind | null {
  if (document.type === 'UNMANAGED') return 'UNMANAGED';
  const type = isObject(document.computeResources) ? document.computeResources.type : null;
  return KINDS.find(({ value }) => value === type)?.value ?? (isObject(document.computeResources) ? null : 'UNMANAGED');
}

export const isFargateKind = (kind: EnvironmentKind | null) => kind === 'FARGATE' || kind === 'FARGATE_SPOT';
export const isInstanceKind = (kind: EnvironmentKind | null) => kind === 'EC2' || kind === 'SPOT';

const FARGATE_MEMBERS = ['maxvCpus', 'subnets', 'securityGroupIds'] as const;

/**
 * The members that turn a call into one of another kind; what the kind does not have is left out, and what `before` (of
 * this or an earlier kind) had comes back.
 */
export function ofKind(kind: EnvironmentKind, before: JsonObject): Record<string, JsonValue | undefined> {
  if (kind === 'UNMANAGED') return { type: 'UNMANAGED', computeResources: undefined };
  const { type, ...given } = before;
  if (isFargateKind(kind)) {
    const kept = Object.fromEntries(
      FARGATE_MEMBERS.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name] ?? null]])),
    );
    return managed({ type: kind, maxvCpus: 256, subnets: [], securityGroupIds: [], ...kept });
  }
  const { allocationStrategy, bidPercentage, spotIamFleetRole, ...rest } = given;
  const fits = type === kind && STRATEGIES[kind].some(({ value }) => value === allocationStrategy);
  const spot = kind === 'SPOT' ? defined({ bidPercentage, spotIamFleetRole }) : {};
  return managed({
    type: kind,
    allocationStrategy: fits && allocationStrategy !== undefined ? allocationStrategy : STRATEGIES[kind][0].value,
    ...FRESH_INSTANCES,
    ...rest,
    ...spot,
  });
}

function managed(computeResources: JsonObject): Record<string, JsonValue | undefined> {
  return { type: 'MANAGED', computeResources, unmanagedvCpus: undefined };
}

function defined(members: Record<string, JsonValue | undefined>): JsonObject {
  const found: JsonObject = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) found[name] = value;
  return found;
}

const FRESH_INSTANCES: JsonObject = {
  minvCpus: 0,
  maxvCpus: 256,
  instanceTypes: ['optimal'],
  subnets: [],
  securityGroupIds: [],
  instanceRole: 'ecsInstanceRole',
};

/** The allocation strategies of each kind, the recommended first. Source: Batch user guide, allocation strategies. */
export const STRATEGIES = {
  EC2: [
    {
      value: 'BEST_FIT_PROGRESSIVE',
      label: 'Best fit, progressive',
      hint: 'Prefers the types with the cheapest vCPU that fit, and goes on to others.',
    },
    {
      value: 'BEST_FIT_PROGRESSIVE_ORDERED',
      label: 'In your order',
      hint: 'Takes the types in the order in which you list them.',
    },
    {
      value: 'BEST_FIT',
      label: 'Best fit',
      hint: 'Waits for the one best type. Such an environment can hardly be changed later.',
    },
  ],
  SPOT: [
    {
      value: 'SPOT_PRICE_CAPACITY_OPTIMIZED',
      label: 'Price and capacity',
      hint: 'Picks pools with spare capacity first, then the cheapest.',
    },
    {
      value: 'SPOT_CAPACITY_OPTIMIZED',
      label: 'Capacity',
      hint: 'Picks the pools that are interrupted least, whatever they cost.',
    },
    {
      value: 'BEST_FIT_PROGRESSIVE',
      label: 'Best fit, progressive',
      hint: 'Prefers the types with the cheapest vCPU that fit, and goes on to others.',
    },
    { value: 'BEST_FIT', label: 'Best fit', hint: 'Waits for the one best type, and needs a Spot fleet role.' },
  ],
} as const;
