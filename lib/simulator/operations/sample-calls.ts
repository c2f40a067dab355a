/** Inputs of calls that tests are written with: plain data, good unless a test breaks it. */
const network = { subnets: ['s'], securityGroupIds: ['g'] };

export function ec2(computeEnvironmentName: string, over: object = {}) {
  const computeResources = {
    type: 'EC2',
    minvCpus: 0,
    maxvCpus: 16,
    instanceTypes: ['c5'],
    instanceRole: 'r',
    ...network,
  };
  return { computeEnvironmentName, type: 'MANAGED', computeResources: { ...computeResources, ...over } };
}

export function fargate(computeEnvironmentName: string, type = 'FARGATE') {
  return { computeEnvironmentName, type: 'MANAGED', computeResources: { type, maxvCpus: 16, ...network } };
}

export function queueOn(jobQueueName: string, ...environments: string[]) {
  const computeEnvironmentOrder = environments.map((computeEnvironment, order) => ({ order, computeEnvironment }));
  return { jobQueueName, priority: 1, computeEnvironmentOrder };
}

export function definition(jobDefinitionName: string, over: object = {}, container: object = {}) {
  const containerProperties = { image: 'i', command: ['true'], vcpus: 1, memory: 64, ...container };
  return { jobDefinitionName, type: 'container', containerProperties, ...over };
}

export function sized(vcpu: string, memory: string) {
  return [
    { type: 'VCPU', value: vcpu },
    { type: 'MEMORY', value: memory },
  ];
}
