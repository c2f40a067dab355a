// @ts-check
/** `npm run check`: format, lint, types, units and tidy, in under a minute. */
import { generateIfStale } from './build.mjs';
import { conclude, lint, sum, types, vitest } from './checks.mjs';
import { installPackages } from './install.mjs';
import { refuseOrThrow, root } from './process.mjs';

process.chdir(root);
try {
  await installPackages();
  await generateIfStale();
  conclude(sum([await types(), await lint(), await vitest('unit')]));
} catch (error) {
  refuseOrThrow(error);
}
