import { expect, test } from 'vitest';
import { displayAttributes, readDisplay } from './display';

test('cookies that are no choice are the usual one, and only choices reach the page', () => {
  const cookies: Record<string, string> = {
    batchdeck_theme: 'dark',
    batchdeck_contrast: '"><script>',
    batchdeck_density: '40',
  };
  const display = readDisplay((name) => cookies[name]);
  expect(display).toEqual({ theme: 'dark', contrast: 'system', density: '40' });
  expect(displayAttributes(display)).toEqual({ 'data-theme': 'dark', 'data-density': '40' });
  expect(displayAttributes(readDisplay(() => 'constructor'))).toEqual({});
});
