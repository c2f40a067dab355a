import { runTypeScript } from './run-ts.mjs';

await runTypeScript('setup-link');
