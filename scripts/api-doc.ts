/** Writes docs/API.md. */
import { writeFileSync } from 'node:fs';
import { currentApiDoc } from './facts/files';

writeFileSync('docs/API.md', currentApiDoc());
console.log('docs/API.md is written.');
