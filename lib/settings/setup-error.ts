/**
 * Something outside the program keeps it from starting. The message is one sentence or two for the person at the terminal:
 * what is wrong, where, and what to do. Print it without a stack and exit non-zero. Match it by `name` across bundles.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** True for a SetupError of whichever bundle made it. */
export function isSetupError(error: unknown): error is SetupError {
  return error instanceof Error && error.name === 'SetupError';
}
