// @ts-check
/** Bundles TypeScript of this project for Node, which does not run it itself on the oldest version supported. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'batchdeck');
const KEEP_MS = 24 * 3_600_000;

/**
 * Bundles an entry of this project (a path from its root) into one .mjs file and returns the file's path. Packages stay
 * outside and are found in node_modules. For scripts, and for worker threads in tests.
 * @param {string} entry
 * @returns {Promise<string>}
 */
export async function bundle(entry) {
  const { build } = await import('esbuild');
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    jsx: 'automatic',
    sourcemap: 'inline',
    outfile: join(cache, 'out.mjs'),
    write: false,
    logLevel: 'silent',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    plugins: [serverOnly],
  });
  const code = result.outputFiles[0]?.contents ?? new Uint8Array();
  const name = basename(entry).replace(/\.[a-z]+$/, '');
  const path = join(cache, `${name}-${createHash('sha256').update(code).digest('hex').slice(0, 12)}.mjs`);
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true });
    prune(name);
    writeFileSync(`${path}.${process.pid}`, code);
    renameSync(`${path}.${process.pid}`, path);
  }
  return path;
}

/** The marker package throws outside of React's server; a script is neither side. @type {import('esbuild').Plugin} */
const serverOnly = {
  name: 'server-only',
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, () => ({ path: join(root, 'test', 'empty.ts') }));
  },
};

/** @param {string} name */
function prune(name) {
  for (const file of readdirSync(cache)) {
    const path = join(cache, file);
    if (file.startsWith(`${name}-`) && Date.now() - statSync(path).mtimeMs > KEEP_MS) rmSync(path, { force: true });
  }
}
