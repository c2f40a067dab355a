import { describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { changeWords } from './change-words';
import { type DiffLine, diffDocuments, IDENTITY_MEMBERS } from './diff-documents';
import { foldLines, splitRows } from './fold-lines';

const base = {
  jobDefinitionName: 'vep',
  revision: 29,
  type: 'container',
  containerProperties: {
    image: 'registry/vep:1.9.2',
    command: ['run-vep', '--chr', 'Ref::chr'],
    resourceRequirements: [
      { type: 'VCPU', value: '16' },
      { type: 'MEMORY', value: '32768' },
    ],
    environment: [{ name: 'MODE', value: 'fast' }],
  },
  retryStrategy: { attempts: 3, evaluateOnExit: [{ onStatusReason: 'Host EC2*', action: 'RETRY' }] },
  timeout: { attemptDurationSeconds: 7200 },
};

const text = (line: DiffLine) => line.parts.map((part) => part.text).join('');
const marked = (line: DiffLine) => line.parts.filter((part) => part.marked).map((part) => part.text);
const changed = (lines: DiffLine[]) =>
  lines.filter((line) => line.kind !== 'same').map((line) => `${line.kind} ${text(line)}`);

function revised(change: (copy: typeof base) => void): typeof base {
  const copy = structuredClone(base);
  change(copy);
  return copy;
}

describe('diffDocuments', () => {
  it('marks the words of a value and leaves the rest alone', () => {
    const after = revised((copy) => {
      copy.containerProperties.image = 'registry/vep:1.10.0';
    });
    const { lines, changes } = diffDocuments(base, after);
    const [removed, added] = lines.filter((line) => line.kind !== 'same');
    expect([removed, added].map((line) => line && marked(line))).toEqual([['1.9.2'], ['1.10.0']]);
    expect(added?.path).toBe('containerProperties.image');
    expect(changes.map((change) => change.path.join('.'))).toEqual(['containerProperties.image']);
  });

  it('ignores the order of members and of named entries, and what only says a default', () => {
    const after = {
      containerProperties: {
        environment: [{ value: 'fast', name: 'MODE' }],
        resourceRequirements: [...base.containerProperties.resourceRequirements].reverse(),
        command: base.containerProperties.command,
        image: base.containerProperties.image,
        privileged: false,
        volumes: [],
        ulimits: [],
      },
      retryStrategy: { attempts: 3, evaluateOnExit: [{ onStatusReason: 'Host EC2*', action: 'retry' }] },
      timeout: { attemptDurationSeconds: 7200 },
      propagateTags: false,
      platformCapabilities: ['EC2'],
      tags: {},
      type: 'container',
      revision: 30,
      jobDefinitionName: 'vep',
    };
    const { lines, changes } = diffDocuments(base, after, { ignore: IDENTITY_MEMBERS });
    expect(changes).toEqual([]);
    expect(lines.every((line) => line.kind === 'same')).toBe(true);
  });

  it('tells a default from what is not one', () => {
    const { changes } = diffDocuments({ privileged: true }, { privileged: false });
    expect(changes).toEqual([{ path: ['privileged'], before: true, after: false }]);
  });

  it('keeps the order of what is run, and pairs what came in its place', () => {
    const after = revised((copy) => {
      copy.containerProperties.command = ['run-vep', '--fast', '--chr', 'Ref::chr'];
      copy.containerProperties.resourceRequirements = [
        { type: 'MEMORY', value: '65536' },
        { type: 'VCPU', value: '16' },
      ];
    });
    const { lines } = diffDocuments(base, after);
    expect(changed(lines)).toEqual([
      'removed "command": ["run-vep", "--chr", "Ref::chr"],',
      'added "command": ["run-vep", "--fast", "--chr", "Ref::chr"],',
      'removed { "type": "MEMORY", "value": "32768" },',
      'added { "type": "MEMORY", "value": "65536" },',
    ]);
  });

  it('numbers the lines of both sides', () => {
    const { lines } = diffDocuments({ a: 1, b: 2 }, { a: 1, c: 3 });
    expect(lines.map((line) => [line.kind, line.before, line.after, text(line)])).toEqual([
      ['same', 1, 1, '{'],
      ['same', 2, 2, '"a": 1,'],
      ['removed', 3, null, '"b": 2,'],
      ['added', null, 3, '"c": 3'],
      ['same', 4, 4, '}'],
    ]);
    const long = { name: 'x'.repeat(90), list: [{ deep: { a: 1 } }] };
    const numbered = diffDocuments(long, { ...long, more: true }).lines;
    expect(numbered.filter((line) => line.kind === 'added').map((line) => [line.before, line.after])).toEqual([
      [null, 8],
    ]);
    expect(numbered.at(-1)).toMatchObject({ kind: 'same', before: 8, after: 9 });
  });

  it('shows a document that came or went as all added or all removed', () => {
    expect(new Set(diffDocuments(null, base).lines.map((line) => line.kind))).toEqual(new Set(['added']));
    expect(new Set(diffDocuments(base, null).lines.map((line) => line.kind))).toEqual(new Set(['removed']));
    expect(diffDocuments(null, null)).toEqual({ lines: [], changes: [] });
  });

  it('never shows a secret, and says by which rule', () => {
    const secret = (value: string) => ({
      environment: [{ name: 'DB_PASSWORD', value }],
      parameters: { note: 'x'.repeat(80) },
    });
    const { lines } = diffDocuments(secret('hunter2'), secret('swordfish'));
    const all = lines.map(text).join('\n');
    expect(all).not.toMatch(/hunter2|swordfish/);
    expect(all).toContain(MASK.name);
    expect(lines.filter((line) => line.masked !== null).map((line) => line.masked)).toEqual([
      'masked: its name looks secret',
    ]);
  });

  it('writes out characters that hide or turn text, and takes prototype keys as any other', () => {
    const hostile: object = JSON.parse(
      '{ "tags": { "__proto__": "x\\u202ey", "a\\u0007": "<script>" }, "long": ["1", { "b": [] }] }',
    );
    const { lines, changes } = diffDocuments({}, hostile);
    const all = lines.map(text).join('\n');
    expect(all).toContain('\\u202e');
    expect(all).toContain('\\u0007');
    expect(all).toContain('__proto__');
    expect(changes.map((change) => change.path[0])).toEqual(['tags', 'long']);
  });

  it('survives a document as deep as JSON may be', () => {
    const deep: object = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`);
    expect(diffDocuments(deep, { a: 1 }).changes).not.toHaveLength(0);
  });
});

describe('foldLines', () => {
  it('keeps three lines about a difference and folds the rest', () => {
    const list = Array.from({ length: 40 }, (_, index) => ({ name: `entry-${index}`, value: 'v'.repeat(20) }));
    const after = list.map((entry, index) => (index === 20 ? { ...entry, value: 'w' } : entry));
    const stretches = foldLines(diffDocuments({ list }, { list: after }).lines);
    expect(stretches.map((stretch) => [stretch.kind, stretch.lines.length])).toEqual([
      ['fold', 19],
      ['lines', 8],
      ['fold', 18],
    ]);
  });

  it('puts the two sides of a change on one row', () => {
    const rows = splitRows(
      diffDocuments({ a: 1, long: 'x'.repeat(90), gone: 1 }, { a: 2, long: 'x'.repeat(90) }).lines,
    );
    expect(rows.map(({ left, right }) => [left?.kind ?? null, right?.kind ?? null])).toEqual([
      ['same', 'same'],
      ['removed', 'added'],
      ['same', 'same'],
      ['removed', null],
      ['same', 'same'],
    ]);
  });
});

describe('changeWords', () => {
  const words = (change: (copy: typeof base) => void) =>
    changeWords(diffDocuments(base, revised(change)).changes).replaceAll('\u00a0', ' ');

  it.each<[string, (copy: typeof base) => void]>([
    [
      'image 1.9.2 → 1.10.0',
      (copy) => {
        copy.containerProperties.image = 'registry/vep:1.10.0';
      },
    ],
    [
      'memory 32 → 128 GiB',
      (copy) => {
        copy.containerProperties.resourceRequirements[1] = { type: 'MEMORY', value: '131072' };
      },
    ],
    [
      'vCPU 16 → 8',
      (copy) => {
        copy.containerProperties.resourceRequirements[0] = { type: 'VCPU', value: '8' };
      },
    ],
    [
      'timeout 2 h → 4 h',
      (copy) => {
        copy.timeout.attemptDurationSeconds = 14_400;
      },
    ],
    [
      'exit rule added',
      (copy) => {
        copy.retryStrategy.evaluateOnExit.push({ onStatusReason: 'Task*', action: 'EXIT' });
      },
    ],
    [
      'variable MODE changed',
      (copy) => {
        copy.containerProperties.environment[0] = { name: 'MODE', value: 'slow' };
      },
    ],
    [
      'command changed',
      (copy) => {
        copy.containerProperties.command = ['true'];
      },
    ],
    ['nothing that counts', () => undefined],
  ])('says %s', (expected, change) => {
    expect(words(change)).toBe(expected);
  });

  it('names the first two and counts the rest', () => {
    expect(
      words((copy) => {
        copy.timeout.attemptDurationSeconds = 60;
        copy.retryStrategy.attempts = 5;
        copy.containerProperties.command = [];
        copy.containerProperties.image = 'other';
      }),
    ).toMatch(/^image registry\/vep:1\.9\.2 → other, .*, 2 more$/);
  });

  it('speaks of environments and queues', () => {
    const environment = (resources: object) => ({
      computeResources: { subnets: ['subnet-1'], ...resources },
      state: 'ENABLED',
    });
    const { changes } = diffDocuments(
      environment({ instanceTypes: ['g6.12xlarge', 'g6.24xlarge', 'g6.48xlarge'], maxvCpus: 1024 }),
      environment({ instanceTypes: ['g6.12xlarge'], maxvCpus: 1536 }),
    );
    expect(changeWords(changes).replaceAll('\u00a0', ' ')).toBe('types 3 → 1, maximum 1,024 → 1,536');
    expect(changeWords(diffDocuments({ state: 'ENABLED' }, { state: 'DISABLED' }).changes)).toBe('disabled');
  });
});
