import { describe, expect, it } from 'vitest';
import { explainInvalid, INVALID_CAUSES, type InvalidCause } from './index';

/** AWS's own texts, as its user guide and operators' threads have them. */
const TEXTS: Record<Exclude<InvalidCause, 'unknown'>, string> = {
  'service-role':
    'CLIENT_ERROR - Not authorized to perform sts:AssumeRole (Service: AWSSecurityTokenService; Status Code: 403; Error Code: AccessDenied; Request ID: 4f6f9a3c)',
  'spot-fleet-role':
    'CLIENT_ERROR - Parameter: SpotFleetRequestConfig.IamFleetRole is invalid. (Service: AmazonEC2; Status Code: 400; Error Code: InvalidSpotFleetRequestConfig; Request ID: 1) Parameter: SpotFleetRequestConfig.IamFleetRole is invalid',
  'no-instance-joined':
    'Your compute environment has been INVALIDATED and scaled down because none of the instances joined the underlying ECS Cluster. Common issues preventing instances joining are the following: VPC/Subnet configuration preventing communication to ECS, incorrect Instance Profile policy preventing authorization to ECS, or customized AMI or LaunchTemplate configurations affecting ECS agent.',
  'instance-profile': 'CLIENT_ERROR - Instance profile arn:aws:iam::123456789012:instance-profile/gone does not exist',
  'subnet-gone':
    "CLIENT_ERROR - The subnet ID 'subnet-9' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidSubnetID.NotFound; Request ID: 1)",
  'security-group-gone':
    "CLIENT_ERROR - The security group 'sg-9' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidGroup.NotFound; Request ID: 1)",
  'jobs-left': 'CLIENT_ERROR - Cannot delete, compute environment has active jobs',
  'cluster-gone': 'CLIENT_ERROR - Clusters can not be blank.',
  'kubernetes-namespace': 'CLIENT_ERROR - Unable to validate Kubernetes Namespace',
  'kubernetes-version': 'CLIENT_ERROR - Your EKS Cluster version [1.20] is unsupported',
};

const OWN = { hasServiceLinkedRole: false, takesNewInstances: true };
const explain = (statusReason: string | null, of: Partial<typeof OWN> = {}) =>
  explainInvalid({ statusReason, ...OWN, ...of });

describe('why an environment is INVALID', () => {
  it.each(Object.entries(TEXTS))('%s is known by AWS’s text', (cause, text) => {
    const explained = explain(text);
    expect(explained.cause).toBe(cause);
    expect(explained.checks.length).toBeGreaterThan(0);
    expect(explained.means).toMatch(/\.$/);
  });
  it('has a text for each cause', () => {
    expect([...Object.keys(TEXTS), 'unknown'].sort()).toEqual([...INVALID_CAUSES].sort());
  });
  it('says so of a text that it does not know, and of none', () => {
    expect(explain('INTERNAL_ERROR - something new')).toMatchObject({ cause: 'unknown', fix: null });
    expect(explain('INTERNAL_ERROR - something new').means).toContain('not one that is known');
    expect(explain(null).means).toBe('AWS gives no reason.');
  });
  it('warns of the delete that would hang', () => {
    expect(explain(TEXTS['service-role']).hangsInDeleting).toBe(true);
  });
  it('leads to a copy where the role is the service-linked one, which no edit can exchange', () => {
    const { fix, checks } = explain(TEXTS['service-role'], { hasServiceLinkedRole: true });
    expect(fix).toEqual({ label: 'Copy it with a role of its own', kind: 'clone', field: 'serviceRole' });
    expect(checks.at(-1)).toContain('An edit can’t exchange it');
    expect(explain(TEXTS['service-role']).fix?.kind).toBe('edit');
  });
  it('leads to a copy where AWS would not replace the instances', () => {
    const { fix } = explain(TEXTS['instance-profile'], { takesNewInstances: false });
    expect(fix).toMatchObject({ kind: 'clone', field: 'computeResources.instanceRole' });
    expect(explain(TEXTS['instance-profile']).fix?.kind).toBe('edit');
  });
});
