import type { ComputeEnvironmentDetail } from '@aws-sdk/client-batch';
import { isActive } from '../capacity/faults';
import type { Fault } from '../contract';
import { atOf, type Core, type EnvironmentState } from '../core';
import { uuid } from '../kernel/ids';

/** A fault that takes away something an environment names. */
type Missing = Extract<
  Fault,
  { kind: 'role-missing' | 'subnet-missing' | 'security-group-missing' | 'instance-profile-missing' }
>;

export function isOfHealth(fault: Fault): fault is Missing {
  return fault.kind.endsWith('-missing');
}

/** AWS's sentence about instances that start and don't join. Source: user guide, INVALID compute environments. */
export const NONE_JOINED =
  'Your compute environment has been INVALIDATED and scaled down because none of the instances joined the underlying ECS Cluster. Common issues preventing instances joining are the following: VPC/Subnet configuration preventing communication to ECS, incorrect Instance Profile policy preventing authorization to ECS, or customized AMI or LaunchTemplate configurations affecting ECS agent.';

/** Whether a role or profile is meant by its ARN, its path or its bare name. */
function isNamed(given: string | undefined, asked: string): boolean {
  return given !== undefined && (given === asked || given.endsWith(`/${asked}`) || asked.endsWith(`/${given}`));
}

/** Texts of a refusal by another AWS service, as Batch passes them on. Source: user guide, INVALID compute environments; EC2's error codes. */
function refusal(what: string, service: string, status: number, code: string, id: string): string {
  return `CLIENT_ERROR - ${what} (Service: ${service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${id})`;
}

function roleReason(
  { serviceRole, computeResources }: ComputeEnvironmentDetail,
  role: string,
  id: string,
): string | null {
  if (isNamed(serviceRole, role)) {
    return refusal('Not authorized to perform sts:AssumeRole', 'AWSSecurityTokenService', 403, 'AccessDenied', id);
  }
  if (!isNamed(computeResources?.spotIamFleetRole, role)) return null;
  const what = 'Parameter: SpotFleetRequestConfig.IamFleetRole is invalid';
  return `${refusal(`${what}.`, 'AmazonEC2', 400, 'InvalidSpotFleetRequestConfig', id)} ${what}`;
}

function reasonOf(core: Core, document: ComputeEnvironmentDetail, fault: Missing, id: string): string | null {
  const resources = document.computeResources;
  switch (fault.kind) {
    case 'role-missing':
      return roleReason(document, fault.role, id);
    case 'subnet-missing':
      if (!resources?.subnets?.includes(fault.subnet)) return null;
      return refusal(
        `The subnet ID '${fault.subnet}' does not exist`,
        'AmazonEC2',
        400,
        'InvalidSubnetID.NotFound',
        id,
      );
    case 'security-group-missing':
      if (!resources?.securityGroupIds?.includes(fault.securityGroup)) return null;
      return refusal(
        `The security group '${fault.securityGroup}' does not exist`,
        'AmazonEC2',
        400,
        'InvalidGroup.NotFound',
        id,
      );
    case 'instance-profile-missing': {
      const profile = resources?.instanceRole;
      if (profile === undefined || !isNamed(profile, fault.instanceProfile)) return null;
      const arn = profile.startsWith('arn:')
        ? profile
        : `arn:aws:iam::${core.place.account}:instance-profile/${profile}`;
      return `CLIENT_ERROR - Instance profile ${arn} does not exist`;
    }
  }
}

const FIRST_REQUEST = 2_147_483_648;
const FAULTS_APART = 4096;

/** AWS's statusReason where something the environment names is missing now; null when all is there. */
export function impediment(core: Core, { index, document }: EnvironmentState): string | null {
  const at = atOf(core);
  for (const [number, fault] of core.faults.entries()) {
    if (!isOfHealth(fault) || !isActive(fault, at)) continue;
    const id = uuid(core.draws, 'resource-id', FIRST_REQUEST + index * FAULTS_APART + (number % FAULTS_APART));
    const reason = reasonOf(core, document, fault, id);
    if (reason !== null) return reason;
  }
  return null;
}
