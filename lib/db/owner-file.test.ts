import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { claimOwnerFile, livingOwner, releaseOwnerFile } from './owner-file.mjs';
import { isRunning, startOf } from './process-facts.mjs';

const folder = mkdtempSync(join(tmpdir(), 'batchdeck-owner-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the first takes it, keeps it when it asks again, and gives it back', () => {
  const file = join(folder, 'a', 'owner.json');
  expect(claimOwnerFile(file)).toBeNull();
  expect(claimOwnerFile(file)).toBeNull();
  expect(livingOwner(file)?.pid).toBe(process.pid);
  releaseOwnerFile(file);
  expect(existsSync(file)).toBe(false);
});

test('a living owner is named, a dead one is no obstacle', async () => {
  const file = join(folder, 'b.json');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(other, 'spawn');
  const pid = other.pid ?? 0;
  writeFileSync(file, JSON.stringify({ pid, start: startOf(pid) }));
  expect(claimOwnerFile(file)).toEqual({ pid, start: startOf(pid) });
  releaseOwnerFile(file);
  expect(livingOwner(file)?.pid).toBe(pid);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(isRunning(pid)).toBe(false);
  expect(claimOwnerFile(file)).toBeNull();
});

test('a later process of the same id is not the owner', () => {
  const file = join(folder, 'c.json');
  writeFileSync(file, JSON.stringify({ pid: process.ppid, start: 'long ago' }));
  expect(claimOwnerFile(file)).toBeNull();
});

test('a file that was cut short is no obstacle', () => {
  const file = join(folder, 'd.json');
  writeFileSync(file, '{"pid":');
  expect(claimOwnerFile(file)).toBeNull();
});

test.runIf(existsSync('/proc/self/stat'))('a zombie does not run', async () => {
  const shell = spawn('/bin/sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 5'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(shell.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  await expect.poll(() => isRunning(pid)).toBe(false);
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  shell.kill('SIGKILL');
});
