/** What a request tells about where it came from. Header values as they were sent. */
export interface RequestFacts {
  readonly origin: string | null;
  readonly host: string | null;
  readonly forwardedHost: string | null;
  readonly forwardedProto: string | null;
  readonly forwardedFor: string | null;
  readonly userAgent: string | null;
  readonly sessionToken: string | null;
}

/** The session's cookie on plain HTTP, and over TLS: `__Host-` ties it to this host, to TLS and to the whole of it. */
export const SESSION_COOKIE = 'batchdeck_session';
export const SECURE_SESSION_COOKIE = `__Host-${SESSION_COOKIE}`;

/**
 * The facts of a request from its headers and cookies (`cookie` gives one by name). Over TLS only the cookie that plain
 * HTTP can't plant is looked at.
 */
export function requestFacts(headers: Headers, cookie: (name: string) => string | undefined): RequestFacts {
  const facts = {
    origin: headers.get('origin'),
    host: headers.get('host'),
    forwardedHost: headers.get('x-forwarded-host'),
    forwardedProto: headers.get('x-forwarded-proto'),
    forwardedFor: headers.get('x-forwarded-for'),
    userAgent: headers.get('user-agent'),
  };
  const plain = isSecure(facts) ? undefined : cookie(SESSION_COOKIE);
  return { ...facts, sessionToken: cookie(SECURE_SESSION_COOKIE) ?? plain ?? null };
}

/**
 * Whether a write was sent by a page of this portal: an Origin is there and names the host that was asked, which is
 * X-Forwarded-Host where a proxy set it, else Host (as Next compares). No Origin, and 'null', are refused.
 */
export function isOwnOrigin(facts: Pick<RequestFacts, 'origin' | 'host' | 'forwardedHost'>): boolean {
  const asked = first(facts.forwardedHost) ?? facts.host;
  if (facts.origin === null || asked === null) return false;
  try {
    return new URL(facts.origin).host.toLowerCase() === asked.toLowerCase();
  } catch {
    return false;
  }
}

/** Whether the browser spoke https, so that the cookie may be Secure. */
export function isSecure(facts: Pick<RequestFacts, 'origin' | 'forwardedProto'>): boolean {
  return first(facts.forwardedProto)?.toLowerCase() === 'https' || (facts.origin?.startsWith('https://') ?? false);
}

/** The asker's address: the last one in X-Forwarded-For, which the nearest proxy (or the server itself) wrote. */
export function addressOf(facts: Pick<RequestFacts, 'forwardedFor'>): string {
  const last = facts.forwardedFor?.split(',').at(-1)?.trim();
  return last ? last.slice(0, 64) : 'unknown';
}

function first(list: string | null): string | null {
  return list?.split(',')[0]?.trim() || null;
}

const LOCAL = /^\/(?![/\\])[^\s\\]*$/;

/** A path of this portal to return to, or the fallback: never another host. */
export function localPath(text: string | null | undefined, fallback = '/'): string {
  return text !== null && text !== undefined && text.length < 2000 && LOCAL.test(text) ? text : fallback;
}
