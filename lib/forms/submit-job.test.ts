import { beforeAll, describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { definitionMeant, loadOperationShapes, MASKED_SENTENCE, type OperationShapes, submitJobProblems } from '.';
import { type Change, changed, list, type Row, saidAt } from './rules-in-tests';
import { AROUND, GOOD } from './submits-in-tests';

let shapes: OperationShapes;
beforeAll(async () => {
  shapes = await loadOperationShapes();
});

const ACCEPTED: readonly (readonly Change[])[] = [
  [],
  [['jobName', `a${'-'.repeat(127)}`]],
  [['jobQueue', 'arn:aws:batch:us-east-1:123456789012:job-queue/main']],
  [['jobQueue', 'not-seen-yet']],
  [['jobDefinition', 'not-seen-yet:7']],
  [['arrayProperties.size', 2]],
  [['arrayProperties.size', 10_000]],
  [
    ['jobQueue', 'shared'],
    ['shareIdentifier', 'studio'],
    ['schedulingPriorityOverride', 9999],
  ],
  [['dependsOn', list(20, (at) => ({ jobId: `job-${at}` }))]],
  [
    ['arrayProperties.size', 10],
    ['dependsOn', [{ jobId: 'ten', type: 'N_TO_N' }, { type: 'SEQUENTIAL' }, { jobId: 'not-seen', type: 'N_TO_N' }]],
  ],
  [
    ['jobDefinition', 'one'],
    ['parameters', { input: 's3://x' }],
  ],
  [
    ['jobDefinition', 'one:2'],
    ['containerOverrides.command', ['true']],
  ],
  [
    ['containerOverrides.resourceRequirements', [{ type: 'VCPU', value: '500' }]],
    ['containerOverrides.environment', [{ name: 'REF', value: '' }]],
  ],
  [
    ['jobQueue', 'serverless'],
    ['jobDefinition', 'cloud'],
    [
      'containerOverrides.resourceRequirements',
      [
        { type: 'VCPU', value: '4' },
        { type: 'MEMORY', value: '8192' },
      ],
    ],
  ],
  [
    ['jobDefinition', 'mpi'],
    ['nodeOverrides', { numNodes: 8, nodePropertyOverrides: [{ targetNodes: '2:', containerOverrides: {} }] }],
  ],
  [
    ['jobDefinition', 'old'],
    ['containerOverrides', { vcpus: 2, memory: 4096 }],
  ],
  [['retryStrategy', { attempts: 10, evaluateOnExit: [{ onStatusReason: 'Host EC2*', action: 'RETRY' }] }]],
  [['timeout.attemptDurationSeconds', 60]],
  [['tags', { team: '' }]],
];

const env = (name: string, value: string) => [{ name, value }];
const REFUSED: readonly Row[] = [
  [[['jobName', '']], 'jobName', /Give a name/],
  [[['jobName', undefined]], 'jobName', /Give a name/],
  [[['jobName', 'x'.repeat(129)]], 'jobName', /128/],
  [[['jobName', '-x']], 'jobName', /beginning with a letter/],
  [[['jobName', '<script>alert(1)</script>']], 'jobName', /letters/],
  [[['jobQueue', '']], 'jobQueue', /Choose a queue/],
  [[['jobDefinition', undefined]], 'jobDefinition', /Choose a definition/],
  [[['jobQueue', 'closed']], 'jobQueue', /disabled/],
  [[['jobQueue', 'serverless']], 'jobQueue', /Fargate, one:1 on EC2/],
  [[['jobDefinition', 'cloud']], 'jobQueue', /EC2, cloud:1 on Fargate/],
  [[['jobQueue', 'shared']], 'shareIdentifier', /name the share/],
  [[['shareIdentifier', 'a']], 'shareIdentifier', /first in, first out/],
  [[['schedulingPriorityOverride', 1]], 'schedulingPriorityOverride', /first in, first out/],
  [
    [
      ['jobQueue', 'shared'],
      ['shareIdentifier', 'a*'],
    ],
    'shareIdentifier',
    /letters, digits/,
  ],
  [
    [
      ['jobQueue', 'shared'],
      ['shareIdentifier', 'a'.repeat(256)],
    ],
    'shareIdentifier',
    /255/,
  ],
  [
    [
      ['jobQueue', 'shared'],
      ['shareIdentifier', 'a'],
      ['schedulingPriorityOverride', 10_000],
    ],
    'schedulingPriorityOverride',
    /0 to 9,999/,
  ],
  [[['arrayProperties.size', 1]], 'arrayProperties.size', /2 to 10,000/],
  [[['arrayProperties.size', 10_001]], 'arrayProperties.size', /2 to 10,000/],
  [[['arrayProperties.size', '7']], 'arrayProperties.size', /number/],
  [[['dependsOn', list(21, (at) => ({ jobId: `job-${at}` }))]], 'dependsOn', /At most 20/],
  [[['dependsOn', [{}]]], 'dependsOn[0].jobId', /Name the job/],
  [[['dependsOn', [{ type: 'SEQUENTIAL' }]]], 'dependsOn[0]', /give its size/],
  [
    [
      ['arrayProperties.size', 2],
      ['dependsOn', [{ type: 'SEQUENTIAL', jobId: 'ten' }]],
    ],
    'dependsOn[0]',
    /names no job/,
  ],
  [[['dependsOn', [{ type: 'N_TO_N', jobId: 'ten' }]]], 'dependsOn[0]', /give its size/],
  [
    [
      ['arrayProperties.size', 9],
      ['dependsOn', [{ type: 'N_TO_N', jobId: 'ten' }]],
    ],
    'dependsOn[0]',
    /one size.*10.*9/,
  ],
  [
    [
      ['arrayProperties.size', 9],
      ['dependsOn', [{ type: 'N_TO_N', jobId: 'single' }]],
    ],
    'dependsOn[0]',
    /is none/,
  ],
  [
    [
      ['arrayProperties.size', 9],
      ['dependsOn', [{ type: 'N_TO_N' }]],
    ],
    'dependsOn[0].jobId',
    /Name the job/,
  ],
  [[['jobDefinition', 'one']], 'parameters', /Ref::input and/],
  [[['containerOverrides.command', ['echo', 'Ref::a', 'Ref::b']]], 'parameters', /Ref::a, Ref::b.*them/],
  [[['parameters', { API_TOKEN: MASK.name }]], 'parameters.API_TOKEN', new RegExp(MASKED_SENTENCE.slice(0, 20))],
  [[['containerOverrides.command', ['a', '']]], 'containerOverrides.command', /empty/],
  [[['containerOverrides.environment', env('AWS_BATCH_X', '')]], 'containerOverrides.environment[0].name', /kept/],
  [[['containerOverrides.environment', env('', 'x')]], 'containerOverrides.environment[0].name', /has a name/],
  [
    [['containerOverrides.environment', env('API_TOKEN', MASK.shape)]],
    'containerOverrides.environment[0].value',
    /masked/,
  ],
  [
    [['containerOverrides.resourceRequirements', [{ type: 'VCPU', value: 'many' }]]],
    'containerOverrides.resourceRequirements[0].value',
    /number/,
  ],
  [
    [['containerOverrides.resourceRequirements', [{ type: 'VCPU', value: '0.25' }]]],
    'containerOverrides.resourceRequirements[0].value',
    /at least 1 vCPU/,
  ],
  [
    [
      ['jobDefinition', 'not-seen'],
      ['containerOverrides.resourceRequirements', [{ type: 'MEMORY', value: '1.5' }]],
    ],
    'containerOverrides.resourceRequirements[0].value',
    /whole number of MiB/,
  ],
  [
    [
      ['jobQueue', 'serverless'],
      ['jobDefinition', 'cloud'],
      ['containerOverrides.resourceRequirements', [{ type: 'VCPU', value: '4' }]],
    ],
    'containerOverrides.resourceRequirements[1].value',
    /With 4 vCPU Fargate offers/,
  ],
  [[['containerOverrides.vcpus', 2]], 'containerOverrides.vcpus', /give it there/],
  [[['containerOverrides.instanceType', 'c5.large']], 'containerOverrides.instanceType', /multi-node/],
  [[['nodeOverrides', { numNodes: 2 }]], 'nodeOverrides', /takes containerOverrides/],
  [
    [
      ['jobDefinition', 'mpi'],
      ['arrayProperties.size', 2],
    ],
    'arrayProperties.size',
    /no array/,
  ],
  [
    [
      ['jobDefinition', 'mpi'],
      ['containerOverrides', {}],
    ],
    'containerOverrides',
    /takes nodeOverrides/,
  ],
  [
    [
      ['jobDefinition', 'mpi'],
      ['nodeOverrides.numNodes', 2],
    ],
    'nodeOverrides.numNodes',
    /At least 3/,
  ],
  [
    [
      ['jobDefinition', 'mpi'],
      ['nodeOverrides.numNodes', 1001],
    ],
    'nodeOverrides.numNodes',
    /1 to 1,000/,
  ],
  [
    [
      ['jobDefinition', 'fixed'],
      ['nodeOverrides.numNodes', 8],
    ],
    'nodeOverrides.numNodes',
    /4 nodes always/,
  ],
  [
    [
      ['jobDefinition', 'mpi'],
      ['nodeOverrides.nodePropertyOverrides', [{ targetNodes: '2:9' }]],
    ],
    'nodeOverrides.nodePropertyOverrides[0].targetNodes',
    /The last node is 3/,
  ],
  [
    [
      ['jobDefinition', 'task'],
      ['containerOverrides', {}],
    ],
    'containerOverrides',
    /ecsPropertiesOverride/,
  ],
  [[['retryStrategy', { attempts: 11 }]], 'retryStrategy.attempts', /1 to 10/],
  [[['retryStrategy', { evaluateOnExit: [] }]], 'retryStrategy.attempts', /how many/],
  [
    [['retryStrategy', { attempts: 2, evaluateOnExit: list(6, () => ({ onReason: '*', action: 'EXIT' })) }]],
    'retryStrategy.evaluateOnExit',
    /At most 5/,
  ],
  [[['timeout.attemptDurationSeconds', 59]], 'timeout.attemptDurationSeconds', /60 seconds/],
  [[['tags', Object.fromEntries(list(51, (at) => `t${at}`).map((key) => [key, '']))]], 'tags', /At most 50/],
  [[['tags', { 'aws:x': '' }]], 'tags.aws:x', /kept for AWS/],
  [[['parameters', { p: 'x'.repeat(30_720) }]], '', /30,720 bytes/],
  [[['jobname', 'x']], 'jobname', /it is jobName/],
];

describe('a submit', () => {
  it.each(ACCEPTED.map((changes) => [changes]))('%j is sent', (changes) => {
    expect(submitJobProblems(shapes, changed(GOOD, changes), AROUND)).toEqual([]);
  });
  it.each(REFUSED.map((row) => [...row] as const))('%j is told at %s', (changes, path, message) => {
    expect(saidAt(submitJobProblems(shapes, changed(GOOD, changes), AROUND), path)).toEqual([
      expect.stringMatching(message),
    ]);
  });
  it('is checked by itself where nothing is known around it', () => {
    const call = changed(GOOD, [
      ['jobQueue', 'closed'],
      ['containerOverrides.vcpus', 2],
      ['shareIdentifier', 'a'],
    ]);
    expect(submitJobProblems(shapes, call)).toEqual([]);
  });
  it('means the newest revision by a bare name', () => {
    const definitions = AROUND.definitions ?? [];
    expect(definitionMeant(definitions, 'one')?.name).toBe('one:2');
    expect(definitionMeant(definitions, 'one:1')?.name).toBe('one:1');
    expect(definitionMeant(definitions, 'one:3')).toBeNull();
    expect(definitionMeant(definitions, 'arn:aws:batch:us-east-1:123456789012:job-definition/one')?.name).toBe('one:2');
  });
});
