import { instanceTypes } from '@/lib/catalogue';
import type { InstanceSight } from '@/lib/driver';
import { ApiError } from '../api-error';
import { placeOf, tokenOf } from './json-protocol';
import { network } from './network';
import { type QueryInput, queryService } from './query-protocol';
import { controlsOf } from './simulated-controls';
import type { XmlValue } from './xml';

const STATES = { pending: 0, running: 16, terminated: 48 } as const;
const MOST_PRICES = 1000;

/** Keeps what matches every filter; `facts` gives a thing's values by the name of a filter. */
function filtered<Thing>(
  things: readonly Thing[],
  input: QueryInput,
  facts: (thing: Thing) => Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): Thing[] {
  const filters = [...input.filters()];
  const unknown = filters.find(([name]) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ApiError('InvalidParameterValue', 400, `The filter '${unknown[0].slice(0, 100)}' is invalid`);
  }
  return things.filter((thing) => {
    const values = facts(thing);
    return filters.every(([name, wanted]) => wanted.some((one) => isLike(values[name] ?? '', one)));
  });
}

/** EC2's filters take `*` and `?`. */
function isLike(value: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return value === pattern;
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 's').test(value);
}

function page<Item>(items: readonly Item[], input: QueryInput, most: number): { items: Item[]; nextToken?: string } {
  const from = placeOf(input.text('NextToken'));
  const limit = Math.min(most, Number(input.text('MaxResults') ?? most) || most);
  const next = from + limit < items.length ? { nextToken: tokenOf(from + limit) } : {};
  return { items: items.slice(from, from + limit), ...next };
}

function stateReason({ endedBy, terminatedAt }: InstanceSight): Record<string, XmlValue> {
  if (terminatedAt === null) return {};
  if (endedBy === 'interruption') {
    const code = 'Server.SpotInstanceTermination';
    return { reason: code, stateReason: { code, message: `${code}: Spot instance termination` } };
  }
  const when = new Date(terminatedAt).toISOString().replace('T', ' ').slice(0, 19);
  const code = endedBy === 'failure' ? 'Server.InternalError' : 'Client.UserInitiatedShutdown';
  return { reason: `User initiated (${when} GMT)`, stateReason: { code, message: code } };
}

function instanceView(one: InstanceSight): XmlValue {
  return {
    instanceId: one.instanceId,
    instanceState: { code: STATES[one.state], name: one.state },
    instanceType: one.type,
    launchTime: new Date(one.launchedAt).toISOString(),
    placement: { availabilityZone: one.zone, tenancy: 'default' },
    ...(one.spot && { instanceLifecycle: 'spot' }),
    tagSet: [
      { key: 'AWSBatchServiceTag', value: 'batch' },
      { key: 'aws:batch:compute-environment', value: one.environment },
    ],
    ...stateReason(one),
  };
}

