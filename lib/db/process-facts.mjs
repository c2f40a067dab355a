// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * True while a process with this id runs. A zombie does not: a container's pid 1 may never reap it.
 * @param {number} pid
 * @returns {boolean}
 */
export function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return statFields(pid)?.[0] !== 'Z';
}

/**
 * The command line of a process, its words separated by blanks; null where the system does not tell.
 * @param {number} pid
 * @returns {string | null}
 */
export function commandLine(pid) {
  return readProc(pid, 'cmdline')?.replaceAll('\0', ' ').trim() ?? askPs(pid, 'command=');
}

/**
 * When the process began (ticks since boot, or a date where there is no /proc), which tells it from a later one of the
 * same id; null where unknown.
 * @param {number} pid
 * @returns {string | null}
 */
export function startOf(pid) {
  return statFields(pid)?.[19] ?? askPs(pid, 'lstart=');
}

/**
 * What follows the parenthesised name in /proc/PID/stat: the state is first, the start time 20th.
 * @param {number} pid
 * @returns {string[] | null}
 */
function statFields(pid) {
  const stat = readProc(pid, 'stat');
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/**
 * @param {number} pid
 * @param {string} file
 * @returns {string | null}
 */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

/**
 * @param {number} pid
 * @param {string} field
 * @returns {string | null}
 */
function askPs(pid, field) {
  if (process.platform === 'linux' || process.platform === 'win32') return null;
  const run = spawnSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() || null : null;
}
