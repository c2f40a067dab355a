import { describe, expect, it } from 'vitest';
import { changeOf, draftOf, faultOf } from './tag-draft';

const rows = [{ tags: { team: 'ml', stage: 'prod' } }, { tags: { team: 'ml', owner: 'a' } }, { tags: { owner: 'b' } }];

describe('the tags of several resources', () => {
  it('stand once each, with on how many, and no value where they differ', () => {
    expect(draftOf(rows)).toEqual([
      { id: 0, key: 'owner', was: 'owner', value: null, on: 2 },
      { id: 1, key: 'stage', was: 'stage', value: 'prod', on: 1 },
      { id: 2, key: 'team', was: 'team', value: 'ml', on: 2 },
    ]);
  });
  it('send only what was changed', () => {
    const before = draftOf(rows);
    expect(changeOf(before, before)).toEqual({ set: {}, remove: [] });
    const [owner, stage] = before;
    if (owner === undefined || stage === undefined) throw new Error('no draft');
    const draft = [owner, { ...stage, value: 'test' }, { id: 9, key: ' new ', was: null, value: 'x', on: null }];
    expect(changeOf(draft, before)).toEqual({ set: { stage: 'test', new: 'x' }, remove: ['team'] });
  });
  it('rename by taking the old key away', () => {
    const before = draftOf([{ tags: { a: '1' } }]);
    expect(changeOf([{ id: 0, key: 'b', was: 'a', value: '1', on: null }], before)).toEqual({
      set: { b: '1' },
      remove: ['a'],
    });
  });
  it.each([
    ['', 'x', 'Give each tag a key, or take its line out.'],
    ['AWS:x', 'x', 'Keys that begin with aws: are reserved for AWS.'],
    ['k'.repeat(129), 'x', 'A key has at most 128 characters.'],
    ['k', 'v'.repeat(257), 'A value has at most 256 characters.'],
    ['a', 'x', 'a stands twice.'],
    ['k', 'v', null],
  ])('%s=%s', (key, value, fault) => {
    const line = { id: 1, key: 'a', value: '1', was: 'a', on: null };
    expect(faultOf([line, { id: 2, key, value, was: null, on: null }])).toBe(fault);
  });
});