export const ec2 = queryService(
  { name: 'EC2', namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/', isEc2: true },
  {
    async DescribeInstances(input, caller) {
      const ids = input.texts('InstanceId');
      const seen = await controlsOf(caller).sights.instances(ids.length > 0 ? ids : undefined);
      const lost = ids.find((id) => !seen.some((one) => one.instanceId === id));
      if (lost !== undefined) {
        throw new ApiError('InvalidInstanceID.NotFound', 400, `The instance ID '${lost.slice(0, 60)}' does not exist`);
      }
      const found = filtered(
        seen,
        input,
        (one) => ({
          'instance-id': one.instanceId,
          'instance-state-name': one.state,
          'instance-type': one.type,
          'availability-zone': one.zone,
          'instance-lifecycle': one.spot ? 'spot' : '',
          'tag:AWSBatchServiceTag': 'batch',
          'tag:aws:batch:compute-environment': one.environment,
        }),
        [
          ...['instance-id', 'instance-state-name', 'instance-type', 'availability-zone', 'instance-lifecycle'],
          ...['tag:AWSBatchServiceTag', 'tag:aws:batch:compute-environment'],
        ],
      );
      const { items, ...next } = page(found, input, 1000);
      const { account: ownerId } = caller.connection;
      return {
        reservationSet: items.map((one) => ({
          reservationId: `r-${one.instanceId.slice(2)}`,
          ownerId,
          instancesSet: [instanceView(one)],
        })),
        ...next,
      };
    },
    async DescribeInstanceTypes(input) {
      const asked = input.texts('InstanceType');
      const lost = asked.find((name) => !instanceTypes.some((type) => type.name === name));
      if (lost !== undefined) {
        throw new ApiError(
          'InvalidInstanceType',
          400,
          `The following supplied instance types do not exist: [${lost.slice(0, 60)}]`,
        );
      }
      const found = filtered(
        instanceTypes.filter((type) => asked.length === 0 || asked.includes(type.name)),
        input,
        (type) => ({ 'instance-type': type.name, 'processor-info.supported-architecture': type.architecture }),
        ['instance-type', 'processor-info.supported-architecture'],
      );
      const { items, ...next } = page(found, input, 100);
      return {
        instanceTypeSet: items.map((type) => ({
          instanceType: type.name,
          vCpuInfo: { defaultVCpus: type.vcpus },
          memoryInfo: { sizeInMiB: type.memoryMib },
          processorInfo: { supportedArchitectures: [type.architecture] },
          ...(type.gpus > 0 && { gpuInfo: { gpus: [{ count: type.gpus }] } }),
          supportedUsageClasses: type.spotNanoUsdPerHour === null ? ['on-demand'] : ['on-demand', 'spot'],
        })),
        ...next,
      };
    },
    async DescribeSpotPriceHistory(input, caller) {
      const { sights, clock } = controlsOf(caller);
      const filters = input.filters();
      const skip = placeOf(input.text('NextToken'));
      const limit = Math.min(MOST_PRICES, Number(input.text('MaxResults') ?? MOST_PRICES) || MOST_PRICES);
      const zone = input.text('AvailabilityZone');
      const { prices, more } = await sights.spotPrices({
        types: [...input.texts('InstanceType'), ...(filters.get('instance-type') ?? [])],
        zones: [...(zone === undefined ? [] : [zone]), ...(filters.get('availability-zone') ?? [])],
        from: timeOf(input.text('StartTime'), 0),
        to: timeOf(input.text('EndTime'), clock().now),
        limit,
        skip,
      });
      return {
        spotPriceHistorySet: prices.map((price) => ({
          instanceType: price.type,
          productDescription: 'Linux/UNIX',
          spotPrice: (price.nanoUsdPerHour / 1e9).toFixed(6),
          timestamp: new Date(price.at).toISOString(),
          availabilityZone: price.zone,
        })),
        nextToken: more ? tokenOf(skip + limit) : '',
      };
    },
    async DescribeSubnets(input, caller) {
      const { subnets } = await network(caller);
      const asked = input.texts('SubnetId');
      const lost = asked.find((id) => !subnets.some((one) => one.id === id));
      if (lost !== undefined) {
        throw new ApiError('InvalidSubnetID.NotFound', 400, `The subnet ID '${lost.slice(0, 60)}' does not exist`);
      }
      const found = filtered(
        subnets.filter((one) => asked.length === 0 || asked.includes(one.id)),
        input,
        (one) => ({
          'subnet-id': one.id,
          'vpc-id': one.vpcId,
          'availability-zone': one.zone,
          'default-for-az': 'false',
          state: 'available',
        }),
        ['subnet-id', 'vpc-id', 'availability-zone', 'default-for-az', 'state'],
      );
      const { items, ...next } = page(found, input, 1000);
      return {
        subnetSet: items.map((one) => ({
          subnetId: one.id,
          state: 'available',
          vpcId: one.vpcId,
          availabilityZone: one.zone,
          defaultForAz: false,
          ownerId: caller.connection.account,
          subnetArn: `arn:aws:ec2:${caller.connection.region}:${caller.connection.account}:subnet/${one.id}`,
        })),
        ...next,
      };
    },
    async DescribeSecurityGroups(input, caller) {
      const { groups } = await network(caller);
      const asked = input.texts('GroupId');
      const lost = asked.find((id) => !groups.some((one) => one.id === id));
      if (lost !== undefined) {
        throw new ApiError('InvalidGroup.NotFound', 400, `The security group '${lost.slice(0, 60)}' does not exist`);
      }
      const found = filtered(
        groups.filter((one) => asked.length === 0 || asked.includes(one.id)),
        input,
        (one) => ({ 'group-id': one.id, 'group-name': one.name, 'vpc-id': one.vpcId }),
        ['group-id', 'group-name', 'vpc-id'],
      );
      const { items, ...next } = page(found, input, 1000);
      return {
        securityGroupInfo: items.map((one) => ({
          groupId: one.id,
          groupName: one.name,
          groupDescription: one.name,
          vpcId: one.vpcId,
          ownerId: caller.connection.account,
        })),
        ...next,
      };
    },
  },
);

function timeOf(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new ApiError('InvalidParameterValue', 400, `Invalid time: ${text.slice(0, 60)}`);
  return at;
}
