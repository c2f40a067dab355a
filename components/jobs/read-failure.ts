import type { PanelError } from '../ui/panel';

/** A read that failed, as its panel tells it; null while it stands. */
export function readFailure(
  what: string,
  query: { error: Error | null; refetch: () => Promise<unknown> },
): PanelError | null {
  const { error } = query;
  if (error === null) return null;
  return {
    title: `${what} did not answer.`,
    detail: error.message,
    code: codeOf(error) ?? error.name,
    onRetry: () => void query.refetch(),
  };
}

/** The server's word for why a read failed, or null. */
export function codeOf(error: Error | null): string | null {
  return error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
