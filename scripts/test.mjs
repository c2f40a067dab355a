// @ts-check
/** `npm test`: everything, on a machine that has Node and npm and nothing else. */
import { ensureBrowser } from './browser.mjs';
import { buildIfStale, generateIfStale } from './build.mjs';
import { conclude, lint, playwright, sum, types, vitest } from './checks.mjs';
import { installPackages } from './install.mjs';
import { refuseOrThrow, root, StartRefused, step } from './process.mjs';

process.chdir(root);
try {
  await installPackages();
  await generateIfStale();
  const browser = await step('Finding a browser', ensureBrowser);
  const counts = [await types(), await lint(), await vitest('unit'), await vitest('db')];
  const built = await build();
  counts.push(built);
  if (built.failed === 0) counts.push(await playwright('reason' in browser ? browser.reason : null));
  conclude(sum(counts));
} catch (error) {
  refuseOrThrow(error);
}

/** @returns {Promise<import('./checks.mjs').Count>} */
async function build() {
  try {
    await buildIfStale();
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    console.log(`${error.message}\nBuild: FAILED; the browser tests did not run.`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
