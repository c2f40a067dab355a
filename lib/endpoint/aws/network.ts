import { zones } from '@/lib/catalogue';
import type { Caller } from '../contract';
import { environments } from './clusters';

const VPC_ID = 'vpc-0ba7c4dec00000000';
const DEFAULT_SUBNET = 'subnet-0ba7c4dec0000000';
const DEFAULT_GROUP = 'sg-0ba7c4dec00000000';

interface Subnet {
  id: string;
  vpcId: string;
  zone: string;
  isDefault: boolean;
}

interface SecurityGroup {
  id: string;
  name: string;
  vpcId: string;
}

/**
 * The network of a simulated account: one VPC with a default subnet in each zone and a default security group, and
 * whatever its compute environments name. The simulator puts an environment's subnets into the zones in their order.
 */
export async function network(caller: Caller): Promise<{ subnets: Subnet[]; groups: SecurityGroup[] }> {
  const zoneAt = (index: number) => caller.connection.region + (zones[index % zones.length]?.slice(-1) ?? 'a');
  const subnets = new Map<string, Subnet>();
  const groups = new Map<string, SecurityGroup>([
    [DEFAULT_GROUP, { id: DEFAULT_GROUP, name: 'default', vpcId: VPC_ID }],
  ]);
  for (const [index] of zones.entries()) {
    const id = `${DEFAULT_SUBNET}${index}`;
    subnets.set(id, { id, vpcId: VPC_ID, zone: zoneAt(index), isDefault: true });
  }
  for (const { computeResources } of await environments(caller)) {
    for (const [index, id] of (computeResources?.subnets ?? []).entries()) {
      if (!subnets.has(id)) subnets.set(id, { id, vpcId: VPC_ID, zone: zoneAt(index), isDefault: false });
    }
    for (const id of computeResources?.securityGroupIds ?? []) {
      if (!groups.has(id)) groups.set(id, { id, name: id, vpcId: VPC_ID });
    }
  }
  return { subnets: [...subnets.values()], groups: [...groups.values()] };
}
