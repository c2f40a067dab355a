import type { RetryStrategy } from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { makeToken, pageByKey, readToken } from './pages';
import {
  checkJobName,
  checkReason,
  checkResourceName,
  checkShareIdentifier,
  checkTags,
  localName,
  requestBytes,
} from './request-rules';
import { checkRetryStrategy, checkTimeout, shownRetryStrategy } from './retry-rules';

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));

describe('names', () => {
  it('take letters, digits, hyphens and underscores up to 128 [NAME-1]', () => {
    for (const name of ['a', 'A-b_9', '-x', '_', 'x'.repeat(128)]) {
      expect(() => checkResourceName('Job Queue', name)).not.toThrow();
    }
    expect(() => checkJobName('9-x_Y')).not.toThrow();
    expect(() => checkShareIdentifier('a1')).not.toThrow();
  });

  it.each(['', 'x'.repeat(129), 'a b', 'a.b', 'ä', '<script>', 'a\n', 'a:1'])('refuse %j', (name) => {
    expect(() => checkResourceName('Job Queue', name)).toThrowError('Job Queue name should match a valid pattern.');
    expect(() => checkJobName(name)).toThrowError('Job name should match valid pattern');
    expect(() => checkShareIdentifier(name === 'x'.repeat(129) ? 'x'.repeat(256) : name)).toThrowError(
      'ShareIdentifier',
    );
  });

  it('of jobs begin with a letter or digit [NAME-2]', () => {
    expect(() => checkJobName('-x')).toThrowError('Job name should match valid pattern');
  });

  it('are read out of ARNs of this place only [API-5]', () => {
    const place = { region: 'us-east-1', account: '123456789012' };
    expect(localName(place, 'job-queue', 'main')).toBe('main');
    expect(localName(place, 'job-queue', 'arn:aws:batch:us-east-1:123456789012:job-queue/main')).toBe('main');
    expect(localName(place, 'job-queue', 'arn:aws:batch:eu-west-1:123456789012:job-queue/main')).toBeNull();
    expect(localName(place, 'job-queue', 'arn:aws:batch:us-east-1:123456789012:job-definition/main')).toBeNull();
  });
});

describe('tags, reasons and sizes', () => {
  it('follow AWS’s limits [TAG-1, TAG-2, TAG-3, STOP-8]', () => {
    expect(() => checkTags({ ...many(49), ['k'.repeat(128)]: 'v'.repeat(256) })).not.toThrow();
    expect(() => checkTags(many(51))).toThrowError('maximum of 50');
    expect(() => checkTags({ ['k'.repeat(129)]: '' })).toThrowError('Tag keys');
    expect(() => checkTags({ '': '' })).toThrowError('Tag keys');
    expect(() => checkTags({ k: 'v'.repeat(257) })).toThrowError('Tag values');
    expect(() => checkTags({ 'AWS:x': '' })).toThrowError('aws:');
    expect(() => checkReason('r'.repeat(1024))).not.toThrow();
    expect(() => checkReason('r'.repeat(1025))).toThrowError('1024');
  });

  it('count bytes as UTF-8 does', () => {
    for (const text of ['', 'abc', 'äöü', '€', '👩‍🚀', '\u0000"\\']) {
      expect(requestBytes({ text })).toBe(new TextEncoder().encode(JSON.stringify({ text })).length);
    }
  });
});

