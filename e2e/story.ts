import { test as plain } from '@playwright/test';
import { PortalClient, SESSION_COOKIE } from './portal-client';
import { ADMINISTRATOR } from './server';
import { awaitTakeOvers } from './taken-over';

export { expect } from '@playwright/test';

let signedIn: Promise<PortalClient> | null = null;

/** One session for all stories of a process: signing in is slow by design. */
function administrator(url = ''): Promise<PortalClient> {
  signedIn ??= PortalClient.signedIn(url, ADMINISTRATOR.email, ADMINISTRATOR.password);
  return signedIn;
}

/**
 * A story on the shared portal. `page` is signed in there as its administrator and goes to paths such as
 * `/simulator/jobs`; `client` speaks for the same person without the browser. A story makes resources of its own, under
 * names of its own, for the portal is everybody's.
 */
export const test = plain.extend<{ client: PortalClient }>({
  context: async ({ context }, use) => use(awaitTakeOvers(context)),
  client: async ({ baseURL }, use) => use(await administrator(baseURL)),
  storageState: async ({ baseURL }, use) => {
    const client = await administrator(baseURL);
    const cookie = {
      name: SESSION_COOKIE,
      value: client.session ?? '',
      domain: new URL(client.url).hostname,
      path: '/',
    };
    await use({
      cookies: [{ ...cookie, expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' }],
      origins: [],
    });
  },
});
