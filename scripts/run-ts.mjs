// @ts-check
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generateIfStale } from './build.mjs';
import { installPackages } from './install.mjs';
import { StartRefused } from './process.mjs';

/**
 * Runs scripts/NAME.ts or scripts/NAME/main.ts in this process: installs packages where they are missing, generates the
 * database client, bundles, imports.
 * @param {string} name
 */
export async function runTypeScript(name) {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  const entry = [`scripts/${name}.ts`, `scripts/${name}/main.ts`].find((path) => existsSync(path));
  if (entry === undefined) {
    console.error(`scripts/${name}.ts is missing: restore it with git checkout scripts.`);
    process.exit(1);
  }
  try {
    await installPackages();
    await generateIfStale();
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    console.error(error.message);
    process.exit(1);
  }
  const { bundle } = await import('./bundle.mjs');
  await import(pathToFileURL(await bundle(entry)).href);
}
