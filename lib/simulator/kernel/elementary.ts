/*
 * Logarithm, exponential and normal quantile from + - * / and Math.sqrt alone, so that the last bit is the same on every
 * engine. Relative errors: about 1e-15, 1e-15 and 1e-9.
 */

const LN2 = Math.LN2;

/** Natural logarithm of a positive finite number. */
export function ln(x: number): number {
  let mantissa = x;
  let exponent = 0;
  while (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let k = 25; k >= 1; k -= 2) sum = sum * square + 1 / k;
  return exponent * LN2 + 2 * s * sum;
}

/** e to the power of x, for -700 < x < 700. */
export function exp(x: number): number {
  const halvings = Math.floor(x / LN2 + 0.5);
  const rest = x - halvings * LN2;
  let sum = 1;
  for (let k = 18; k >= 1; k--) sum = 1 + (sum * rest) / k;
  const factor = halvings < 0 ? 0.5 : 2;
  for (let k = Math.abs(halvings); k > 0; k--) sum *= factor;
  return sum;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

const CENTRE_TOP = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const CENTRE_BOTTOM = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
];
const TAIL_TOP = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BOTTOM = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];

/** The number that a standard normal variable is below with probability p, 0 < p < 1 (Acklam's approximation). */
export function normalQuantile(p: number): number {
  if (p < 0.02425) return tail(p);
  if (p > 0.97575) return -tail(1 - p);
  const q = p - 0.5;
  return (polynomial(CENTRE_TOP, q * q) * q) / polynomial(CENTRE_BOTTOM, q * q);
}

function tail(p: number): number {
  const q = Math.sqrt(-2 * ln(p));
  return polynomial(TAIL_TOP, q) / polynomial(TAIL_BOTTOM, q);
}
