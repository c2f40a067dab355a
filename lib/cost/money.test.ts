import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideBill, formatUsd9, priceOf, splitByLargestRemainder, usd, usdInTable } from './money';
import { WHOLE } from './share';

describe('money', () => {
  it('splits without losing a nano-USD and never by more than one from the exact part', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.array(fc.integer({ min: 0, max: 3_600_000_000_000 }), { minLength: 1, maxLength: 50 }),
        (total, weights) => {
          const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
          const parts = splitByLargestRemainder(total, weights);
          expect(parts.reduce((all, part) => all + part, 0n)).toBe(sum === 0n ? 0n : total);
          parts.forEach((part, index) => {
            if (sum === 0n) return;
            const floor = (total * BigInt(weights[index] ?? 0)) / sum;
            expect(part === floor || part === floor + 1n).toBe(true);
          });
        },
      ),
    );
  });

  it('has an attempt pay the same however the rest of the stretch goes, and closes', () => {
    const shares = fc.array(fc.integer({ min: 0, max: WHOLE / 20 }), { minLength: 1, maxLength: 20 });
    const stretch = {
      price: fc.integer({ min: 0, max: 40_000_000_000 }),
      shares,
      idle: fc.integer({ min: 0, max: 3_599_999 }),
    };
    fc.assert(
      fc.property(fc.record(stretch), ({ price, shares, idle }) => {
        const busy = 3_600_000 - idle;
        const attempts = shares.map((share) => share * busy);
        const unused = attempts.reduce((left, weight) => left - weight, WHOLE * busy);
        const total = priceOf(price, busy + idle);
        const parts = divideBill(total, price, { attempts, unused, idle: WHOLE * idle });
        expect(parts.reduce((all, part) => all + part, 0n)).toBe(total);
        expect(parts.every((part) => part >= 0n)).toBe(true);
        const without = divideBill(priceOf(price, busy), price, { attempts, unused, idle: 0 });
        expect(without.slice(0, attempts.length)).toEqual(parts.slice(0, attempts.length));
      }),
    );
    expect(divideBill(5n, 3_600_000, { attempts: [WHOLE * 4], unused: 0, idle: 0 })).toEqual([4n, 1n, 0n]);
  });

  it('writes nine places, exactly', () => {
    expect(formatUsd9(12_400_000_000n)).toBe('12.400000000');
    expect(formatUsd9(-1n)).toBe('-0.000000001');
    expect(formatUsd9(0n)).toBe('0.000000000');
  });

  it('speaks of money as pages do', () => {
    expect(usd(12_400_000_000n)).toBe('$12.40');
    expect(usd(1_187_600_000_000n)).toBe('$1,187.60');
    expect(usd(9_999_999n)).toBe('< $0.01');
    expect(usd(0n)).toBe('$0');
    expect(usd(-3_100_000_000n)).toBe('−$3.10');
    expect(usd(-1n)).toBe('> −$0.01');
    expect(usd(999_999_000_000_000n)).toBe('$999,999.00');
    expect(usdInTable(1_187_600_000_000n)).toBe('$1,188');
    expect(usdInTable(99_990_000_000n)).toBe('$99.99');
  });
});
