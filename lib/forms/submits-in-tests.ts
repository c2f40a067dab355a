import type { JsonObject, KnownDefinition, SubmitSurroundings } from '.';

const known = (name: string, more: Partial<KnownDefinition> = {}): KnownDefinition => ({
  name,
  kind: 'container',
  isFargate: false,
  command: [],
  vcpus: '1',
  memoryMib: '2048',
  gpus: null,
  environment: [],
  usesRequirements: true,
  parameters: {},
  nodes: null,
  ...more,
});

const range = (targetNodes: string) => ({ ...known(''), targetNodes });

/** Queues, definitions and jobs of every kind. */
export const AROUND: SubmitSurroundings = {
  queues: [
    { name: 'main', state: 'ENABLED', isFairShare: false, platform: 'EC2' },
    { name: 'shared', state: 'ENABLED', isFairShare: true, platform: 'EC2' },
    { name: 'closed', state: 'DISABLED', isFairShare: false, platform: 'EC2' },
    { name: 'serverless', state: 'ENABLED', isFairShare: false, platform: 'FARGATE' },
  ],
  definitions: [
    known('one:2', { command: ['run', 'Ref::input', 'Ref::ref'], parameters: { ref: 'GRCh38' } }),
    known('one:1'),
    known('cloud:1', { isFargate: true, vcpus: '0.25', memoryMib: '512' }),
    known('mpi:1', { kind: 'multinode', nodes: { numNodes: 4, mainNode: 1, ranges: [range('0:1'), range('2:')] } }),
    known('fixed:1', { kind: 'multinode', nodes: { numNodes: 4, mainNode: 0, ranges: [range('0:3')] } }),
    known('task:1', { kind: 'ecs' }),
    known('old:1', { usesRequirements: false }),
  ],
  jobs: { ten: { arraySize: 10 }, single: { arraySize: null } },
};

/** A submit that nothing is wrong with. */
export const GOOD: JsonObject = { jobName: 'first', jobQueue: 'main', jobDefinition: 'one:1' };
