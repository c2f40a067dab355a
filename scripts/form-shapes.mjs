// @ts-check
// Writes lib/forms/operation-shapes.ts from the SDK's schemas and documentation: node scripts/form-shapes.mjs
import { runTypeScript } from './run-ts.mjs';

await runTypeScript('form-shapes');
