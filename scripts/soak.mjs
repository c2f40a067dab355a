import { runTypeScript } from './run-ts.mjs';

await runTypeScript('soak');
