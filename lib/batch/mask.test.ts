import { describe, expect, it } from 'vitest';
import { DEFAULT_MASK_RULES, isMask, MASK, maskSecrets } from './mask';

describe('maskSecrets', () => {
  it('masks environment variables and parameters by name and by shape, and says where', () => {
    const { document, masked } = maskSecrets({
      jobName: 'secret-work',
      parameters: { apiToken: 'abc', input: 's3://bucket/key' },
      containerOverrides: {
        environment: [
          { name: 'DB_PASSWORD', value: 'hunter2' },
          { name: 'NOTE', value: 'AKIAIOSFODNN7EXAMPLE' },
          { name: 'SIM_SECONDS', value: '30' },
        ],
        command: ['echo', 'DB_PASSWORD'],
      },
    });
    expect(document).toEqual({
      jobName: 'secret-work',
      parameters: { apiToken: MASK.name, input: 's3://bucket/key' },
      containerOverrides: {
        environment: [
          { name: 'DB_PASSWORD', value: MASK.name },
          { name: 'NOTE', value: MASK.shape },
          { name: 'SIM_SECONDS', value: '30' },
        ],
        command: ['echo', 'DB_PASSWORD'],
      },
    });
    expect(masked).toEqual([
      'parameters.apiToken',
      'containerOverrides.environment.DB_PASSWORD',
      'containerOverrides.environment.NOTE',
    ]);
  });

  it('masks variables and hyperparameters within a service job’s request', () => {
    const request = { RoleArn: 'r', Environment: { DB_PASSWORD: 'x', NOTE: 'y' }, HyperParameters: { apiToken: 'z' } };
    const { document, masked } = maskSecrets({ serviceRequestPayload: JSON.stringify(request) });
    expect(document).toEqual({
      serviceRequestPayload: JSON.stringify({
        RoleArn: 'r',
        Environment: { DB_PASSWORD: MASK.name, NOTE: 'y' },
        HyperParameters: { apiToken: MASK.name },
      }),
    });
    expect(masked).toEqual([
      'serviceRequestPayload.Environment.DB_PASSWORD',
      'serviceRequestPayload.HyperParameters.apiToken',
    ]);
    expect(maskSecrets({ serviceRequestPayload: '{"a":' }).document).toEqual({ serviceRequestPayload: '{"a":' });
  });

  it('leaves its own masks and the document it was given alone', () => {
    const document = { parameters: { password: 'x' } };
    const once = maskSecrets(document);
    expect(document.parameters.password).toBe('x');
    expect(maskSecrets(once.document)).toEqual({ document: once.document, masked: [] });
    expect(isMask(MASK.shape)).toBe(true);
  });

  it.each([
    ['AWS_SECRET_ACCESS_KEY', true],
    ['accessKeyId', true],
    ['GITHUB_TOKEN', true],
    ['dbCredentials', true],
    ['MONKEY', false],
    ['KEYBOARD', false],
    ['COMPASS', false],
    ['AWS_REGION', false],
  ])('names: %s', (name, secret) => {
    expect(DEFAULT_MASK_RULES.name(name)).toBe(secret);
  });

  it.each([
    ['-----BEGIN RSA PRIVATE KEY-----\nabc', true],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', true],
    ['wJalrXUtnFEMIK7MDENG8bPxRfiCYEXAMPLEKEY', true],
    ['postgres://user:pass@host/db', true],
    ['https://host/path', false],
    ['123e4567-e89b-12d3-a456-426614174000', false],
    ['s3://bucket/A/very/Long/path/with/Numbers/2026', false],
  ])('shapes: %s', (value, secret) => {
    expect(DEFAULT_MASK_RULES.shape(value)).toBe(secret);
  });
});
