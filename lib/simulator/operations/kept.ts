/** A member of a request that is taken, checked as AWS checks it and shown back, and changes nothing of what runs. */
export interface KeptMember {
  /** Operations that take it. */
  operations: readonly string[];
  /** Dots lead into a member. */
  member: string;
  /** What it would do at AWS. */
  wouldDo: string;
}

const ENVIRONMENT = ['CreateComputeEnvironment', 'UpdateComputeEnvironment'] as const;
const DEFINITION = ['RegisterJobDefinition'] as const;

const ofResources = (member: string, wouldDo: string): KeptMember => ({
  operations: ENVIRONMENT,
  member: `computeResources.${member}`,
  wouldDo,
});

const ofContainer = (member: string, wouldDo: string): KeptMember => ({
  operations: DEFINITION,
  member: `containerProperties.${member}`,
  wouldDo,
});

/** All members that are only kept. docs/API.md is made from it, and a test holds each of them to it. */
export const KEPT_MEMBERS: readonly KeptMember[] = [
  ofResources('ec2KeyPair', 'lets people log in to instances'),
  ofResources('ec2Configuration', 'chooses the machine image'),
  ofResources('imageId', 'chooses the machine image'),
  ofResources('launchTemplate', 'sets up the instances'),
  ofResources('placementGroup', 'keeps instances close to each other'),
  ofResources('tags', 'tags the instances'),
  { operations: ENVIRONMENT, member: 'context', wouldDo: 'is reserved by AWS' },
  { operations: ENVIRONMENT, member: 'ecsSettings', wouldDo: 'turns Container Insights on' },
  ofContainer('enableExecuteCommand', 'lets people open a shell in the container'),
  ofContainer('ephemeralStorage', 'sizes the task’s disk on Fargate'),
  ofContainer('executionRoleArn', 'is the role that pulls the image and writes the log'),
  ofContainer('fargatePlatformConfiguration', 'chooses Fargate’s platform version'),
  ofContainer('jobRoleArn', 'is the container’s role'),
  ofContainer('linuxParameters', 'sets up devices and shared memory'),
  ofContainer('logConfiguration', 'sends the log elsewhere'),
  ofContainer('mountPoints', 'mounts volumes'),
  ofContainer('networkConfiguration', 'gives the task a public address on Fargate'),
  ofContainer('privileged', 'gives the container the host’s rights'),
  ofContainer('readonlyRootFilesystem', 'makes the container’s files read-only'),
  ofContainer('repositoryCredentials', 'is the secret of a private registry'),
  ofContainer('runtimePlatform', 'chooses system and architecture'),
  ofContainer('secrets', 'puts secrets into the environment'),
  ofContainer('ulimits', 'limits the container'),
  ofContainer('user', 'is the container’s user'),
  ofContainer('volumes', 'provides volumes'),
  {
    operations: ['RegisterJobDefinition', 'SubmitJob'],
    member: 'propagateTags',
    wouldDo: 'copies tags to the ECS task; of them only the number counts (SUB-38)',
  },
];
