/** Where a mend of an INVALID environment begins: its form with one field in focus, or a copy of it with another value. */
interface InvalidFix {
  label: string;
  kind: 'edit' | 'clone';
  /** The member of the call's input, by its path. */
  field: string;
}

/** What AWS's statusReason of an INVALID environment means. */
export interface InvalidExplanation {
  /** Names the cause; `unknown` where the text is not one of those that are known. */
  cause: InvalidCause;
  /** One sentence: what is wrong. */
  means: string;
  /** What a person should look at, in order. */
  checks: readonly string[];
  fix: InvalidFix | null;
  /** Deleted as it is, it would hang in DELETING until mended. */
  hangsInDeleting: boolean;
}

export const INVALID_CAUSES = [
  'service-role',
  'spot-fleet-role',
  'no-instance-joined',
  'instance-profile',
  'subnet-gone',
  'security-group-gone',
  'jobs-left',
  'cluster-gone',
  'kubernetes-namespace',
  'kubernetes-version',
  'unknown',
] as const;
export type InvalidCause = (typeof INVALID_CAUSES)[number];

const ROLE_CHECKS = [
  'The role exists in this account, under the path and name that the environment has.',
  'Its trust policy lets batch.amazonaws.com assume it.',
  'No permissions boundary or service control policy takes sts:AssumeRole away.',
];

interface Known extends InvalidExplanation {
  pattern: RegExp;
}

/** What of an environment decides which edits AWS takes; see AWS Batch's API reference, UpdateComputeEnvironment. */
export interface InvalidEnvironment {
  statusReason: string | null;
  /** Its service role is AWSServiceRoleForBatch. */
  hasServiceLinkedRole: boolean;
  /** AWS replaces its instances on an edit, or it has none: false under a role of its own, or with BEST_FIT. */
  takesNewInstances: boolean;
}

/** Source: AWS Batch user guide, 'Troubleshooting AWS Batch', INVALID compute environment. */
const KNOWN: readonly Known[] = [
  {
    cause: 'service-role',
    pattern: /not authorized to perform:? sts:AssumeRole/i,
    means: 'Batch may not assume the environment’s service role: it was deleted, or it does not trust Batch.',
    checks: ROLE_CHECKS,
    fix: { label: 'Give it another role', kind: 'edit', field: 'serviceRole' },
    hangsInDeleting: true,
  },
  {
    cause: 'spot-fleet-role',
    pattern: /IamFleetRole is invalid/i,
    means: 'The Spot fleet role does not exist or may not be used for Spot fleets.',
    checks: [
      'The role exists and is named by its whole ARN.',
      'Its trust policy names spotfleet.amazonaws.com.',
      'It has AmazonEC2SpotFleetTaggingRole, or rights like it.',
    ],
    fix: { label: 'Copy it with another role', kind: 'clone', field: 'computeResources.spotIamFleetRole' },
    hangsInDeleting: false,
  },
  {
    cause: 'no-instance-joined',
    pattern: /none of the instances joined the underlying ECS Cluster/i,
    means: 'Instances started, but none joined the ECS cluster, so Batch scaled the environment down.',
    checks: [
      'The subnets reach ECS: by a public address, a NAT gateway, or VPC endpoints.',
      'The instance profile lets instances register: AmazonEC2ContainerServiceforEC2Role, or rights like it.',
      'The image runs the ECS agent, and the launch template’s user data does not stop it.',
      'The security groups let traffic out.',
    ],
    fix: { label: 'Change its subnets', kind: 'edit', field: 'computeResources.subnets' },
    hangsInDeleting: false,
  },
  {
    cause: 'instance-profile',
    pattern: /instance profile .*does not exist/i,
    means: 'The instance profile that its instances should start with does not exist.',
    checks: [
      'An instance profile of this name exists; a role alone is none.',
      'It is in the same account, and named by its name or whole ARN.',
    ],
    fix: { label: 'Give it another instance profile', kind: 'edit', field: 'computeResources.instanceRole' },
    hangsInDeleting: false,
  },
  {
    cause: 'subnet-gone',
    pattern: /subnet ID .*does not exist/i,
    means: 'A subnet that the environment names does not exist.',
    checks: ['The subnet’s id is right and in this region.', 'It was not deleted with its network.'],
    fix: { label: 'Change its subnets', kind: 'edit', field: 'computeResources.subnets' },
    hangsInDeleting: false,
  },
  {
    cause: 'security-group-gone',
    pattern: /security group .*does not exist/i,
    means: 'A security group that the environment names does not exist.',
    checks: ['The group’s id is right and in the network of the subnets.', 'It was not deleted.'],
    fix: { label: 'Change its security groups', kind: 'edit', field: 'computeResources.securityGroupIds' },
    hangsInDeleting: false,
  },
  {
    cause: 'jobs-left',
    pattern: /Cannot delete, compute environment has active jobs/i,
    means: 'It was deleted while jobs ran in it.',
    checks: ['The jobs that run there: let them end, or terminate them, then delete it again.'],
    fix: null,
    hangsInDeleting: false,
  },
  {
    cause: 'cluster-gone',
    pattern: /clusters can not be blank/i,
    means: 'Its ECS cluster is gone: somebody deleted it by hand, or the roles do not let Batch see it.',
    checks: ['The cluster of its name is in ECS.', ...ROLE_CHECKS.slice(0, 1)],
    fix: { label: 'Copy it', kind: 'clone', field: 'computeEnvironmentName' },
    hangsInDeleting: false,
  },
  {
    cause: 'kubernetes-namespace',
    pattern: /unable to validate kubernetes namespace/i,
    means: 'Batch can not use the Kubernetes namespace.',
    checks: [
      'The namespace exists in the cluster, and is not kube-system or another that begins with kube-.',
      'The cluster’s aws-auth map or access entry gives Batch its role binding.',
    ],
    fix: null,
    hangsInDeleting: false,
  },
  {
    cause: 'kubernetes-version',
    pattern: /EKS cluster version .*is unsupported/i,
    means: 'Batch does not support the cluster’s Kubernetes version any more.',
    checks: ['The cluster’s version is among those that Batch supports: upgrade it, then update the environment.'],
    fix: null,
    hangsInDeleting: false,
  },
];

