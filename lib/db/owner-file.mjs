// @ts-check
// Plain JavaScript of Node alone: `npm start` claims the data folder before any package is installed.
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../settings/make-folder.mjs';
import { isRunning, startOf } from './process-facts.mjs';

/**
 * The process that holds something; `start` (see `startOf`) tells it from a later process of the same id.
 * @typedef {{ pid: number, start: string | null }} Owner
 */

/**
 * Claims the file for this process. Returns the living owner if there is another, else null: it is ours.
 * @param {string} path
 * @returns {Owner | null}
 */
export function claimOwnerFile(path) {
  makeFolder(dirname(path));
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }));
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (link(draft, path)) return null;
      const owner = readOwner(path);
      if (owner && isAlive(owner)) return owner.pid === process.pid ? null : owner;
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(`${path} is rewritten again and again by other processes.`);
}

/**
 * Gives the file back, if it is still ours.
 * @param {string} path
 * @returns {void}
 */
export function releaseOwnerFile(path) {
  if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true });
}

/**
 * The living process that holds the file, or null.
 * @param {string} path
 * @returns {Owner | null}
 */
export function livingOwner(path) {
  const owner = readOwner(path);
  return owner && isAlive(owner) ? owner : null;
}

/** @param {string} from @param {string} to */
function link(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {Owner} owner */
function isAlive(owner) {
  return isRunning(owner.pid) && (owner.start === null || startOf(owner.pid) === owner.start);
}

/** @param {string} path @returns {Owner | null} */
function readOwner(path) {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value?.pid === 'number' ? { pid: value.pid, start: value.start ?? null } : null;
  } catch {
    return null;
  }
}
