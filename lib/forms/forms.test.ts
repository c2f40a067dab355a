import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { collectShapes, moduleText } from '@/scripts/form-shapes/collect';
import {
  checkShape,
  cliText,
  DEPTH_MAX,
  type JsonObject,
  joined,
  jsonText,
  memberAt,
  membersAt,
  pathOf,
  pathText,
  readCallText,
  readJsonText,
  shellWords,
  withValueAt,
} from '.';
import { OPERATION_SHAPES } from './operation-shapes';

describe('the text of a call', () => {
  it('tells where each member stands', () => {
    const text = '{ "a": { "b": [1, "x\\"y"] },\n "c": null }';
    const read = readJsonText(text);
    if (!read.ok) throw new Error(read.message);
    expect(read.document).toEqual({ a: { b: [1, 'x"y'] }, c: null });
    const at = (path: string) => text.slice(read.spans.get(path)?.from, read.spans.get(path)?.to);
    expect(at('a.b[1]')).toBe('"x\\"y"');
    expect(at('c')).toBe('"c": null');
    expect(pathText(pathOf('a.b[1]'))).toBe('a.b[1]');
  });
  it.each([
    ['', /begins with {/, 0],
    ['[]', /begins with {/, 0],
    ['{"a":1} x', /after the end/, 8],
    ['{"a":1,}', /before the end/, 6],
    ['{"a" 1}', /colon is missing after "a"/, 5],
    ['{a:1}', /name of a member is missing/, 1],
    ['{"a":}', /value is missing/, 5],
    ['{"a":"x\n"}', /no closing quote/, 5],
    ['{"a":"\\x"}', /that JSON does not know/, 5],
    ['{"a":1e999}', /too large/, 5],
    ['{"a":[1 2]}', /comma or \] is missing/, 8],
    ['{"a":1,"a":2}', /a stands twice/, 7],
    ['{"b":{"a":1,"\\u0061":2}}', /a stands twice/, 12],
    ['{"__proto__":{"x":1}}', /can not be called __proto__/, 1],
    ['{"a":{"constructor":1}}', /can not be called constructor/, 6],
    [`{"a":${'['.repeat(5000)}`, new RegExp(`more than ${DEPTH_MAX} levels`), 5 + DEPTH_MAX],
    ['{"a":{"prototype":1}}', /can not be called prototype/, 6],
    ['{"a":{"\\u005f_proto__":1}}', /can not be called __proto__/, 6],
    [
      `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
      new RegExp(`more than ${DEPTH_MAX} levels`),
      5 * (DEPTH_MAX + 1),
    ],
    [`{"a":"${'x'.repeat(1024 * 1024)}"}`, /1025 KiB of text; a call has at most 256 KiB/, 0],
  ])('is refused with its place: %.40j', (text, message, at) => {
    const read = readJsonText(text);
    expect(read).toMatchObject({ ok: false, message: expect.stringMatching(message), at });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
  it('is written so that it reads to the same', () => {
    const document: JsonObject = {
      list: ['a', 'b'],
      long: Array.from({ length: 20 }, (_, at) => `subnet-${at}`),
      empty: {},
      objects: [{ order: 1, text: '\u0085\u2028"' }],
    };
    const text = jsonText(document);
    expect(text).toContain('"list": ["a", "b"]');
    expect(readJsonText(text)).toMatchObject({ ok: true, document });
  });
  it('changes in one place only', () => {
    const before: JsonObject = { a: { b: 1 }, list: [1, 2, 3] };
    expect(withValueAt(before, pathOf('a.b'), undefined)).toEqual({ list: [1, 2, 3] });
    expect(withValueAt(before, pathOf('list[1]'), undefined)).toEqual({ a: { b: 1 }, list: [1, 3] });
    expect(withValueAt(before, pathOf('x.y'), 'z')).toEqual({ ...before, x: { y: 'z' } });
    expect(before).toEqual({ a: { b: 1 }, list: [1, 2, 3] });
  });
  it('holds a member that is called __proto__ as one like any other, and says that it is wrong', () => {
    const base = { jobQueueName: 'main', priority: 1 };
    const tagged = withValueAt(base, ['tags', '__proto__'], 'x');
    expect(JSON.stringify(tagged)).toBe('{"jobQueueName":"main","priority":1,"tags":{"__proto__":"x"}}');
    expect(JSON.stringify(joined(base, tagged))).toBe(JSON.stringify(tagged));
    const { problems } = checkShape(OPERATION_SHAPES, 'CreateJobQueue', tagged);
    expect(problems).toEqual([{ path: 'tags.__proto__', message: 'A member can not be called __proto__.' }]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('a command of the AWS CLI', () => {
  const document: JsonObject = {
    jobQueueName: "it's",
    priority: 3,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'a' }],
  };
  it('is written so that a shell and the form read it back', () => {
    const text = cliText('CreateJobQueue', document);
    expect(shellWords(text)?.slice(0, 4)).toEqual(['aws', 'batch', 'create-job-queue', '--cli-input-json']);
    expect(readCallText(OPERATION_SHAPES, 'CreateJobQueue', text)).toEqual({ ok: true, document });
  });
  it('fills the form from flags, JSON and shorthand', () => {
    const text = [
      '$ aws --region us-east-1 batch create-compute-environment --compute-environment-name fleet --type MANAGED \\',
      '  --compute-resources type=SPOT,minvCpus=0,maxvCpus=256,instanceTypes=c5,m5,subnets=subnet-1,tags={team=x} \\',
      `  --tags '{"a":"b"}' --state=ENABLED`,
    ].join('\n');
    expect(readCallText(OPERATION_SHAPES, 'CreateComputeEnvironment', text)).toEqual({
      ok: true,
      document: {
        computeEnvironmentName: 'fleet',
        type: 'MANAGED',
        computeResources: {
          type: 'SPOT',
          minvCpus: 0,
          maxvCpus: 256,
          instanceTypes: ['c5', 'm5'],
          subnets: ['subnet-1'],
          tags: { team: 'x' },
        },
        tags: { a: 'b' },
        state: 'ENABLED',
      },
    });
    const queue =
      'aws batch create-job-queue --job-queue-name q --priority 1 --compute-environment-order order=1,computeEnvironment=a order=2,computeEnvironment=b';
    expect(readCallText(OPERATION_SHAPES, 'CreateJobQueue', queue)).toMatchObject({
      document: {
        priority: 1,
        computeEnvironmentOrder: [
          { order: 1, computeEnvironment: 'a' },
          { order: 2, computeEnvironment: 'b' },
        ],
      },
    });
    expect(
      readCallText(OPERATION_SHAPES, 'SubmitJob', 'aws batch submit-job --job-name x --no-propagate-tags'),
    ).toMatchObject({
      document: { jobName: 'x', propagateTags: false },
    });
  });
  it.each([
    ['aws batch submit-job --job-name x', /makes aws batch create-job-queue/],
    ['aws s3 ls', /makes aws batch create-job-queue/],
    ['aws batch create-job-queue --colour red', /no --colour/],
    ['aws batch create-job-queue --job-queue-name "x', /quote is left open/],
    ['aws batch create-job-queue --tags file://tags.json', /reads a file/],
    ['aws batch create-job-queue --tags {a', /name of a member/],
    ['aws batch create-job-queue --tags a', /not name=value/],
    ['aws batch create-job-queue --tags __proto__=x', /can not be called __proto__/],
    ['aws batch create-job-queue --tags a={constructor=x}', /can not be called constructor/],
    ['aws batch create-job-queue --tags a=1,a=2', /a stands twice/],
    [`aws batch create-job-queue --tags a=${'{a='.repeat(5000)}`, /more than 32 levels/],
    [`aws batch create-job-queue --tags a=${'['.repeat(10_000)}`, /more than 32 levels/],
    [`aws batch create-job-queue --tags a=${'x'.repeat(1024 * 1024)}`, /longer than any call/],
    ["aws batch create-job-queue --cli-input-json '[]'", /begins with/],
    ['{"a":1,\n"a":2}', /Line 2: a stands twice/],
  ])('%.80s', (text, message) => {
    expect(readCallText(OPERATION_SHAPES, 'CreateJobQueue', text)).toMatchObject({
      ok: false,
      message: expect.stringMatching(message),
    });
  });
});

describe('what the SDK says of the calls', () => {
  it('is written down as it is now', () => {
    expect(readFileSync('lib/forms/operation-shapes.ts', 'utf8').trim()).toBe(moduleText(collectShapes()).trim());
  });
  it('is found by path, with its documentation', () => {
    const member = memberAt(OPERATION_SHAPES, 'CreateComputeEnvironment', pathOf('computeResources.maxvCpus'));
    expect(member).toMatchObject({
      type: 'number',
      required: true,
      doc: expect.stringContaining('maximum number of vCPUs'),
    });
    expect(memberAt(OPERATION_SHAPES, 'SubmitJob', ['tags', 'team'])).not.toBeNull();
    expect(memberAt(OPERATION_SHAPES, 'SubmitJob', ['constructor'])).toBeNull();
    const order = membersAt(OPERATION_SHAPES, 'CreateJobQueue', pathOf('computeEnvironmentOrder[0]'));
    expect(Object.keys(order ?? {})).toEqual(['order', 'computeEnvironment']);
    expect(membersAt(OPERATION_SHAPES, 'CreateJobQueue', ['jobQueueName'])).toBeNull();
  });
});
