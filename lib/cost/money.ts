import { WHOLE } from './share';

const HOUR_MS = 3_600_000n;
const PER_WEIGHT = HOUR_MS * BigInt(WHOLE);
const NANO = 1_000_000_000n;

/** Price of `milliseconds` at so many nano-USD an hour, rounded half up once. */
export function priceOf(nanoUsdPerHour: number, milliseconds: number): bigint {
  return (2n * BigInt(nanoUsdPerHour) * BigInt(milliseconds) + HOUR_MS) / (2n * HOUR_MS);
}

/** What an attempt pays for its weight (shares times ms) at so many nano-USD an hour, rounded down. */
export function partOf(nanoUsdPerHour: number, weight: number): bigint {
  return (BigInt(nanoUsdPerHour) * BigInt(weight)) / PER_WEIGHT;
}

/**
 * Divides what a stretch of an instance's time cost. Each attempt pays for its own weight, so that its part is final
 * when it ends, whatever the instance does after. The rest goes to unused and idle.
 */
export function divideBill(
  total: bigint,
  nanoUsdPerHour: number,
  weights: { attempts: readonly number[]; unused: number; idle: number },
): bigint[] {
  const parts = weights.attempts.map((weight) => partOf(nanoUsdPerHour, weight));
  const rest = parts.reduce((left, part) => left - part, total);
  const isFull = weights.unused === 0 && weights.idle === 0;
  return [...parts, ...splitByLargestRemainder(rest, isFull ? [1, 0] : [weights.unused, weights.idle])];
}

/** Splits `total` by whole-number weights so that the parts add up to it exactly; ties go to the earlier part. */
export function splitByLargestRemainder(total: bigint, weights: readonly number[]): bigint[] {
  let sum = 0n;
  for (const weight of weights) sum += BigInt(weight);
  if (sum === 0n || total === 0n) return weights.map(() => 0n);
  const parts: bigint[] = [];
  const remainders: { index: number; remainder: bigint }[] = [];
  let rest = total;
  weights.forEach((weight, index) => {
    const product = total * BigInt(weight);
    const part = product / sum;
    parts.push(part);
    rest -= part;
    remainders.push({ index, remainder: product - part * sum });
  });
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (let given = 0; given < Number(rest); given++) {
    const index = remainders[given]?.index;
    if (index !== undefined) parts[index] = (parts[index] ?? 0n) + 1n;
  }
  return parts;
}

/** USD with 9 decimals, exact: `12.400000000`. For CSV and JSON. */
export function formatUsd9(nanoUsd: bigint): string {
  const size = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  return `${nanoUsd < 0n ? '-' : ''}${size / NANO}.${String(size % NANO).padStart(9, '0')}`;
}

/** USD for people: `$12.40`, `$1,187.60`, `< $0.01` for less than a cent, `−$3.10`, `$0` for nothing. */
export function usd(nanoUsd: bigint): string {
  if (nanoUsd === 0n) return '$0';
  const size = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  const sign = nanoUsd < 0n ? '−' : '';
  const cent = NANO / 100n;
  if (size < cent) return nanoUsd < 0n ? '> −$0.01' : '< $0.01';
  const cents = (size + cent / 2n) / cent;
  return `${sign}$${grouped(cents / 100n)}.${String(cents % 100n).padStart(2, '0')}`;
}

/** As `usd`, but without cents from $100 on: for tables. */
export function usdInTable(nanoUsd: bigint): string {
  const size = nanoUsd < 0n ? -nanoUsd : nanoUsd;
  if (size < 100n * NANO) return usd(nanoUsd);
  return `${nanoUsd < 0n ? '−' : ''}$${grouped((size + NANO / 2n) / NANO)}`;
}

function grouped(whole: bigint): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}
