import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSecret, openDataFolder, parseSettings } from '@/lib/settings';

const SECRET = 's'.repeat(32);

test('an empty environment gives the defaults', () => {
  expect(parseSettings({}, '/srv/batchdeck')).toEqual({
    host: '127.0.0.1',
    port: 3000,
    awsEndpointHost: '127.0.0.1',
    awsEndpointPort: 3001,
    dataFolder: '/srv/batchdeck/.batchdeck',
  });
});

test('every variable is taken', () => {
  const environment = {
    PORT: '80',
    HOST: '0.0.0.0',
    AWS_ENDPOINT_PORT: '0',
    AWS_ENDPOINT_HOST: '::1',
    DATABASE_URL: 'postgres://app:p@db/batchdeck',
    BATCHDECK_MIGRATION_URL: 'postgresql://owner:p@db/batchdeck',
    BATCHDECK_DATA: '/data',
    BATCHDECK_SECRET: SECRET,
    BATCHDECK_ADMIN_EMAIL: 'ops@example.com',
    BATCHDECK_ADMIN_PASSWORD: 'long enough',
    BATCHDECK_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    BATCHDECK_SECRET_ACCESS_KEY: 'also long enough',
    BATCHDECK_SCENARIO: 'scenarios/day.json',
    BATCHDECK_SEED: '42',
    BATCHDECK_SPEED: '60.5',
  };
  expect(parseSettings(environment, '/srv')).toEqual({
    host: '0.0.0.0',
    port: 80,
    awsEndpointHost: '::1',
    awsEndpointPort: 0,
    dataFolder: '/data',
    databaseUrl: 'postgres://app:p@db/batchdeck',
    migrationUrl: 'postgresql://owner:p@db/batchdeck',
    secret: SECRET,
    administrator: { email: 'ops@example.com', password: 'long enough' },
    accessKey: { id: 'AKIDEXAMPLE', secret: 'also long enough' },
    scenario: { kind: 'file', path: '/srv/scenarios/day.json' },
    seed: 42,
    speed: 60.5,
  });
});

test('an empty value counts as not set, and blanks around one are dropped', () => {
  expect(parseSettings({ PORT: '', DATABASE_URL: '  ', HOST: ' localhost ' }, '/srv')).toMatchObject({
    port: 3000,
    host: 'localhost',
  });
});

test('a key alone means an empty simulated connection', () => {
  const key = { BATCHDECK_ACCESS_KEY_ID: 'AKIDEXAMPLE', BATCHDECK_SECRET_ACCESS_KEY: 'long enough' };
  expect(parseSettings(key, '/srv').scenario).toEqual({ kind: 'empty' });
  expect(parseSettings({ ...key, BATCHDECK_SCENARIO: 'demo' }, '/srv').scenario).toEqual({ kind: 'demo' });
  expect(parseSettings({}, '/srv').scenario).toBeUndefined();
});

describe('a bad value is refused with a sentence that names it:', () => {
  test.each<[Record<string, string>, string]>([
    [
      { PORT: 'http' },
      'PORT (now "http") must be a whole number from 1 to 65535; set it to a free port, such as 3000.',
    ],
    [{ PORT: '0' }, 'PORT (now "0") must be from 1 to 65535; set it to a free port, such as 3000.'],
    [{ PORT: '65536' }, 'PORT (now "65536") must be from 1 to 65535'],
    [{ PORT: '3e3' }, 'PORT (now "3e3") must be a whole number'],
    [{ AWS_ENDPOINT_PORT: '-1' }, 'AWS_ENDPOINT_PORT (now "-1") must be a whole number from 0'],
    [{ AWS_ENDPOINT_PORT: '3000' }, 'PORT and AWS_ENDPOINT_PORT are both 3000'],
    [{ HOST: 'a b' }, 'HOST (now "a b") must be one address'],
    [{ DATABASE_URL: 'mysql://db' }, 'DATABASE_URL (now "mysql://db") must be an address such as postgresql://'],
    [{ DATABASE_URL: 'postgres://db/x' }, 'BATCHDECK_SECRET must be set when DATABASE_URL is'],
    [{ BATCHDECK_MIGRATION_URL: 'postgres://db/x' }, 'BATCHDECK_MIGRATION_URL has no use without DATABASE_URL'],
    [{ BATCHDECK_SECRET: 'short' }, 'BATCHDECK_SECRET must have at least 32 characters'],
    [{ BATCHDECK_ADMIN_EMAIL: 'ops' }, 'BATCHDECK_ADMIN_EMAIL (now "ops") must be an e-mail address'],
    [{ BATCHDECK_ADMIN_EMAIL: 'ops@example.com' }, 'BATCHDECK_ADMIN_EMAIL is set but BATCHDECK_ADMIN_PASSWORD is not'],
    [{ BATCHDECK_ADMIN_PASSWORD: 'long enough' }, 'BATCHDECK_ADMIN_PASSWORD is set but BATCHDECK_ADMIN_EMAIL is not'],
    [{ BATCHDECK_SECRET_ACCESS_KEY: 'long enough' }, 'BATCHDECK_SECRET_ACCESS_KEY is set but BATCHDECK_ACCESS_KEY_ID'],
    [{ BATCHDECK_ACCESS_KEY_ID: 'a-b' }, 'BATCHDECK_ACCESS_KEY_ID (now "a-b") must be 4 to 128 letters'],
    [{ BATCHDECK_SEED: '-1' }, 'BATCHDECK_SEED (now "-1") must be a whole number'],
    [{ BATCHDECK_SPEED: 'fast' }, 'BATCHDECK_SPEED (now "fast") must be a number above 0, such as 60, or max'],
    [{ BATCHDECK_SPEED: '0' }, 'BATCHDECK_SPEED (now "0") must be a number above 0'],
  ])('%o', (environment, sentence) => {
    expect(() => parseSettings(environment, '/srv')).toThrow(sentence);
  });

  test('but secrets are not repeated', () => {
    const bad = [
      { BATCHDECK_SECRET: 'hush' },
      { BATCHDECK_ADMIN_PASSWORD: 'hush' },
      { DATABASE_URL: 'my://u:hush@db' },
    ];
    for (const environment of bad) expect(() => parseSettings(environment, '/srv')).not.toThrow(/hush/);
    for (const environment of bad) expect(() => parseSettings(environment, '/srv')).toThrow();
  });
});

describe('the data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'batchdeck-settings-'));

  test('keeps a generated secret that only its user can read', () => {
    const data = join(folder, 'new');
    const secret = loadSecret({ dataFolder: data });
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(loadSecret({ dataFolder: data })).toBe(secret);
    expect(readFileSync(join(data, 'secret'), 'utf8')).toBe(`${secret}\n`);
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
  });

  test('a given secret stands over it', () => {
    expect(loadSecret({ dataFolder: join(folder, 'new'), secret: SECRET })).toBe(SECRET);
  });

  test('a damaged secret is never replaced', () => {
    writeFileSync(join(folder, 'new', 'secret'), '');
    expect(() => loadSecret({ dataFolder: join(folder, 'new') })).toThrow(/is damaged: restore it from a backup/);
  });

  test('one that cannot be written is refused with a sentence', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => openDataFolder(join(folder, 'file', 'below'))).toThrow(
      /can't be written \(ENOTDIR\): make it writable/,
    );
    rmSync(folder, { recursive: true });
  });
});
