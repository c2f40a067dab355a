import { expect, test } from 'vitest';
import { actionWords, activityHref, resultWord, subjectHref, subjectWords } from './activity-words';

test.each([
  ['session.sign-in', 'Sign in'],
  ['environments.update', 'Change environment'],
  ['queues.state', 'Enable or disable queue'],
  ['policies.tags', 'Set tags of policy'],
  ['connections.reset', 'Reset connection'],
  ['guides.UpdateJobQueue', 'UpdateJobQueue, guided'],
  ['guides.direct', 'Stop, go on or put back'],
  ['RegisterJobDefinition', 'RegisterJobDefinition'],
])('%s is %s', (action, words) => {
  expect(actionWords(action)).toBe(words);
});

test.each([
  ['job fd9614a9-2714-47d4-b576-ff8fbd5cb08d', 'job fd9614a9…b08d'],
  ['job fd9614a9-2714-47d4-b576-ff8fbd5cb08d:3', 'job fd9614a9…b08d:3'],
  ['bulk ee90e6ce-ebda-473c-bbda-d00bdb66f850', 'bulk ee90e6ce…f850'],
  ['queue main', 'queue main'],
  [null, '–'],
])('%s is shown as %s', (subject, words) => {
  expect(subjectWords(subject)).toBe(words);
});

test('a result is one word', () => {
  expect(resultWord({ result: 'succeeded', error: null })).toBe('done');
  expect(resultWord({ result: 'unfinished', error: null })).toBe('no end known');
  expect(resultWord({ result: 'failed', error: { code: 'conflict', message: '' } })).toBe('refused');
  expect(resultWord({ result: 'failed', error: { code: 'internal', message: '' } })).toBe('failed');
});

test.each([
  ['queue main', '/simulator/queues/main'],
  ['definition render:8', '/simulator/definitions/render'],
  ['policy by-team', '/simulator/queues/policies/by-team/edit'],
  ['job a b/../c:3', '/simulator/jobs/a%20b%2F..%2Fc%3A3'],
  ['user ann@example.com', null],
  ['5 jobs', null],
  [null, null],
])('%s is at %s', (subject, href) => {
  expect(subjectHref({ subject, connection: 'simulator' })).toBe(href);
});

test('the entries of one thing are asked for by its name in the log', () => {
  expect(activityHref('simulator', 'job a b&c:3')).toBe('/simulator/activity?subject=job%20a%20b%26c%3A3');
});
