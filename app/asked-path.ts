import 'server-only';
import { headers } from 'next/headers';

/** Set by the proxy on every request: path and query that the browser asked for. */
const PATH_HEADER = 'x-batchdeck-path';

/** Where a person wanted to go, so that signing in leads there. */
export async function askedPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? '/';
}
