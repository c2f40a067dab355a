import { describe, expect, it } from 'vitest';
import type { GuideView, OpenGuide } from '@/lib/guides';
import { deleteSentence, jobsLeftWords, openWords, stepState, stepText, stepTitle } from './delete-words';

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null;

function guide(given: Partial<GuideView>): GuideView {
  return {
    id: 'g',
    kind: 'environment',
    name: 'old',
    state: 'running',
    jobs: 'wait',
    reason: 'm5 is old',
    actor: 'ops',
    before: {
      state: 'ENABLED',
      queues: [
        { name: 'assembly', environments: ['old', 'new'] },
        { name: 'legacy', environments: ['old'] },
      ],
    },
    replacements: { legacy: 'new' },
    steps: { detach: { startedAt: 1, endedAt: 5 }, disable: { startedAt: 5, endedAt: null } },
    calls: [],
    note: 'AWS settles it: UPDATING',
    problem: null,
    startedAt: 1,
    endedAt: null,
    order: ['detach', 'disable', 'jobs', 'delete'],
    jobsLeft: { waiting: 0, running: 12 },
    runningJobs: [],
    ...given,
  };
}

describe('a guided delete in words', () => {
  it('says what happens to each queue', () => {
    expect(stepText(guide({}), 'detach')).toBe('assembly keeps new. legacy has no other and gets new.');
    expect(plain(stepTitle(guide({}), 'detach'))).toBe('Taken out of 2 queues');
    expect((['detach', 'disable', 'jobs'] as const).map((key) => stepState(guide({}), key))).toEqual([
      'done',
      'now',
      'ahead',
    ]);
  });
  it('answers how far it is', () => {
    expect(deleteSentence(guide({}))).toBe('Deleting old: AWS settles it: UPDATING.');
    const waiting = guide({ steps: { jobs: { startedAt: 1, endedAt: null } } });
    expect(plain(deleteSentence(waiting))).toBe('Deleting old: 12 jobs still run.');
    expect(deleteSentence(guide({ state: 'paused' }))).toBe('Deleting old is stopped.');
    expect(deleteSentence(guide({ state: 'put-back' }))).toBe('old is as it was.');
    expect(deleteSentence(guide({ state: 'done' }))).toBe('old is deleted.');
    expect(
      deleteSentence(guide({ problem: { message: 'legacy has no other environment.', since: 1, tries: 0 } })),
    ).toBe('Deleting old is held up: legacy has no other environment.');
  });
  it('counts what is left', () => {
    expect(plain(jobsLeftWords({ waiting: 3, running: 1 }))).toBe('3 jobs still wait, 1 runs');
    expect(plain(jobsLeftWords({ waiting: 1, running: 0 }))).toBe('1 job still waits');
    expect(jobsLeftWords({ waiting: 0, running: 0 })).toBeNull();
  });
  it('fits in a line beneath a list', () => {
    const open: OpenGuide = {
      kind: 'environment',
      name: 'old',
      state: 'running',
      note: 'Jobs come to their end',
      problem: null,
      startedAt: 1,
      step: 3,
      steps: 4,
      now: 'jobs',
    };
    expect(openWords(open)).toBe('is being deleted, step 3 of 4: jobs come to their end');
    expect(openWords({ ...open, state: 'paused' })).toBe('its delete is stopped at step 3 of 4');
  });
});
