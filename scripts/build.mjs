// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneAtATime, root, runQuietly, StartRefused, servingElsewhere, step } from './process.mjs';

const stamp = join(root, '.next', 'batchdeck-sources');
const schemaStamp = join(root, 'lib', 'generated', 'prisma', '.schema');

const SOURCES = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'instrumentation-node.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'prisma/schema.prisma',
  'proxy.ts',
];
const NO_SOURCE = /\.test\.tsx?$|\.md$|^lib\/generated\//;

/**
 * Digest of every file that the built portal is made of.
 * @returns {string}
 */
export function sourcesDigest() {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap(filesBelow)) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  if (!existsSync(join(root, path)) || NO_SOURCE.test(path)) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}

/** Generates the database client if prisma/schema.prisma has changed since. */
export async function generateIfStale() {
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'prisma/schema.prisma')))
    .digest('hex');
  if (existsSync(schemaStamp) && readFileSync(schemaStamp, 'utf8') === digest) return;
  const run = await runQuietly(process.execPath, [join(root, 'scripts/generate.mjs')]);
  if (run.code !== 0) throw new StartRefused(`The database client can't be generated.\n${run.output.trim()}`);
  writeFileSync(schemaStamp, digest);
}

/** Whether .next holds a whole build of the sources as they are. */
function isBuilt() {
  return (
    existsSync(stamp) && existsSync(join(root, '.next', 'BUILD_ID')) && readFileSync(stamp, 'utf8') === sourcesDigest()
  );
}

/**
 * Builds the portal if the sources have changed since. Throws StartRefused with the compiler's own words.
 * @returns {Promise<boolean>} whether it had to
 */
export async function buildIfStale() {
  if (isBuilt()) return false;
  await oneAtATime('building', async () => {
    if (isBuilt()) return;
    const other = servingElsewhere();
    if (other !== null) {
      throw new StartRefused(
        `The sources have changed, but process ${other} serves the earlier build of this folder: stop it first (kill ${other}), then start again.`,
      );
    }
    await step('Building the portal', build);
  });
  return true;
}

async function build() {
  const digest = sourcesDigest();
  rmSync(stamp, { force: true });
  const next = join(root, 'node_modules/next/dist/bin/next');
  const run = await runQuietly(process.execPath, [next, 'build'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (run.code !== 0) throw new StartRefused(`The portal can't be built.\n${run.output.trim()}`);
  writeFileSync(stamp, digest);
}
