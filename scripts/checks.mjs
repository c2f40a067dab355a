// @ts-check
/** The steps of `npm test` and `npm run check`: each prints what it did and gives its count. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, runQuietly, step } from './process.mjs';

/**
 * How many tests of a step passed, failed and were skipped.
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 */

const reports = join(root, 'test-results');
const LIMIT_SECONDS = 900;

/**
 * A program that passes or fails as a whole: it counts as one test. Its output is shown where it fails.
 * @param {string} what
 * @param {string[][]} commands each a script below node_modules with its arguments, or a path from the root
 * @returns {Promise<Count>}
 */
export async function whole(what, commands) {
  const outputs = await step(what, async () => {
    const failed = [];
    for (const [script = '', ...args] of commands) {
      const run = await runQuietly(process.execPath, [join(root, script), ...args]);
      if (run.code !== 0) failed.push(run.output.trim());
    }
    return failed;
  });
  if (outputs.length > 0) console.log(`${outputs.join('\n')}\n${what}: FAILED`);
  return { passed: outputs.length === 0 ? 1 : 0, failed: outputs.length === 0 ? 0 : 1, skipped: 0 };
}

/** `tsc` over everything, with the types that Next derives from the routes. */
export function types() {
  const routes = existsSync(join(root, 'app')) ? [['node_modules/next/dist/bin/next', 'typegen']] : [];
  return whole('Types', [...routes, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']]);
}

/** Format and lint. */
export async function lint() {
  return sum([
    await whole('Format and lint', [['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']]),
    await whole('Typed lint', [['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']]),
  ]);
}

/**
 * A project of vitest.config.ts.
 * @param {string} project
 * @returns {Promise<Count>}
 */
export async function vitest(project) {
  const report = join(reports, `vitest-${project}.json`);
  const args = ['run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json'];
  const code = await aloud('node_modules/vitest/vitest.mjs', [...args, `--outputFile.json=${report}`], report, {});
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const broken = result.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = result.numFailedTests + broken;
  return {
    passed: result.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/**
 * Browser tests against the built portal. Without a browser those that need one count as skipped.
 * @param {string | null} noBrowser why there is none
 * @returns {Promise<Count>}
 */
export async function playwright(noBrowser) {
  if (!existsSync(join(root, 'e2e'))) return { passed: 0, failed: 0, skipped: 0 };
  const report = join(reports, 'playwright.json');
  const cli = 'node_modules/@playwright/test/cli.js';
  const environment = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  const projects = noBrowser === null ? [] : ['--project=terminal'];
  const code = await aloud(cli, ['test', '--reporter=list,json', ...projects], report, environment);
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = stats.unexpected + stats.flaky;
  const count = { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped };
  return noBrowser === null ? count : sum([count, await skippedInBrowser(noBrowser)]);
}

/** @param {string} reason @returns {Promise<Count>} */
async function skippedInBrowser(reason) {
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const list = await runQuietly(process.execPath, [cli, 'test', '--list', '--reporter=json']);
  const { suites } = JSON.parse(list.output.slice(list.output.indexOf('{')));
  const skipped = countSpecs(suites);
  console.log(`Browser tests: ${skipped} skipped, for there is no browser: ${reason}.`);
  return { passed: 0, failed: 0, skipped };
}

/**
 * @typedef {{ suites?: Suite[], specs?: { tests: { projectName: string }[] }[] }} Suite
 * @param {Suite[]} suites
 * @returns {number}
 */
function countSpecs(suites) {
  return suites.reduce((total, suite) => {
    const tests = (suite.specs ?? []).flatMap((spec) => spec.tests);
    return total + tests.filter((test) => test.projectName !== 'terminal').length + countSpecs(suite.suites ?? []);
  }, 0);
}

/**
 * Runs a script with its output on the terminal, after deleting its earlier report. One that does not end is ended, for a
 * loop without end in a test would otherwise hold everything.
 * @param {string} script
 * @param {string[]} args
 * @param {string} report
 * @param {Record<string, string>} environment
 * @returns {Promise<number>} exit code
 */
function aloud(script, args, report, environment) {
  mkdirSync(reports, { recursive: true });
  rmSync(report, { force: true });
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, script), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
      // A group of its own, so that its workers end with it.
      detached: process.platform !== 'win32',
    });
    const end = (/** @type {NodeJS.Signals} */ signal) => endGroup(child, signal);
    process.once('SIGINT', end).once('SIGTERM', end);
    const limit = setTimeout(() => {
      console.log(`${script} did not end within ${LIMIT_SECONDS} s and is ended.`);
      end('SIGKILL');
    }, LIMIT_SECONDS * 1000);
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      clearTimeout(limit);
      process.off('SIGINT', end).off('SIGTERM', end);
      resolve(code ?? 1);
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function endGroup(child, signal) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') child.kill(signal);
  else process.kill(-child.pid, signal);
}

/** @param {Count[]} counts @returns {Count} */
export function sum(counts) {
  return counts.reduce(
    (total, count) => ({
      passed: total.passed + count.passed,
      failed: total.failed + count.failed,
      skipped: total.skipped + count.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** Prints the last line and sets the exit code. @param {Count} count */
export function conclude(count) {
  console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  process.exitCode = count.failed === 0 ? 0 : 1;
}
