import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoText, millisecondsOfIso, millisecondsOfSeconds, secondsText } from './decimal-time';

describe('seconds', () => {
  it('agree with exact arithmetic, half up', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.bigInt({ min: 0n, max: 10n ** 11n }),
        fc.stringMatching(/^\d{1,8}$/),
        (minus, whole, fraction) => {
          const unit = 10n ** BigInt(fraction.length);
          const exact = (whole * unit + BigInt(fraction)) * 1000n * (minus ? -1n : 1n);
          const doubled = 2n * exact + unit;
          const floor = doubled / (2n * unit) - (doubled < 0n && doubled % (2n * unit) !== 0n ? 1n : 0n);
          expect(millisecondsOfSeconds(`${minus ? '-' : ''}${whole}.${fraction}`) + 0).toBe(Number(floor));
        },
      ),
    );
  });

  it('are written with three places and read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
        expect(millisecondsOfSeconds(secondsText(ms)) + 0).toBe(ms + 0);
      }),
    );
    expect(secondsText(12_345)).toBe('12.345');
    expect(secondsText(-5)).toBe('-0.005');
  });

  it.each(['', '.', '-', '1.2.3', 'NaN', 'Infinity', '0x10', '1e', '1e999', '99999999999999999999', '1_000', '1,5'])(
    'are not "%s"',
    (text) => {
      expect(millisecondsOfSeconds(text)).toBeNaN();
    },
  );
});

describe('ISO times', () => {
  it('agree with Date both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1, 0, 1), max: Date.UTC(9999, 11, 31) }), (ms) => {
        const text = new Date(ms).toISOString();
        expect(isoText(ms)).toBe(text);
        expect(millisecondsOfIso(text)).toBe(ms);
      }),
    );
  });

  it('may have a zone of their own, and more or fewer places', () => {
    expect(millisecondsOfIso('2026-01-01T02:00+02:00')).toBe(Date.UTC(2026, 0, 1));
    expect(millisecondsOfIso('2025-12-31 19:30:00.0005-0430')).toBe(Date.UTC(2026, 0, 1) + 1);
  });

  it.each([
    '2026-01-01T00:00:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01',
    '2026-01-01T24:00:00Z',
    'now',
  ])('are not "%s"', (text) => {
    expect(millisecondsOfIso(text)).toBeNaN();
  });
});
