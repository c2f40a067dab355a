import type { JsonObject, JsonValue } from './json-text';
import type { OperationShapes } from './operation-types';
import { registerJobDefinitionProblems } from './register-job-definition';

export const requirements = (vcpus: string, memory: string, ...more: JsonObject[]): JsonValue => [
  { type: 'VCPU', value: vcpus },
  { type: 'MEMORY', value: memory },
  ...more,
];

export const container = (more: JsonObject = {}): JsonObject => ({
  image: 'busybox:1',
  command: ['true'],
  resourceRequirements: requirements('1', '2048'),
  ...more,
});

export const ec2 = (more: JsonObject = {}, inside: JsonObject = {}): JsonObject => ({
  jobDefinitionName: 'work',
  type: 'container',
  containerProperties: container(inside),
  ...more,
});

export const fargate = (inside: JsonObject = {}, more: JsonObject = {}): JsonObject =>
  ec2(
    { platformCapabilities: ['FARGATE'], ...more },
    { executionRoleArn: 'arn:aws:iam::123456789012:role/run', ...inside },
  );

export const group = (targetNodes: string, inside: JsonObject = {}): JsonObject => ({
  targetNodes,
  container: container(inside),
});

export const nodes = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  jobDefinitionName: 'mpi',
  type: 'multinode',
  nodeProperties: { numNodes: 4, mainNode: 0, nodeRangeProperties: [group('0:')], ...properties },
  ...more,
});

/** Every problem of a definition as one line: its path, then its sentence. */
export function toldOf(shapes: OperationShapes, document: JsonObject): string[] {
  return registerJobDefinitionProblems(shapes, document).map(({ path, message }) => `${path}: ${message}`);
}
