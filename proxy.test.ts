import { NextRequest } from 'next/server';
import { expect, test } from 'vitest';
import { contentPolicy, proxy } from './proxy';

test('each view has a nonce of its own, in the request that Next renders and in the answer', () => {
  const answers = [1, 2].map(() => proxy(new NextRequest('http://portal.test/')));
  const policies = answers.map((answer) => answer.headers.get('content-security-policy') ?? '');
  expect(policies[0]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}' 'strict-dynamic'/);
  expect(policies[0]).not.toBe(policies[1]);
  expect(answers[0]?.headers.get('x-middleware-request-content-security-policy')).toBe(policies[0]);
  expect(answers[0]?.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answers[0]?.headers.get('x-frame-options')).toBe('DENY');
});

test('production allows no inline script, no eval and no frame; development may evaluate', () => {
  const policy = contentPolicy('abc', false);
  const scripts = policy.split('; ').find((directive) => directive.startsWith('script-src'));
  expect(scripts).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("object-src 'none'");
  expect(contentPolicy('abc', true)).toContain("'unsafe-eval'");
});
