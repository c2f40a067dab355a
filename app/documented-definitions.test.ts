import type { JsonObject, JsonValue } from '@/lib/forms';
import { many, named, type Row, refuses, tagged } from './constraints-in-tests';

const SIZE = (vcpu: string, memory: string): JsonValue => [
  { type: 'VCPU', value: vcpu },
  { type: 'MEMORY', value: memory },
];
const DEFINITION: JsonObject = {
  jobDefinitionName: 'new',
  type: 'container',
  containerProperties: { image: 'busybox', resourceRequirements: SIZE('1', '128') },
};
const ON_FARGATE: JsonObject = {
  jobDefinitionName: 'new',
  type: 'container',
  platformCapabilities: ['FARGATE'],
  containerProperties: { image: 'busybox', executionRoleArn: 'run', resourceRequirements: SIZE('1', '2048') },
};
const ON_TASKS: JsonObject = {
  jobDefinitionName: 'new',
  type: 'container',
  ecsProperties: { taskProperties: [{ containers: [{ name: 'main', image: 'busybox' }] }] },
};
const NODES: JsonObject = {
  jobDefinitionName: 'new',
  type: 'multinode',
  nodeProperties: { numNodes: 4, mainNode: 0, nodeRangeProperties: [nodes('0:')] },
};

function nodes(targetNodes: string): JsonObject {
  return { targetNodes, container: { image: 'busybox', resourceRequirements: SIZE('1', '128') } };
}

