import { describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { commandText, shellWords } from '@/lib/forms';
import { cliText, EMPTY_DRAFT, readDraft } from './submit-draft';

const DRAFT = { ...EMPTY_DRAFT, jobName: 'first', jobQueue: 'main', jobDefinition: 'align:3' };

describe('a command', () => {
  it.each([
    ['sh -c "exit 3"', ['sh', '-c', 'exit 3']],
    [`echo 'it is' ""`, ['echo', 'it is', '']],
    ['a\\ b "c\\"d"', ['a b', 'c"d']],
    ['  ', []],
  ])('%s', (text, words) => {
    expect(shellWords(text)).toEqual(words);
    expect(shellWords(commandText(words))).toEqual(words);
  });
  it('with an open quote is none', () => {
    expect(shellWords('echo "x')).toBeNull();
    expect(readDraft({ ...DRAFT, command: "it's" }).problems['containerOverrides.command']).toBe(
      'A quote is left open.',
    );
    expect(readDraft({ ...DRAFT, command: '[1]' }).problems['containerOverrides.command']).toContain('JSON list');
    expect(readDraft({ ...DRAFT, command: '["a", "b c"]' }).job.containerOverrides?.command).toEqual(['a', 'b c']);
  });
});

describe('the form', () => {
  it('sends only what was filled in', () => {
    expect(readDraft(DRAFT)).toEqual({
      job: { jobName: 'first', jobQueue: 'main', jobDefinition: 'align:3' },
      problems: {},
    });
  });
  it('makes the whole call', () => {
    const { job, problems } = readDraft({
      ...DRAFT,
      vcpus: '0.25',
      memoryMib: '8,192',
      gpus: '1',
      environment: [{ id: 1, name: 'REF', value: 'GRCh38' }],
      parameters: [{ id: 1, name: 'chr', value: '7' }],
      tags: [{ id: 1, name: 'team', value: '' }],
      arraySize: '10',
      dependsOn: 'a, b',
      dependencyType: 'N_TO_N',
      attempts: '3',
      timeoutSeconds: '7200',
      shareIdentifier: 'studio',
    });
    expect(problems).toEqual({});
    expect(job).toEqual({
      jobName: 'first',
      jobQueue: 'main',
      jobDefinition: 'align:3',
      shareIdentifier: 'studio',
      arrayProperties: { size: 10 },
      dependsOn: [
        { jobId: 'a', type: 'N_TO_N' },
        { jobId: 'b', type: 'N_TO_N' },
      ],
      parameters: { chr: '7' },
      containerOverrides: {
        environment: [{ name: 'REF', value: 'GRCh38' }],
        resourceRequirements: [
          { type: 'VCPU', value: '0.25' },
          { type: 'MEMORY', value: '8192' },
          { type: 'GPU', value: '1' },
        ],
      },
      retryStrategy: { attempts: 3 },
      timeout: { attemptDurationSeconds: 7200 },
      tags: { team: '' },
    });
  });
  it.each([
    [{ jobName: '' }, 'jobName'],
    [{ jobName: 'x'.repeat(129) }, 'jobName'],
    [{ jobName: '<script>alert(1)</script>' }, 'jobName'],
    [{ jobName: 'two words' }, 'jobName'],
    [{ jobQueue: '' }, 'jobQueue'],
    [{ vcpus: 'many' }, 'containerOverrides.resourceRequirements.VCPU'],
    [{ memoryMib: '1.5' }, 'containerOverrides.resourceRequirements.MEMORY'],
    [{ arraySize: '1' }, 'arrayProperties.size'],
    [{ timeoutSeconds: '59' }, 'timeout.attemptDurationSeconds'],
    [{ attempts: '-1' }, 'retryStrategy.attempts'],
    [{ dependencyType: 'SEQUENTIAL' as const }, 'dependsOn'],
    [{ tags: [{ id: 1, name: '', value: 'x' }] }, 'tags'],
    [
      {
        parameters: [
          { id: 1, name: 'a', value: '1' },
          { id: 2, name: 'a', value: '2' },
        ],
      },
      'parameters',
    ],
    [{ environment: [{ id: 1, name: 'API_TOKEN', value: MASK.name }] }, 'containerOverrides.environment'],
  ])('%o is told at its field', (given, path) => {
    expect(Object.keys(readDraft({ ...DRAFT, ...given }).problems)).toEqual([path]);
  });
  it('can be typed in a terminal instead', () => {
    const { job } = readDraft({ ...DRAFT, command: 'sh -c "exit 3"', arraySize: '2' });
    expect(cliText(job)).toBe(
      [
        'aws batch submit-job',
        '--job-name first',
        '--job-queue main',
        '--job-definition align:3',
        `--array-properties '{"size":2}'`,
        `--container-overrides '{"command":["sh","-c","exit 3"]}'`,
      ].join(' \\\n  '),
    );
  });
});
