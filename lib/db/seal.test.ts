import { expect, it } from 'vitest';
import { createSeal } from './seal';

const secret = 'a secret of at least thirty-two characters';

it('opens what it closed, at its own place only', () => {
  const seal = createSeal(secret, 'sim-log');
  const sealed = seal.close(Buffer.from('SubmitJob'), 'Input 4');
  expect(seal.open(sealed, 'Input 4').toString()).toBe('SubmitJob');
  expect(() => seal.open(sealed, 'Input 5')).toThrow("Input 5 can't be decrypted");
  expect(sealed.includes(Buffer.from('SubmitJob'))).toBe(false);
  expect(seal.close(Buffer.from('SubmitJob'), 'Input 4').equals(sealed)).toBe(false);
});

it('refuses another secret, another purpose and damaged bytes', () => {
  const sealed = createSeal(secret, 'sim-log').close(Buffer.from('x'), 'p');
  expect(() => createSeal(`${secret}!`, 'sim-log').open(sealed, 'p')).toThrow('BATCHDECK_SECRET');
  expect(() => createSeal(secret, 'access-key').open(sealed, 'p')).toThrow('BATCHDECK_SECRET');
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  expect(() => createSeal(secret, 'sim-log').open(sealed, 'p')).toThrow('damaged');
  expect(() => createSeal(secret, 'sim-log').open(Buffer.from('short'), 'p')).toThrow('damaged');
});