const C = 'containerProperties';
const rules = (...evaluateOnExit: JsonObject[]): JsonValue => ({ attempts: 2, evaluateOnExit });
const secret: JsonValue = [{ name: 'A', valueFrom: 'b' }];
const DEFINITIONS: Row[] = [
  ...named(DEFINITION, 'jobDefinitionName', 'Job definition name should match a valid pattern.'),
  ...tagged(DEFINITION),
  [DEFINITION, 'type', undefined, 'type is required'],
  [DEFINITION, 'platformCapabilities', [], 'Exactly 1 capability must be provided.'],
  [DEFINITION, 'platformCapabilities', ['EC2', 'FARGATE'], 'Exactly 1 capability must be provided.'],
  [DEFINITION, 'platformCapabilities', ['CLOUD'], 'Capability CLOUD is not valid.'],
  [DEFINITION, C, undefined, 'ECS ContainerProperties, ecsProperties, or eksProperties is required when'],
  [DEFINITION, 'ecsProperties', { taskProperties: [] }, 'Cannot use both ECS containerProperties and ecsProperties'],
  [DEFINITION, 'eksProperties', {}, 'Cannot use both ECS containerProperties and eksProperties'],
  [ON_TASKS, 'eksProperties', {}, 'Cannot use both ecsProperties and eksProperties'],
  [DEFINITION, 'schedulingPriority', -1, 'Scheduling priority must be between 0 and 9999.'],
  [DEFINITION, 'schedulingPriority', 10_000, 'Scheduling priority must be between 0 and 9999.'],
  [DEFINITION, 'timeout', { attemptDurationSeconds: 59 }, 'cannot be less than 60 seconds'],
  [DEFINITION, 'retryStrategy', {}, 'RetryAttempts must be provided with retry strategy.'],
  [DEFINITION, 'retryStrategy', { attempts: 0 }, 'between 1 and 10'],
  [DEFINITION, 'retryStrategy', { attempts: 11 }, 'between 1 and 10'],
  [DEFINITION, 'retryStrategy', rules(...many(6, () => ({ onReason: '*', action: 'EXIT' }))), 'at most 5'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT' }), 'at least one of onExitCode, onReason or onStatusReason'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT', onReason: 'a'.repeat(513) }), 'cannot exceed 512 characters.'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT', onExitCode: '1a' }), 'contains restricted characters.'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT', onExitCode: '*1' }), 'contains restricted characters.'],
  [DEFINITION, 'retryStrategy', rules({ action: 'EXIT', onReason: '<b>' }), 'contains restricted characters.'],
  [
    DEFINITION,
    'retryStrategy',
    rules({ action: 'EXIT', onStatusReason: '\u202ex' }),
    'contains restricted characters.',
  ],
  [DEFINITION, `${C}.image`, '', 'image is required'],
  [DEFINITION, `${C}.command`, ['echo', ''], 'empty string'],
  [DEFINITION, `${C}.environment`, [{ name: 'AWS_BATCH_X', value: '' }], 'reserved'],
  [DEFINITION, `${C}.environment`, [{ name: '', value: '' }], 'must have a name'],
  [DEFINITION, `${C}.resourceRequirements`, SIZE('1', '3'), 'Memory must be at least 4 Mib, got 3 Mib.'],
  [DEFINITION, `${C}.resourceRequirements`, SIZE('0.5', '128'), 'vCPU must be at least 1, got 0.5.'],
  [DEFINITION, `${C}.resourceRequirements`, [{ type: 'MEMORY', value: '128' }], 'vCPU is required.'],
  [DEFINITION, `${C}.resourceRequirements`, [{ type: 'VCPU', value: '1' }], 'emory'],
  [DEFINITION, `${C}.resourceRequirements`, SIZE('two', '128'), 'Please provide a numeric value.'],
  [DEFINITION, `${C}.resourceRequirements`, SIZE('1', '1.5'), 'Please provide a numeric value.'],
  [
    DEFINITION,
    `${C}.resourceRequirements`,
    [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '128' },
      { type: 'GPU', value: '0.5' },
    ],
    'Value 0.5 for type GPU in resourceRequirement is not valid.',
  ],
  [
    DEFINITION,
    `${C}.resourceRequirements`,
    [
      { type: 'VCPU', value: '1' },
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '128' },
    ],
    'Cannot provide duplicates in resourceRequirements.',
  ],
  [DEFINITION, `${C}.secrets`, secret, 'executionRoleArn cannot be empty when using secrets or secretOptions'],
  [
    DEFINITION,
    `${C}.logConfiguration`,
    { logDriver: 'awslogs', secretOptions: secret },
    'executionRoleArn cannot be empty when using secrets or secretOptions',
  ],
  [DEFINITION, `${C}.networkConfiguration`, {}, 'networkConfiguration not applicable for EC2.'],
  [DEFINITION, `${C}.fargatePlatformConfiguration`, {}, 'fargatePlatformConfiguration not applicable for EC2.'],
  [
    DEFINITION,
    `${C}.runtimePlatform`,
    { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'ARM64' },
    'Windows supported only by X86_64 cpuArchitecture',
  ],
  [DEFINITION, `${C}.command`, ['x'.repeat(25_000)], 'Job definition size exceeds'],
  [ON_FARGATE, `${C}.executionRoleArn`, undefined, 'executionRoleArn is required for Fargate jobs.'],
  ...[
    ['0.25', '8192'],
    ['0.3', '512'],
    ['1', '2049'],
    ['16', '512'],
  ].map(([vcpu = '', memory = '']): Row => {
    const says = `Fargate resource requirements (${vcpu} vCPU, ${memory} MiB) not valid.`;
    return [ON_FARGATE, `${C}.resourceRequirements`, SIZE(vcpu, memory), says];
  }),
  [
    ON_FARGATE,
    `${C}.resourceRequirements`,
    [
      { type: 'VCPU', value: '1' },
      { type: 'MEMORY', value: '2048' },
      { type: 'GPU', value: '1' },
    ],
    'GPU is not applicable for Fargate.',
  ],
  [ON_FARGATE, `${C}.privileged`, true, 'Fargate requires that the ‘privileged’ setting be ‘false’'],
  [ON_FARGATE, `${C}.ulimits`, [{ name: 'n', hardLimit: 1, softLimit: 1 }], 'ulimits is not applicable for Fargate.'],
  ...['sharedMemorySize', 'maxSwap', 'swappiness'].map((member): Row => {
    return [
      ON_FARGATE,
      `${C}.linuxParameters`,
      { [member]: 1 },
      `linuxParameter.${member} is not allowed for Fargate.`,
    ];
  }),
  [ON_FARGATE, `${C}.linuxParameters`, { devices: [] }, 'linuxParameter.devices is not allowed for Fargate.'],
  [ON_FARGATE, `${C}.linuxParameters`, { tmpfs: [] }, 'linuxParameter.tmpfs is not allowed for Fargate.'],
  [ON_FARGATE, `${C}.logConfiguration`, { logDriver: 'gelf' }, 'Log driver for Fargate is not valid: gelf'],
  [ON_FARGATE, `${C}.volumes`, [{ host: { sourcePath: '/x' } }], 'host.sourcePath should not be set'],
  [ON_FARGATE, `${C}.ephemeralStorage`, { sizeInGiB: 20 }, 'only between range 21 GiB to 200 GiB'],
  [ON_FARGATE, `${C}.ephemeralStorage`, { sizeInGiB: 201 }, 'only between range 21 GiB to 200 GiB'],
  [NODES, 'platformCapabilities', ['FARGATE'], 'Fargate does not support MNP jobs'],
  [NODES, 'nodeProperties.numNodes', 0, 'Number of nodes must be between 1 and 1000.'],
  [NODES, 'nodeProperties.numNodes', 1001, 'Number of nodes must be between 1 and 1000.'],
  [NODES, 'nodeProperties.mainNode', 4, 'Main node index is out of range, must be less than numNodes.'],
  [NODES, 'nodeProperties.nodeRangeProperties', many(6, (at) => nodes(String(at))), 'range properties is 5'],
  [NODES, 'nodeProperties.nodeRangeProperties', [nodes('a:b')], 'targetNodes should contain only digits.'],
  [NODES, 'nodeProperties.nodeRangeProperties', [nodes('0:1')], 'have missing ranges'],
  [NODES, 'nodeProperties.nodeRangeProperties', [{ targetNodes: '0:' }], 'Must specify container for node range 0:'],
];

refuses('RegisterJobDefinition', DEFINITIONS);
