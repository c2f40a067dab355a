import { writeFileSync } from 'node:fs';
import { collectShapes, moduleText } from './collect';

const target = 'lib/forms/operation-shapes.ts';
writeFileSync(target, moduleText(collectShapes()));
console.log(`${target} written.`);
