import { describe, expect, it } from 'vitest';
import { OPERATIONS_OF_API, route } from './routes';

describe('routes', () => {
  it('reads the 48 operations of the API from the SDK [API-1]', () => {
    expect(OPERATIONS_OF_API.size).toBe(48);
    for (const operation of OPERATIONS_OF_API.values()) {
      if (operation.path.includes('{')) continue;
      expect(operation.path).toBe(`/v1/${operation.name.toLowerCase()}`);
      expect(route(operation.method, operation.path).operation).toBe(operation);
    }
  });

  it('takes a label out of the path, decoded', () => {
    const arn = 'arn:aws:batch:us-east-1:123456789012:job-queue/main';
    for (const [method, name] of [
      ['GET', 'ListTagsForResource'],
      ['POST', 'TagResource'],
      ['DELETE', 'UntagResource'],
    ] as const) {
      const found = route(method, `/v1/tags/${encodeURIComponent(arn)}`);
      expect(found.operation.name).toBe(name);
      expect(found.labels).toEqual({ resourceArn: arn });
    }
  });

  it.each([
    ['GET', '/v1/submitjob'],
    ['POST', '/v1/SubmitJob'],
    ['POST', '/v1/submitjob/'],
    ['POST', '/v1/nosuchthing'],
    ['PUT', '/v1/tags/x'],
    ['GET', '/v1/tags/'],
    ['POST', '/'],
  ])('knows no operation at %s %s', (method, path) => {
    expect(() => route(method, path)).toThrowError(expect.objectContaining({ name: 'UnknownOperationException' }));
  });

  it('refuses a label that is no escape of UTF-8', () => {
    expect(() => route('GET', '/v1/tags/%zz')).toThrowError(expect.objectContaining({ name: 'ClientException' }));
  });
});
