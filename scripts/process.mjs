// @ts-check
/** What the scripts share of starting, watching and naming processes; Node's own modules only. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimOwnerFile, livingOwner, releaseOwnerFile } from '../lib/db/owner-file.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

// `next build` empties .next but for its cache, `npm ci` empties node_modules: this outlives both.
const registry = join(root, '.next', 'cache', 'batchdeck');

/** A start that can't go on, with the sentence for the person at the terminal. */
export class StartRefused extends Error {
  /** @override */
  name = 'StartRefused';
}

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/**
 * Runs a program to its end and keeps what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString('utf8')).slice(-100_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => {
      children.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Ends the programs that `runQuietly` has under way. */
export function endChildren() {
  for (const child of children) child.kill('SIGTERM');
}

/**
 * Tells the terminal what is done and how long it took.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const began = performance.now();
  const isTerminal = process.stdout.isTTY === true;
  process.stdout.write(isTerminal ? `${what} ...` : `${what} ...\n`);
  const result = await work();
  const took = `${what}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`;
  process.stdout.write(isTerminal ? `\r${took}` : took);
  return result;
}

/**
 * Notes that this process serves from this folder's build. Returns the way to take the note back.
 * @returns {() => void}
 */
export function noteServing() {
  const note = join(registry, `serving-${process.pid}.json`);
  claimOwnerFile(note);
  return () => releaseOwnerFile(note);
}

/**
 * Another living process that serves from this folder's build, or null.
 * @returns {number | null}
 */
export function servingElsewhere() {
  mkdirSync(registry, { recursive: true });
  const owners = readdirSync(registry)
    .filter((name) => name.startsWith('serving-') && name.endsWith('.json'))
    .map((name) => livingOwner(join(registry, name)));
  return owners.find((owner) => owner && owner.pid !== process.pid)?.pid ?? null;
}

/**
 * Does something that only one process of this folder may do at a time.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function oneAtATime(name, work) {
  const lock = join(registry, `${name}.json`);
  while (claimOwnerFile(lock) !== null) await new Promise((resolve) => setTimeout(resolve, 200));
  try {
    return await work();
  } finally {
    releaseOwnerFile(lock);
  }
}

/**
 * Ends the program with the sentence of a StartRefused or SetupError; anything else is a bug and keeps its stack.
 * @param {unknown} error
 */
export function refuseOrThrow(error) {
  if (!(error instanceof Error) || !['StartRefused', 'SetupError'].includes(error.name)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
