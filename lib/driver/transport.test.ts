import { DescribeJobsCommand, SubmitJobCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { type ApiRequest, errorResponse } from '@/lib/protocol';
import type { Principal } from '@/lib/simulator';
import { createSimulatedClient, type SendRequest } from './transport';

const bytes = new TextEncoder();
const text = new TextDecoder();

function client(send: SendRequest) {
  return createSimulatedClient({ send, region: 'us-east-1', actor: 'ada' });
}

const ok = (body: object) => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': 'r-1' },
  body: bytes.encode(JSON.stringify(body)),
});

describe('the in-process transport', () => {
  it('hands over the request that would go on the wire, with who asks', async () => {
    const sent: { request: ApiRequest; principal: Principal }[] = [];
    const batch = client(async (request, principal) => {
      sent.push({ request, principal });
      return ok({ jobName: 'j', jobId: 'i', jobArn: 'a' });
    });
    const answer = await batch.send(new SubmitJobCommand({ jobName: 'ü', jobQueue: 'q', jobDefinition: 'd' }));
    expect(answer).toMatchObject({ jobId: 'i', $metadata: { httpStatusCode: 200, requestId: 'r-1' } });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.principal).toEqual({ actor: 'ada', source: 'portal' });
    expect(sent[0]?.request).toMatchObject({ method: 'POST', path: '/v1/submitjob', query: {} });
    expect(JSON.parse(text.decode(sent[0]?.request.body))).toEqual({ jobName: 'ü', jobQueue: 'q', jobDefinition: 'd' });
    expect(structuredClone(sent[0]?.request)).toEqual(sent[0]?.request);
  });

  it('carries labels in the path and lists in the query', async () => {
    const sent: ApiRequest[] = [];
    const batch = client(async (request) => {
      sent.push(request);
      return ok({});
    });
    await batch.send(new TagResourceCommand({ resourceArn: 'arn:x/y', tags: { a: 'b' } }));
    await batch.send(new UntagResourceCommand({ resourceArn: 'arn:x/y', tagKeys: ['a', 'b'] }));
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/v1/tags/arn%3Ax%2Fy' });
    expect(sent[1]).toMatchObject({ method: 'DELETE', query: { tagKeys: ['a', 'b'] } });
    expect(sent[1]?.body).toBeInstanceOf(Uint8Array);
  });

  it.each([
    ['ClientException', 400, 'client'],
    ['ServerException', 500, 'server'],
  ] as const)('turns %s into the SDK’s own error, after one try', async (name, status, fault) => {
    let tries = 0;
    const batch = client(async () => {
      tries += 1;
      return errorResponse(name, 'No.', 'r-2');
    });
    await expect(batch.send(new DescribeJobsCommand({ jobs: [] }))).rejects.toMatchObject({
      name,
      message: 'No.',
      $fault: fault,
      $metadata: { httpStatusCode: status, requestId: 'r-2' },
    });
    expect(tries).toBe(1);
  });

  it('lets a caller give up, before and while waiting', async () => {
    let sent = 0;
    const batch = client(() => {
      sent += 1;
      return new Promise(() => {});
    });
    const before = new AbortController();
    before.abort();
    const command = new DescribeJobsCommand({ jobs: [] });
    await expect(batch.send(command, { abortSignal: before.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(sent).toBe(0);
    const during = new AbortController();
    const waiting = batch.send(command, { abortSignal: during.signal });
    setTimeout(() => during.abort(), 1);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(sent).toBe(1);
  });

  it('passes on a failure of the way itself', async () => {
    const batch = client(async () => {
      throw new Error('The simulator has stopped.');
    });
    await expect(batch.send(new DescribeJobsCommand({ jobs: [] }))).rejects.toThrowError('The simulator has stopped.');
  });
});