describe('retries and timeouts', () => {
  it.each<RetryStrategy>([
    { attempts: 1 },
    {
      attempts: 10,
      evaluateOnExit: [
        { action: 'RETRY', onStatusReason: 'Host EC2*' },
        { action: 'EXIT', onReason: '*' },
      ],
    },
    { attempts: 2, evaluateOnExit: [{ action: 'EXIT', onExitCode: '13*', onReason: 'CannotPullContainerError:*' }] },
  ])('accept %j', (strategy) => {
    expect(() => checkRetryStrategy(strategy)).not.toThrow();
  });

  it.each<[RetryStrategy, string, string?]>([
    [{}, 'RetryAttempts must be provided with retry strategy.', '[RETRY-2]'],
    [{ attempts: 0 }, 'RetryAttempts must be between 1 and 10.', '[RETRY-1]'],
    [{ attempts: 11 }, 'RetryAttempts must be between 1 and 10.', '[RETRY-1]'],
    [
      { attempts: 2, evaluateOnExit: [{ action: 'RETRY' }] },
      'EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason',
      '[RETRY-4]',
    ],
    [
      { attempts: 2, evaluateOnExit: [{ action: 'EXIT', onExitCode: '1a' }] },
      'Evaluate on exit condition contains restricted characters.',
      '[RETRY-6]',
    ],
    [
      { attempts: 2, evaluateOnExit: [{ action: 'EXIT', onExitCode: '*1' }] },
      'Evaluate on exit condition contains restricted characters.',
      '[RETRY-6]',
    ],
    [
      { attempts: 2, evaluateOnExit: [{ action: 'EXIT', onReason: 'a*b' }] },
      'Evaluate on exit condition contains restricted characters.',
      '[RETRY-6]',
    ],
    [
      { attempts: 2, evaluateOnExit: [{ action: 'EXIT', onReason: 'a'.repeat(513) }] },
      'Evaluate on exit condition cannot exceed 512 characters.',
      '[RETRY-5]',
    ],
    [
      { attempts: 2, evaluateOnExit: Array.from({ length: 6 }, () => ({ action: 'EXIT', onReason: '*' }) as const) },
      'at most 5',
      '[RETRY-3]',
    ],
  ])('refuse %j', (strategy, message) => {
    expect(() => checkRetryStrategy(strategy)).toThrowError(message);
  });

  it('show one attempt by default, and actions as AWS gives them back [RETRY-10, JD-35]', () => {
    expect(shownRetryStrategy(undefined)).toEqual({ attempts: 1, evaluateOnExit: [] });
    expect(shownRetryStrategy({ attempts: 3, evaluateOnExit: [{ action: 'RETRY', onReason: '*' }] })).toEqual({
      attempts: 3,
      evaluateOnExit: [{ action: 'retry', onReason: '*' }],
    });
  });

  it('want a timeout of a minute [TIME-1]', () => {
    expect(() => checkTimeout({ attemptDurationSeconds: 60 })).not.toThrow();
    expect(() => checkTimeout({ attemptDurationSeconds: 59 })).toThrowError('less than 60 seconds');
    expect(() => checkTimeout({})).toThrowError('less than 60 seconds');
  });
});

describe('pages', () => {
  const machine = {
    genesis: { seed: 5, timing: 'ideal' as const, startAt: 0, region: 'us-east-1', account: '123456789012' },
  };
  const all = ['a', 'b', 'c', 'd'];
  const page = (items: readonly string[], nextToken?: string) =>
    pageByKey(machine, 'List', items, (item) => item, { maxResults: 2, nextToken });

  it('go on behind the last item, whatever came and went', () => {
    const first = page(all);
    expect(first.items).toEqual(['a', 'b']);
    expect(page(['a', 'aa', 'bb', 'd'], first.nextToken).items).toEqual(['bb', 'd']);
    expect(page(['a'], first.nextToken)).toEqual({ items: [] });
    expect(page(all, first.nextToken)).toEqual({ items: ['c', 'd'] });
  });

  it('refuse a token that is forged, altered, of another question or another machine [API-6]', () => {
    const token = makeToken(machine, 'List', 'b');
    expect(readToken(machine, 'List', token)).toBe('b');
    const altered = btoa(`${atob(token).slice(0, -1)}c`);
    for (const bad of ['', 'x', '%%%', 'ä', btoa('b'), altered]) {
      expect(() => readToken(machine, 'List', bad), bad).toThrowError('Invalid nextToken.');
    }
    expect(() => readToken(machine, 'Other', token)).toThrowError('Invalid nextToken.');
    const other = { genesis: { ...machine.genesis, seed: 6 } };
    expect(() => readToken(other, 'List', token)).toThrowError('Invalid nextToken.');
  });

  it.each([0, -1, 101])('refuse a size of %d [API-6]', (maxResults) => {
    expect(() => pageByKey(machine, 'List', all, (item) => item, { maxResults })).toThrowError('between 1 and 100');
  });
});
