import { zones } from '@/lib/catalogue';
import type { Caller } from '../contract';
import { environments } from './clusters';

const VPC_ID = 'vpc-0ba7c4dec00000000';

interface Subnet {
  id: string;
  vpcId: string;
  zone: string;
}

interface SecurityGroup {
  id: string;
  name: string;
  vpcId: string;
}

/**
 * The network of a simulated account: the subnets and security groups that its compute environments name, in one VPC.
 * The simulator puts an environment's subnets into the zones in their order.
 */
export async function network(caller: Caller): Promise<{ subnets: Subnet[]; groups: SecurityGroup[] }> {
  const zoneAt = (index: number) => caller.connection.region + (zones[index % zones.length]?.slice(-1) ?? 'a');
  const subnets = new Map<string, Subnet>();
  const groups = new Map<string, SecurityGroup>();
  for (const { computeResources } of await environments(caller)) {
    for (const [index, id] of (computeResources?.subnets ?? []).entries()) {
      if (!subnets.has(id)) subnets.set(id, { id, vpcId: VPC_ID, zone: zoneAt(index) });
    }
    for (const id of computeResources?.securityGroupIds ?? []) {
      if (!groups.has(id)) groups.set(id, { id, name: id, vpcId: VPC_ID });
    }
  }
  return { subnets: [...subnets.values()], groups: [...groups.values()] };
}
