import { describe, expect, it } from 'vitest';
import type { CallResult, Input, Principal } from '@/lib/simulator';
import { type ApiRequest, handle, MAX_BODY_BYTES } from './handle';

const principal: Principal = { actor: 'test', source: 'endpoint' };
const bytes = new TextEncoder();
const text = new TextDecoder();

/** Stands where a machine stands: keeps what it was called with, answers what it is told to. */
function recorder(result: CallResult = { ok: true, output: {} }) {
  const calls: { operation: string; input: object; principal: Principal }[] = [];
  return {
    calls,
    call(operation: string, input: object, by: Principal): CallResult {
      calls.push({ operation, input, principal: by });
      return result;
    },
  };
}

function post(operation: string, body: unknown): ApiRequest {
  const encoded = typeof body === 'string' ? bytes.encode(body) : bytes.encode(JSON.stringify(body));
  return { method: 'POST', path: `/v1/${operation.toLowerCase()}`, query: {}, headers: {}, body: encoded };
}

const submit = { jobName: 'j', jobQueue: 'q', jobDefinition: 'd' };

describe('handle', () => {
  it('calls the machine with the decoded input and leaves out members that the API does not know', () => {
    const machine = recorder({
      ok: true,
      output: { jobName: 'j', jobId: 'id', jobArn: 'arn', extra: 1, nothing: undefined },
      input: { seq: 1, at: 2, kind: 'call', operation: 'SubmitJob', input: submit, principal } satisfies Input,
    });
    const response = handle(
      post('SubmitJob', { ...submit, unknown: { a: 1 }, timeout: null }),
      machine,
      principal,
      'r-1',
    );
    expect(machine.calls).toEqual([{ operation: 'SubmitJob', input: submit, principal }]);
    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'application/json', 'x-amzn-requestid': 'r-1' });
    expect(JSON.parse(text.decode(response.body))).toEqual({ jobName: 'j', jobId: 'id', jobArn: 'arn' });
    expect(response.input).toMatchObject({ seq: 1, operation: 'SubmitJob' });
  });

  it('takes an empty body for an empty input, and members from the path and the query', () => {
    const machine = recorder({ ok: true, output: { jobQueues: [] } });
    handle({ ...post('DescribeJobQueues', ''), body: new Uint8Array(0) }, machine, principal, 'r');
    const untag = {
      method: 'DELETE',
      path: '/v1/tags/a%3Ab',
      query: { tagKeys: 'one' },
      headers: {},
      body: new Uint8Array(0),
    };
    handle(untag, machine, principal, 'r');
    handle({ ...untag, query: { tagKeys: ['one', 'two'] } }, machine, principal, 'r');
    expect(machine.calls.map((call) => call.input)).toEqual([
      {},
      { resourceArn: 'a:b', tagKeys: ['one'] },
      { resourceArn: 'a:b', tagKeys: ['one', 'two'] },
    ]);
  });

  it('keeps map keys of any name as plain members', () => {
    const machine = recorder({ ok: true, output: { jobName: 'j', jobId: 'i' } });
    const body = '{"jobName":"j","jobQueue":"q","jobDefinition":"d","tags":{"__proto__":"x","constructor":"y"}}';
    handle(post('SubmitJob', body), machine, principal, 'r');
    expect(JSON.stringify(machine.calls[0]?.input)).toBe(body);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('takes the actions of evaluateOnExit in any case [JD-35]', () => {
    const machine = recorder({ ok: true, output: { jobName: 'j', jobId: 'i' } });
    const strategy = { attempts: 2, evaluateOnExit: [{ action: 'retry', onReason: '*' }] };
    expect(handle(post('SubmitJob', { ...submit, retryStrategy: strategy }), machine, principal, 'r').status).toBe(200);
  });

  it('puts AWS’s envelope around what the machine marks so, and no other [API-2, API-3, API-4]', () => {
    const refused = (enveloped: boolean): CallResult => ({
      ok: false,
      error: { name: 'ClientException', message: 'No.', ...(enveloped ? { enveloped } : {}) },
    });
    const bare = handle(post('SubmitJob', submit), recorder(refused(false)), principal, 'r-2');
    const enveloped = handle(post('SubmitJob', submit), recorder(refused(true)), principal, 'r-3');
    expect(bare.status).toBe(400);
    expect(bare.headers['x-amzn-errortype']).toBe('ClientException');
    expect(JSON.parse(text.decode(bare.body))).toEqual({ message: 'No.' });
    expect(JSON.parse(text.decode(enveloped.body))).toEqual({
      message: 'Error executing request, Exception : No., RequestId: r-3',
    });
  });
});

const override = (resourceRequirements: unknown) => ({ ...submit, containerOverrides: { resourceRequirements } });

