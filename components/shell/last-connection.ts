/** Which connection was looked at last, so that pages of none keep its sidebar and deck. */
export const LAST_CONNECTION_COOKIE = 'batchdeck_connection';

/** Keeps it for a year. */
export function rememberConnection(slug: string): void {
  Reflect.set(document, 'cookie', `${LAST_CONNECTION_COOKIE}=${slug}; path=/; max-age=31536000; samesite=lax`);
}
