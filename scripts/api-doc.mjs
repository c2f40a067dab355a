import { runTypeScript } from './run-ts.mjs';

await runTypeScript('api-doc');