describe('what handle refuses before the machine is asked', () => {
  it.each<[string, ApiRequest, number, string, string]>([
    ['malformed JSON', post('SubmitJob', '{"jobName": '), 400, 'ClientException', 'not valid JSON'],
    [
      'bytes that are no UTF-8',
      { ...post('SubmitJob', ''), body: Uint8Array.of(0x22, 0xff, 0x22) },
      400,
      'ClientException',
      'not valid JSON',
    ],
    ['a body that is a list', post('SubmitJob', []), 400, 'ClientException', 'The body must be an object, got a list.'],
    ['a body that is null', post('SubmitJob', 'null'), 400, 'ClientException', 'The body must be an object, got null.'],
    [
      'a missing member',
      post('SubmitJob', { jobName: 'j', jobQueue: 'q' }),
      400,
      'ClientException',
      'jobDefinition is required.',
    ],
    [
      'a required member that is null',
      post('SubmitJob', { ...submit, jobQueue: null }),
      400,
      'ClientException',
      'jobQueue is required.',
    ],
    [
      'a missing member inside',
      post('SubmitJob', override([{ type: 'VCPU' }])),
      400,
      'ClientException',
      'containerOverrides.resourceRequirements[0].value is required.',
    ],
    [
      'a number for a string',
      post('SubmitJob', { ...submit, jobName: 3 }),
      400,
      'ClientException',
      'jobName must be a string, got a number.',
    ],
    [
      'a string for a number',
      post('SubmitJob', { ...submit, arrayProperties: { size: '3' } }),
      400,
      'ClientException',
      'arrayProperties.size must be a number, got a string.',
    ],
    [
      'a fraction for a whole number',
      post('SubmitJob', { ...submit, arrayProperties: { size: 2.5 } }),
      400,
      'ClientException',
      'arrayProperties.size must be a whole number',
    ],
    [
      'a number past 2^53',
      post('SubmitJob', '{"jobName":"j","jobQueue":"q","jobDefinition":"d","arrayProperties":{"size":1e300}}'),
      400,
      'ClientException',
      'whole number',
    ],
    [
      'an object for a list',
      post('SubmitJob', { ...submit, dependsOn: {} }),
      400,
      'ClientException',
      'dependsOn must be a list, got an object.',
    ],
    [
      'null inside of a list',
      post('DescribeJobs', { jobs: [null] }),
      400,
      'ClientException',
      'jobs[0] must be a string, got null.',
    ],
    [
      'a list for a map',
      post('SubmitJob', { ...submit, tags: [] }),
      400,
      'ClientException',
      'tags must be an object, got a list.',
    ],
    [
      'a number in a map of strings',
      post('SubmitJob', { ...submit, tags: { a: 1 } }),
      400,
      'ClientException',
      'tags.a must be a string, got a number.',
    ],
    [
      'an unknown enum value',
      post('SubmitJob', override([{ type: 'DISK', value: '1' }])),
      400,
      'ClientException',
      'Value DISK for containerOverrides.resourceRequirements[0].type is not valid. Valid values: [GPU, MEMORY, VCPU]',
    ],
    [
      'an enum value in the wrong case',
      post('ListJobs', { jobQueue: 'q', jobStatus: 'running' }),
      400,
      'ClientException',
      'Value running for jobStatus is not valid.',
    ],
    [
      'an unknown value in a list of enums',
      post('RegisterJobDefinition', { jobDefinitionName: 'd', type: 'container', platformCapabilities: ['MOON'] }),
      400,
      'ClientException',
      'Capability MOON is not valid. Valid capabilities: [FARGATE, EC2, MANAGED_INSTANCES]',
    ],
    [
      'an unknown operation',
      post('MakeCoffee', {}),
      404,
      'UnknownOperationException',
      'no operation at POST /v1/makecoffee',
    ],
    [
      'a body over 1 MiB',
      { ...post('SubmitJob', submit), body: new Uint8Array(MAX_BODY_BYTES + 1) },
      413,
      'RequestEntityTooLargeException',
      'at most 1048576',
    ],
  ])('%s', (_, request, status, name, message) => {
    const machine = recorder();
    const response = handle(request, machine, principal, 'r-9');
    expect(machine.calls).toEqual([]);
    expect(response.status).toBe(status);
    expect(response.headers['x-amzn-errortype']).toBe(name);
    expect(response.headers['x-amzn-requestid']).toBe('r-9');
    expect(JSON.parse(text.decode(response.body)).message).toContain(message);
    expect(response.input).toBeUndefined();
  });
});

describe('an answer that the API’s schema does not allow', () => {
  it.each([
    [{ jobName: 'j', jobId: 7 }, 'SubmitJobResponse.jobId of an answer must be a string.'],
    [{ jobName: 'j', jobId: 'i', jobArn: ['a'] }, 'SubmitJobResponse.jobArn of an answer must be a string.'],
  ])('is a defect that is told by its path', (output, message) => {
    expect(() => handle(post('SubmitJob', submit), recorder({ ok: true, output }), principal, 'r')).toThrowError(
      message,
    );
  });
});
