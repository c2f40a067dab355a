/** Generates the Prisma client of prisma/schema.prisma into lib/generated/prisma (`npm run generate`). */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// The CLI wants to download its native engine even where it is not used; any existing file satisfies it.
const environment = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
};

/** Runs `prisma generate`. Throws with the CLI's own words if it fails. */
export function generate() {
  const cli = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url));
  const run = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`prisma generate failed:\n${run.stdout}${run.stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    generate();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
