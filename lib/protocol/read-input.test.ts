import { describe, expect, it } from 'vitest';
import { readInput } from './read-input';

describe('readInput', () => {
  it('gives the input as its schema has it', () => {
    const input = { jobName: 'j', jobQueue: 'q', jobDefinition: 'd' };
    expect(readInput('SubmitJob', { ...input, unknown: 1 })).toEqual({ ok: true, input });
  });

  it.each([
    ['NoSuchThing', {}, 'AWS Batch has no operation NoSuchThing.'],
    ['SubmitJob', null, 'The body must be an object, got null.'],
    ['SubmitJob', { jobName: 'j' }, 'jobQueue is required.'],
    ['DescribeJobs', { jobs: 'x' }, 'jobs must be a list, got a string.'],
  ])('says what is wrong: %s %j', (operation, value, message) => {
    expect(readInput(operation, value)).toEqual({ ok: false, message });
  });

  it('takes members of the path from the value, too', () => {
    expect(readInput('TagResource', { resourceArn: 'arn:x', tags: { a: 'b' } })).toEqual({
      ok: true,
      input: { resourceArn: 'arn:x', tags: { a: 'b' } },
    });
  });
});
