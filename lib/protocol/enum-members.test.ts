import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-batch';
import { describe, expect, it } from 'vitest';
import { ENUM_MEMBERS, FRACTIONAL_MEMBERS } from './enum-members';
import { OPERATIONS_OF_API } from './routes';
import type { Shape } from './shapes';

const models = join(
  dirname(createRequire(import.meta.url).resolve('@aws-sdk/client-batch/package.json')),
  'dist-types/models',
);

/** `Structure.member` to the name of the enum type it has in the SDK's TypeScript. */
function enumMembersOfTypes(): Map<string, string> {
  const enums = new Set(
    Array.from(readFileSync(join(models, 'enums.d.ts'), 'utf8').matchAll(/export declare const (\w+):/g), (m) => m[1]),
  );
  const found = new Map<string, string>();
  let structure = '';
  for (const line of readFileSync(join(models, 'models_0.d.ts'), 'utf8').split('\n')) {
    structure = /^export interface (\w+)/.exec(line)?.[1] ?? structure;
    const [, member, type] = /^ {4}(\w+)\??: (\w+)(?:\[\])?(?: \| undefined)?;/.exec(line) ?? [];
    if (member !== undefined && type !== undefined && enums.has(type)) found.set(`${structure}.${member}`, type);
  }
  return found;
}

function membersOfInputs(): Set<string> {
  const seen = new Set<string>();
  const visit = (shape: Shape): void => {
    if (shape.kind === 'list') visit(shape.of);
    else if (shape.kind === 'map') visit(shape.value);
    else if (shape.kind === 'structure') {
      for (const member of shape.members) {
        const key = `${shape.name}.${member.name}`;
        if (seen.has(key)) continue;
        seen.add(key);
        visit(member.shape);
      }
    }
  };
  for (const operation of OPERATIONS_OF_API.values()) visit(operation.input);
  return seen;
}

describe('the table of enum members', () => {
  const typed = enumMembersOfTypes();
  const inputs = membersOfInputs();

  it('has exactly the members of requests that the SDK’s types give an enum', () => {
    const wanted = [...typed.keys()].filter((key) => inputs.has(key)).sort();
    expect(wanted.length).toBeGreaterThan(30);
    expect(Object.keys(ENUM_MEMBERS).sort()).toEqual(wanted);
  });

  it('gives each the values of that very enum', () => {
    const exported = new Map<string, unknown>(Object.entries(sdk));
    for (const [key, rule] of Object.entries(ENUM_MEMBERS)) {
      const values = exported.get(typed.get(key) ?? '');
      expect(rule.values, key).toEqual(Object.values(values ?? {}));
    }
  });

  it('names only numbers that exist as fractional', () => {
    for (const key of FRACTIONAL_MEMBERS) expect(inputs.has(key), key).toBe(true);
  });
});
