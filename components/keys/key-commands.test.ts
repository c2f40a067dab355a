import { describe, expect, test } from 'vitest';
import {
  bindingOf,
  clashOf,
  DEFAULT_KEYS,
  KEY_COMMAND_NAMES,
  keysOf,
  parseKeyChoices,
  problemOfKeys,
} from './key-commands';

describe('keys', () => {
  test('no two commands share keys', () => {
    for (const command of KEY_COMMAND_NAMES) {
      expect(clashOf(command, keysOf(command, DEFAULT_KEYS), DEFAULT_KEYS), command).toBeNull();
    }
  });

  test('a choice stands in for the default, and what clashes is named', () => {
    const choices = parseKeyChoices('{"on":true,"keys":{"row-down":"n"}}');
    expect(keysOf('row-down', choices)).toBe('n');
    expect(keysOf('row-up', choices)).toBe('k');
    expect(clashOf('row-up', 'n', choices)).toBe('row-down');
    expect(clashOf('row-up', 'g', choices)).toBe('go-overview');
  });

  test('what was stored and does not read is as if nothing had been chosen', () => {
    for (const text of [
      null,
      '',
      '[]',
      '7',
      'null',
      '{"keys":7}',
      '{"keys":{"row-down":"ab"}}',
      '{"keys":{"__proto__":"n"}}',
    ]) {
      expect(parseKeyChoices(text), String(text)).toEqual(DEFAULT_KEYS);
    }
    expect(parseKeyChoices('{"on":false}').on).toBe(false);
  });

  test('keys are one sign, Space, or two after each other', () => {
    for (const good of ['n', 'g n', '?', 'Space', ';']) expect(problemOfKeys(good), good).toBeNull();
    for (const bad of ['', 'ab', 'g n x', 'g  n', 'Control+K', 'ä']) expect(problemOfKeys(bad), bad).not.toBeNull();
  });

  test('a sign is bound with or without Shift, a letter without', () => {
    expect(bindingOf('?')).toBe('[Shift]+?');
    expect(bindingOf('g o')).toBe('g o');
  });
});
