import { parseArgs } from 'node:util';

export const USAGE = `npm run soak -- --minutes N [--seed S]

  --minutes   how long; a quarter of it for random scenarios, a quarter for random calls, half for a portal that is killed
              again and again
  --seed      where the dice begin; a new one each time when absent, and printed`;

/** The command line is wrong: the message is one sentence. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

/** Parses the command line. Throws an ArgumentError that names the argument. */
export function parseSoak(given: readonly string[], fresh: () => number): { minutes: number; seed: number } {
  const { minutes, seed } = options(given);
  const length = Number(minutes);
  if (minutes === undefined || !(length > 0 && length <= 10_000))
    throw new ArgumentError('--minutes must be a number above 0, such as 10.');
  if (seed !== undefined && !/^\d{1,9}$/.test(seed))
    throw new ArgumentError('--seed must be a whole number of at most 9 digits, such as 1.');
  return { minutes: length, seed: seed === undefined ? fresh() : Number(seed) };
}

function options(given: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...given], strict: true, options: { minutes: text, seed: text } }).values;
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}
