import { describe, expect, it } from 'vitest';
import type { DefinitionChoice } from '@/lib/history';
import type { SubmitAround } from './around';
import { readRows } from './csv-rows';
import { submitChecks } from './submit-checks';

const definition: DefinitionChoice = {
  name: 'one:1',
  kind: 'container',
  isFargate: false,
  command: ['echo', 'Ref::word'],
  vcpus: '2',
  memoryMib: '4096',
  gpus: null,
  environment: [],
  usesRequirements: true,
  parameters: {},
  attempts: null,
  exitRules: 0,
  timeoutSeconds: null,
  schedulingPriority: null,
  propagateTags: false,
  consumables: [],
  nodes: null,
};
const AROUND: SubmitAround = {
  queues: [
    {
      name: 'main',
      state: 'ENABLED',
      isFairShare: false,
      shares: [],
      platform: 'EC2',
      instanceTypes: ['c5.large', 'c5.xlarge'],
      waiting: 3,
    },
  ],
  definitions: [definition],
};
const CALL = { jobName: 'a', jobQueue: 'main', jobDefinition: 'one', parameters: { word: 'x' } };
const said = (call: object, refusal: string | null = null) =>
  submitChecks({ ...CALL, ...call }, AROUND, [], refusal).map(
    ({ state, title, detail }) => `${state}: ${title} ${typeof detail === 'string' ? detail : ''}`,
  );

describe('the checks of a submit', () => {
  it('tell what was really looked at', () => {
    expect(said({})).toEqual([
      'passed: You may submit to main ',
      expect.stringContaining('passed: It fits c5.xlarge'),
      expect.stringContaining('passed: Names, sizes, references'),
    ]);
    expect(said({}, 'Your scope does not hold it.')[0]).toContain('failed: You may not submit to main: Your scope');
  });
  it.each([
    [{ jobQueue: 'gone' }, 'warned: No queue gone was seen here.'],
    [{ jobDefinition: 'gone:1' }, 'warned: No active definition gone:1 was seen here.'],
    [{ parameters: { word: 'x', other: 'y' } }, 'warned: Nothing takes the parameter other'],
    [
      { containerOverrides: { resourceRequirements: [{ type: 'VCPU', value: '64' }] } },
      'warned: It fits no type of main: it would wait for ever there',
    ],
    [
      { containerOverrides: { environment: [{ name: 'X', value: 'x'.repeat(8200) }] } },
      'warned: The overrides are long:',
    ],
  ])('%j', (call, words) => {
    expect(said(call).some((one) => one.startsWith(words))).toBe(true);
  });
});

describe('rows of a file', () => {
  it('become children in their order', () => {
    expect(readRows('\uFEFFsample,chr\r\nS-1,1\r\n"S,2","say ""x"""\n\n')).toEqual({
      hasNames: true,
      columns: ['sample', 'chr'],
      rows: [
        ['S-1', '1'],
        ['S,2', 'say "x"'],
      ],
      lines: 'S-1,1\n"S,2","say ""x"""',
    });
  });
  it('need no names, and may be parted by tabs', () => {
    expect(readRows('a.bam\nb.bam').rows).toEqual([['a.bam'], ['b.bam']]);
    expect(readRows('1\t2\n3\t4')).toMatchObject({
      columns: ['column 1', 'column 2'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
    expect(readRows('x,y\n1,2', false).rows).toHaveLength(2);
    expect(readRows('name\na', true)).toMatchObject({ columns: ['name'], rows: [['a']] });
    expect(readRows('').rows).toEqual([]);
  });
});
