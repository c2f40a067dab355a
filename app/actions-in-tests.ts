import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The files of a folder that are TypeScript and no tests, from the root. */
export function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

export interface FoundAction {
  file: string;
  name: string;
  maker: string;
}

/** The exports of a 'use server' file; anything but a const made by a maker is a fault. */
export function actionsIn(file: string, text: string): { actions: FoundAction[]; faults: string[] } {
  const actions: FoundAction[] = [];
  const faults: string[] = [];
  const isActionFile = /^\s*(['"])use server\1/.test(text);
  const directives = text.match(/(['"])use server\1/g)?.length ?? 0;
  if (directives > (isActionFile ? 1 : 0))
    faults.push(`${file}: 'use server' stands only at the head of a file of actions`);
  if (!isActionFile) return { actions, faults };
  if (!text.includes('import { defineAction') && !text.includes('import { defineOpenAction')) {
    faults.push(`${file}: takes its makers from elsewhere`);
  }
  for (const line of text.split('\n').filter((one) => /^\s*export\b/.test(one))) {
    const made = /^export const (\w+) = (defineAction|defineOpenAction)\(\{$/.exec(line);
    if (made?.[1] === undefined || made[2] === undefined) faults.push(`${file}: ${line.trim()}`);
    else actions.push({ file, name: made[1], maker: made[2] });
  }
  return { actions, faults };
}

/** Every server action there is, and what is made otherwise. */
export function findActions(): { actions: FoundAction[]; faults: string[] } {
  const files = [
    ...sourcesIn('app').filter((file) => !file.endsWith('-in-tests.ts')),
    ...sourcesIn('components'),
    ...sourcesIn('lib').filter((file) => !file.includes('generated')),
  ];
  const found = files.map((file) => actionsIn(file, readFileSync(join(ROOT, file), 'utf8')));
  return { actions: found.flatMap((one) => one.actions), faults: found.flatMap((one) => one.faults) };
}
