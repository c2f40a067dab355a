import { describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import type { DefinitionPage, RevisionEffect, RevisionRow } from '@/lib/history';
import {
  chosenRevisions,
  definitionSentence,
  failsMore,
  kindWord,
  revisionTitle,
  seriesSentence,
  unusedRevisions,
} from './definition-words';
import { deregisterAll, deregisterConsequence } from './deregister';
import { effectRows } from './effect-numbers';
import { factTags } from './fact-tags';
import { lintDefinition } from './lint-definition';
import { revisionBars } from './revision-bars';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

function revision(number: number, more: Partial<RevisionRow> = {}): RevisionRow {
  return {
    revision: number,
    arn: `arn:aws:batch:us-east-1:123456789012:job-definition/vep:${number}`,
    seq: String(number),
    status: 'ACTIVE',
    registeredAt: number,
    by: null,
    deregistered: null,
    waiting: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    lastUsedAt: null,
    document: { containerProperties: { image: `vep:1.${number}` }, revision: number, jobDefinitionName: 'vep' },
    ...more,
  };
}

const page = (...revisions: RevisionRow[]): DefinitionPage => ({ name: 'vep', revisions, users: [], now: 0 });

describe('the answer of a definition', () => {
  it.each<[string, RevisionRow[]]>([
    ['Revision 1 has run no job yet.', [revision(1)]],
    ['Revision 2 has run no job yet; 1 ran 50 jobs.', [revision(2), revision(1, { succeeded: 50 })]],
    [
      '642 jobs of revision 31 wait, and none has started.',
      [revision(31, { waiting: 642 }), revision(30, { succeeded: 9 })],
    ],
    ['1 job of revision 2 waits, and it has not started.', [revision(2, { waiting: 1 })]],
    [
      'Revision 30 fails more: 8 % of 3,904 jobs, where 29 failed < 1 % of 12,440.',
      [revision(30, { succeeded: 3604, failed: 300 }), revision(29, { succeeded: 12_380, failed: 60 })],
    ],
    ['Revision 3: 2 jobs running, none has ended yet.', [revision(3, { running: 2 })]],
    ['Revision 3 ended 8 jobs, and none failed.', [revision(3, { succeeded: 8 })]],
    ['Revision 3 failed 20 % of 10 jobs.', [revision(3, { succeeded: 8, failed: 2 })]],
    ['No revision is active: no job can be submitted with it.', [revision(1, { status: 'INACTIVE' })]],
  ])('%s', (sentence, revisions) => {
    expect(plain(definitionSentence(page(...revisions)))).toBe(sentence);
  });

  it('calls a revision worse only on enough jobs', () => {
    expect(failsMore(revision(2, { failed: 5 }), revision(1, { succeeded: 100 }))).toBe(false);
    expect(failsMore(revision(2, { succeeded: 90, failed: 10 }), revision(1, { succeeded: 100 }))).toBe(true);
    expect(failsMore(revision(2, { succeeded: 90, failed: 10 }), undefined)).toBe(false);
  });

  it('says what a revision changed', () => {
    expect(plain(revisionTitle(revision(2), revision(1)))).toBe('image 1.1 → 1.2');
    expect(revisionTitle(revision(1), undefined)).toBe('first revision');
    expect(revisionTitle(revision(7), undefined)).toBe('oldest that was recorded');
    const again = revision(3, { document: { ...revision(2).document, revision: 3 } });
    expect(revisionTitle(again, revision(2))).toBe('the same again');
    expect(revisionTitle(revision(3, { document: null }), revision(2))).toBe('older');
  });

  it('lays the newest active over the one before, or what was asked, older first', () => {
    const revisions = [revision(4, { status: 'INACTIVE' }), revision(3), revision(2), revision(1)];
    const numbers = (asked: { from: number | null; revision: number | null }) => {
      const { a, b } = chosenRevisions(revisions, asked);
      return [a?.revision ?? null, b?.revision ?? null];
    };
    expect(numbers({ from: null, revision: null })).toEqual([2, 3]);
    expect(numbers({ from: 4, revision: 1 })).toEqual([1, 4]);
    expect(numbers({ from: 99, revision: 98 })).toEqual([2, 3]);
    expect(numbers({ from: null, revision: 1 })).toEqual([null, 1]);
    expect(chosenRevisions([], { from: null, revision: null })).toEqual({ a: null, b: null });
  });

  it('offers to clean up what nothing uses, never the newest', () => {
    const all = page(revision(4), revision(3), revision(2, { waiting: 1 }), revision(1, { status: 'INACTIVE' }));
    expect(unusedRevisions(all).map((one) => one.revision)).toEqual([3]);
  });

  it('names its kind', () => {
    expect(kindWord({ type: 'multinode', platform: 'EC2' })).toBe('EC2 multi-node');
    expect(factTags({ type: 'container', platformCapabilities: ['FARGATE'] })).toEqual(['container', 'Fargate']);
    expect(factTags({ type: 'multinode' })).toEqual(['multi-node', 'EC2']);
  });
});

describe('lint', () => {
  const definition = (memory: string, more: object = {}) => ({
    containerProperties: {
      image: 'registry:5000/vep:1.10.0',
      resourceRequirements: [
        { type: 'VCPU', value: '1' },
        { type: 'MEMORY', value: memory },
      ],
      ...more,
    },
  });

  it('finds nothing in what is fine', () => {
    expect(lintDefinition(definition('2048'))).toEqual([]);
    expect(lintDefinition({})).toEqual([]);
    expect(lintDefinition(definition('2048', { image: `vep@sha256:${'a'.repeat(64)}` }))).toEqual([]);
  });

  it('tells what no type offers, sizes Fargate lacks, tags that move and secrets in clear', () => {
    expect(lintDefinition(definition('999999999'))).toMatchObject([
      {
        path: 'containerProperties.resourceRequirements.MEMORY',
        text: expect.stringMatching(/^No instance type offers this/),
      },
    ]);
    expect(lintDefinition({ ...definition('3000'), platformCapabilities: ['FARGATE'] })).toMatchObject([
      { text: expect.stringMatching(/^Fargate has no size of 1\svCPU with 3,000\sMiB/) },
    ]);
    for (const image of ['vep', 'vep:latest', 'registry:5000/vep']) {
      expect(lintDefinition(definition('2048', { image }))).toMatchObject([{ path: 'containerProperties.image' }]);
    }
    const environment = [{ name: 'DB_PASSWORD', value: MASK.name }];
    expect(lintDefinition(definition('2048', { environment }))).toMatchObject([
      { path: 'containerProperties.environment.DB_PASSWORD' },
    ]);
  });
});

describe('numbers', () => {
  const effect = (number: number, more: Partial<RevisionEffect> = {}): RevisionEffect => ({
    revision: number,
    n: 100,
    failed: 1,
    outOfMemory: 0,
    interrupted: 0,
    medianWait: 1000,
    medianRun: 60_000,
    medianCostNanoUsd: '1000000000',
    submitted: 100,
    ...more,
  });

  it('marks what moved by much, and not where there are few jobs', () => {
    const turn = (rows: ReturnType<typeof effectRows>, label: string) =>
      rows.find((row) => row.label === label)?.cells[1]?.turn;
    const worse = effectRows([effect(1), effect(2, { failed: 30, medianRun: 20_000 })]);
    expect([turn(worse, 'Failed'), turn(worse, 'Median run'), turn(worse, 'Jobs ended')]).toEqual([
      'worse',
      'better',
      null,
    ]);
    expect(turn(effectRows([effect(1), effect(2, { failed: 5, n: 9 })]), 'Failed')).toBeNull();
  });

  it('stacks bars by revision with the failed on top, over every bucket to now', () => {
    const series = {
      step: 10,
      from: 0,
      to: 39,
      isCut: false,
      buckets: [
        { at: 0, revision: 1, jobs: 5, failed: 1, waiting: 0 },
        { at: 0, revision: 2, jobs: 3, failed: 1, waiting: 2 },
        { at: 30, revision: 2, jobs: 1, failed: 0, waiting: 0 },
      ],
    };
    const { bars, firsts } = revisionBars(series);
    expect(bars.map((bar) => bar.total)).toEqual([8, 0, 0, 1]);
    expect(bars[0]?.pieces.map((piece) => [piece.revision, piece.kind, piece.from, piece.to])).toEqual([
      [1, 'ended', 0, 4],
      [2, 'waiting', 4, 6],
      [1, 'failed', 6, 7],
      [2, 'failed', 7, 8],
    ]);
    expect(firsts).toEqual([
      { revision: 1, index: 0 },
      { revision: 2, index: 0 },
    ]);
    expect(plain(seriesSentence('vep', series))).toBe('Jobs of vep: 9 jobs of 2 revisions, 2 failed, 2 waiting');
  });
});

describe('deregister', () => {
  it('names what is used, the calls and the sample', () => {
    const consequence = deregisterConsequence({
      definitions: ['vep:1', 'vep:2'],
      waiting: 3,
      running: 1,
      used: [{ label: 'vep:2', note: '4 jobs ended' }],
      typed: 'vep',
    });
    expect(plain(consequence.act ?? '')).toBe('Deregister 2 revisions');
    expect(consequence.calls).toEqual([{ operation: 'DeregisterJobDefinition', count: 2 }]);
    expect(consequence.dependents?.[0]?.items).toEqual([{ label: 'vep:2', note: '4 jobs ended' }]);
    expect(consequence.typed).toBe('vep');
  });

  it('tells revision by revision what was refused', async () => {
    const act = deregisterAll(
      async ({ definitions }) => ({
        ok: true,
        value: {
          results: definitions.map((definition) => ({ definition, ok: definition !== 'vep:2', message: null })),
        },
      }),
      'simulator',
      ['vep:1', 'vep:2'],
    );
    const end = await act(
      '',
      () => undefined,
      () => false,
    );
    expect(end).toMatchObject({ done: 1, failed: [{ id: 'vep:2' }], left: 0, stopped: null });
  });
});
