// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { claimOwnerFile, releaseOwnerFile } from '../lib/db/owner-file.mjs';
import { buildIfStale, generateIfStale } from './build.mjs';
import { installPackages } from './install.mjs';
import { endChildren, noteServing, refuseOrThrow, root, StartRefused } from './process.mjs';

const OLDEST_NODE = [20, 19];
const LEAVING_MS = 5_000;
const STOP_MS = 20_000;
const AGAIN_MS = 1_500;
/** What Next prints of itself; the portal prints what an operator needs. */
const BANNER = /▲ Next\.js|^\s*- (Local|Network|Environments):|✓ (Starting|Ready|Running)|^\s*$/;

/**
 * Brings the portal up from whatever state the folder is in, and stays with it until it ends. `start` serves a build,
 * `dev` serves the sources.
 * @param {'start' | 'dev'} mode
 */
export async function serve(mode) {
  process.chdir(root);
  const parent = process.ppid;
  const began = performance.now();
  const orphaned = setInterval(() => {
    if (process.ppid !== parent) process.emit('SIGTERM', 'SIGTERM');
  }, 500);
  let isStopping = false;
  const stopEarly = () => {
    isStopping = true;
    endChildren();
  };
  for (const signal of SIGNALS) process.on(signal, stopEarly);
  try {
    checkNode();
    const wasThere = existsSync(join(dataFolder(), OWNER_FILE));
    const release = claimFolder();
    try {
      const settings = await prepare(mode, wasThere ? LEAVING_MS : 0);
      if (isStopping) return;
      for (const signal of SIGNALS) process.off(signal, stopEarly);
      process.exitCode = await run(mode, settings, began);
    } finally {
      release();
    }
  } catch (error) {
    if (isStopping) return;
    refuseOrThrow(error);
  } finally {
    clearInterval(orphaned);
  }
}

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
const OWNER_FILE = 'owner.json';

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new StartRefused(
    `Batchdeck needs Node ${OLDEST_NODE.join('.')} or later, and this is ${process.versions.node}: install a later one from https://nodejs.org.`,
  );
}

function dataFolder() {
  return resolve(root, process.env.BATCHDECK_DATA?.trim() || '.batchdeck');
}

/** Takes the data folder for this process, before anything in it or in node_modules is touched. */
function claimFolder() {
  const folder = dataFolder();
  const file = join(folder, OWNER_FILE);
  let owner;
  try {
    owner = claimOwnerFile(file);
  } catch (error) {
    const reason = String(error instanceof Error && 'code' in error ? error.code : error);
    throw new StartRefused(
      `The data folder ${folder} can't be written (${reason}): make it writable for this user, or set BATCHDECK_DATA to a folder that is.`,
    );
  }
  if (owner !== null) {
    throw new StartRefused(
      `Batchdeck already runs on ${folder} (process ${owner.pid}): use that one, stop it with kill ${owner.pid}, or set BATCHDECK_DATA and PORT for a second one.`,
    );
  }
  return () => releaseOwnerFile(file);
}

/**
 * @param {'start' | 'dev'} mode
 * @param {number} patienceMs
 * @returns {Promise<import('../lib/settings').Settings>}
 */
async function prepare(mode, patienceMs) {
  await installPackages();
  await generateIfStale();
  const { bundle } = await import('./bundle.mjs');
  const { preflight } = await import(pathToFileURL(await bundle('scripts/preflight.ts')).href);
  const settings = await preflight(process.env, root, patienceMs);
  // A build takes long enough for somebody else to take a port.
  if (mode === 'start' && (await buildIfStale())) await preflight(process.env, root, patienceMs);
  return settings;
}

/**
 * @param {'start' | 'dev'} mode
 * @param {import('../lib/settings').Settings} settings
 * @param {number} began
 * @returns {Promise<number>} exit code
 */
function run(mode, settings, began) {
  const leave = noteServing();
  const next = join(root, 'node_modules/next/dist/bin/next');
  const child = spawn(process.execPath, [next, mode, '-H', settings.host, '-p', String(settings.port)], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: mode === 'dev' ? 'development' : 'production',
      NEXT_MANUAL_SIG_HANDLE: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      NEXT_TELEMETRY_DISABLED: '1',
      // The server watches this process and stops when it is gone, however it went.
      BATCHDECK_PARENT: String(process.pid),
    },
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const plain = stripVTControlCharacters(line);
    if (plain.includes('✓ Ready')) announce(settings, began);
    if (!BANNER.test(plain)) console.log(line);
  });
  let stoppingSince = 0;
  const stop = () => {
    // One Ctrl-C arrives from the terminal and from npm: only a later one is a second wish.
    if (stoppingSince > 0 && performance.now() - stoppingSince > AGAIN_MS) child.kill('SIGKILL');
    if (stoppingSince > 0) return;
    stoppingSince = performance.now();
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`The server can't be started: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code) => {
      leave();
      resolve(stoppingSince > 0 ? 0 : (code ?? 1));
    });
  });
}

/**
 * @param {import('../lib/settings').Settings} settings
 * @param {number} began
 */
function announce(settings, began) {
  const host = ['0.0.0.0', '::'].includes(settings.host) ? 'localhost' : settings.host;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`;
  console.log(`Batchdeck is ready after ${((performance.now() - began) / 1000).toFixed(1)} s: ${address}`);
}
