// @ts-check
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installPackages } from './install.mjs';

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
  installPackages();
  if (!existsSync('lib/generated/prisma/client.ts')) (await import('./generate.mjs')).generate();
  const { bundle } = await import('./bundle.mjs');
  await import(pathToFileURL(await bundle(entry)).href);
}