/** What an edit can not mend, because AWS refuses it for this environment, is mended by a copy. */
function possible(explanation: InvalidExplanation, environment: InvalidEnvironment): InvalidExplanation {
  const { fix, checks } = explanation;
  if (fix?.kind !== 'edit') return explanation;
  if (fix.field === 'serviceRole') {
    if (!environment.hasServiceLinkedRole) return explanation;
    return {
      ...explanation,
      checks: [
        'The service-linked role AWSServiceRoleForBatch exists in this account: where it was deleted, make it anew in IAM.',
        ...checks.slice(-1),
        'An edit can’t exchange it for a role of your own: a copy of the environment can have one.',
      ],
      fix: { label: 'Copy it with a role of its own', kind: 'clone', field: fix.field },
    };
  }
  if (environment.takesNewInstances) return explanation;
  return {
    ...explanation,
    checks: [
      ...checks,
      'AWS changes this only under the service-linked role and without BEST_FIT, so a copy is the way.',
    ],
    fix: { label: 'Copy it and change that', kind: 'clone', field: fix.field },
  };
}

/** What the statusReason of an INVALID environment means, what to look at, and where a mend begins that AWS takes. */
export function explainInvalid(environment: InvalidEnvironment): InvalidExplanation {
  const { statusReason } = environment;
  const known = KNOWN.find(({ pattern }) => pattern.test(statusReason ?? ''));
  if (known !== undefined) {
    const { pattern: _, ...explanation } = known;
    return possible(explanation, environment);
  }
  return {
    cause: 'unknown',
    means:
      statusReason === null || statusReason === ''
        ? 'AWS gives no reason.'
        : 'This reason is not one that is known here; AWS’s own words are all there is.',
    checks: [
      'The service role exists and trusts Batch.',
      'Its subnets, security groups, instance profile and launch template are still there.',
      'What was changed last, in its versions.',
    ],
    fix: null,
    hangsInDeleting: false,
  };
}
