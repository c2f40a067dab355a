import { CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { MASK } from '@/lib/batch';
import { jsonText, loadOperationShapes, readJsonText } from '@/lib/forms';
import { changedCall, outcomeOf, rebased } from './change-call';
import { draftKeyOf, keptText, maskProblems, readDraft } from './drafts';
import { typedNumber } from './edit-fields';
import { completionSource } from './json-assist';
import { placeAt } from './json-cursor';
import { spanOf } from './json-places';

describe('an edit', () => {
  const base = { jobQueue: 'main', priority: 1, computeResources: { minvCpus: 0, maxvCpus: 8, tags: { a: '1' } } };
  const call = { jobQueue: 'main' };
  const wholes = ['computeResources.tags'];
  it('holds what is changed, and nothing once it is changed back', () => {
    const more = changedCall(call, 'computeResources.maxvCpus', 16, base, wholes);
    expect(more).toEqual({ jobQueue: 'main', computeResources: { maxvCpus: 16 } });
    expect(outcomeOf(base, more, wholes)).toMatchObject({ computeResources: { minvCpus: 0, maxvCpus: 16 } });
    expect(changedCall(more, 'computeResources.maxvCpus', 8, base, wholes)).toEqual(call);
  });
  it('writes what AWS replaces as one as one', () => {
    const tagged = changedCall(call, 'computeResources.tags', { b: '2' }, base, wholes);
    expect(tagged).toEqual({ jobQueue: 'main', computeResources: { tags: { b: '2' } } });
    expect(outcomeOf(base, tagged, wholes).computeResources).toMatchObject({ tags: { b: '2' } });
    expect(changedCall(call, 'computeResources.tags.b', '2', base, wholes)).toEqual({
      jobQueue: 'main',
      computeResources: { tags: { a: '1', b: '2' } },
    });
  });
  it('laid over another version keeps only what still differs', () => {
    const mine = { jobQueue: 'main', priority: 5, computeResources: { maxvCpus: 16, minvCpus: 4 } };
    const theirs = { ...base, priority: 5, computeResources: { ...base.computeResources, minvCpus: 2 } };
    expect(rebased(mine, theirs, ['jobQueue'])).toEqual({
      jobQueue: 'main',
      computeResources: { maxvCpus: 16, minvCpus: 4 },
    });
    expect(rebased({ jobQueue: 'main', priority: 5 }, theirs, ['jobQueue'])).toEqual({ jobQueue: 'main' });
  });
});

describe('a draft', () => {
  it('is one for each person, connection and form', () => {
    const keys = [draftKeyOf('a', 'b', 'c'), draftKeyOf('a', 'b:c', ''), draftKeyOf('a":"b', '', 'c')];
    expect(new Set(keys).size).toBe(3);
  });
  it('keeps no secret', () => {
    const text = jsonText({
      containerProperties: { environment: [{ name: 'DB_PASSWORD', value: 'hunter2' }], image: 'x' },
    });
    const kept = keptText(text);
    expect(kept?.text).not.toContain('hunter2');
    expect(kept?.masked).toEqual(['containerProperties.environment.DB_PASSWORD']);
    const read = readJsonText(kept?.text ?? '');
    if (!read.ok) throw new Error(read.message);
    expect(maskProblems(read.document).map(({ path }) => path)).toEqual(['containerProperties.environment[0].value']);
    expect(maskProblems({ a: 'plain', b: [MASK.shape] })).toHaveLength(1);
  });
  it('of a text that is no JSON is kept only where nothing looks secret', () => {
    expect(keptText('{"jobQueueName": "main",')?.text).toBe('{"jobQueueName": "main",');
    expect(keptText('{"environment": [{"name": "DB_PASSWORD", "value": "hunter2"')).toBeNull();
    expect(keptText('{"value": "AKIAIOSFODNN7EXAMPLE"')).toBeNull();
  });
  it('that can not be read is none', () => {
    const draft = { savedAt: 1, text: '{}', version: '7', masked: ['x'] };
    expect(readDraft(JSON.stringify(draft))).toEqual(draft);
    for (const stored of [null, '', '[]', '{"savedAt":"x","text":1}']) expect(readDraft(stored)).toBeNull();
  });
});

it.each([
  ['1,536', 1536],
  ['1 000 000', 1_000_000],
  ['0.25', 0.25],
  ['-1', -1],
  ['', undefined],
  ['12x', '12x'],
  ['1,5', '1,5'],
  ['1e9999', '1e9999'],
])('%j typed as a number is %j', (text, value) => expect(typedNumber(text)).toEqual(value));

it('a problem stands at its member, or at the nearest one above it', () => {
  const read = readJsonText('{"a": {"b": 1}}');
  if (!read.ok) throw new Error(read.message);
  expect(spanOf(read.spans, 'a.b')).toEqual({ from: 7, to: 13 });
  expect(spanOf(read.spans, 'a.c[3].d')).toEqual({ from: 1, to: 14 });
  expect(spanOf(read.spans, 'x')).toBeNull();
});

describe('the editor', () => {
  async function complete(text: string): Promise<string[]> {
    const pos = text.indexOf('|');
    const state = EditorState.create({ doc: text.replace('|', ''), extensions: [json()] });
    ensureSyntaxTree(state, state.doc.length, 5000);
    const source = completionSource(await loadOperationShapes(), 'CreateComputeEnvironment');
    const result: CompletionResult | null = await source(new CompletionContext(state, pos, true));
    return (result?.options ?? []).map(({ displayLabel, label }) => displayLabel ?? label);
  }
  it('completes the names that are not there yet', async () => {
    expect(await complete('{ "type": "MANAGED", | }')).toEqual(expect.arrayContaining(['computeResources', 'tags']));
    expect(await complete('{ "type": "MANAGED", "|" }')).not.toContain('type');
    expect(await complete('{ "computeResources": { "max|" } }')).toContain('maxvCpus');
    expect(await complete('{ "computeResources": { | } }')).toContain('instanceTypes');
    expect(await complete('{ "computeResources": { "ec2Configuration": [{ "|" }] } }')).toContain('imageType');
  });
  it('completes the values of an enumeration', async () => {
    expect(await complete('{ "type": "|" }')).toEqual(['MANAGED', 'UNMANAGED']);
    expect(await complete('{ "computeResources": { "type": "SP|" } }')).toContain('SPOT');
    expect(await complete('{ "state": | }')).toContain('ENABLED');
    expect(await complete('{ "computeEnvironmentName": "|" }')).toEqual([]);
  });
  it('knows where the cursor stands', () => {
    const state = EditorState.create({ doc: '{"a": [1, {"b": "x"}]}', extensions: [json()] });
    ensureSyntaxTree(state, state.doc.length, 5000);
    expect(placeAt(state, 17)).toMatchObject({ kind: 'value', path: ['a', 1, 'b'] });
  });
});
