const NANO = 1_000_000_000n;
const CENT = 10_000_000n;
const UNKNOWN = '–';
const group = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Parses a decimal string of integer nano-USD as reads give it; null stays null. Throws SyntaxError on anything else. */
export function parseNanoUsd(text: string): bigint;
export function parseNanoUsd(text: string | null | undefined): bigint | null;
export function parseNanoUsd(text: string | null | undefined): bigint | null {
  return text === null || text === undefined ? null : BigInt(text);
}

function rounded(nano: bigint, decimals: number): string {
  const scale = 10n ** BigInt(decimals);
  const unit = NANO / scale;
  const units = (nano + unit / 2n) / unit;
  const whole = group.format(units / scale);
  return decimals === 0 ? whole : `${whole}.${(units % scale).toString().padStart(decimals, '0')}`;
}

function sized(nano: bigint, decimals: number): string {
  const size = nano < 0n ? -nano : nano;
  if (size > 0n && size < CENT && decimals <= 2) return nano < 0n ? '> −$0.01' : '< $0.01';
  return `${nano < 0n ? '−' : ''}$${rounded(size, decimals)}`;
}

/** A sum in full, cents included: `$1,187.60`, `< $0.01`. Takes nano-USD. */
export function formatMoney(nano: bigint | null): string {
  return nano === null ? UNKNOWN : sized(nano, 2);
}

/** A sum with its sign, for gains and losses: `+$88.00`, `−$2.10`, `$0.00`. */
export function formatSignedMoney(nano: bigint | null): string {
  if (nano === null) return UNKNOWN;
  return nano > 0n ? `+${sized(nano, 2).replace('< ', '')}` : sized(nano, 2);
}

/** A sum in a table: no cents from $100 on. */
export function formatMoneyCell(nano: bigint | null): string {
  if (nano === null) return UNKNOWN;
  const size = nano < 0n ? -nano : nano;
  return sized(nano, size >= 100n * NANO ? 0 : 2);
}

/** A rate per vCPU-hour or a job's small price, with four decimals: `$0.0181`. */
export function formatUnitPrice(nano: bigint | null): string {
  return nano === null ? UNKNOWN : sized(nano, 4);
}
