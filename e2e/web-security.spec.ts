import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPEN_PAGES, portalPages } from './pages';
import { ACCESS_KEY, ADMINISTRATOR, e2eServer } from './server';
import { expect, test } from './story';

/** What must never reach a browser: texts that would be secrets wherever they stood. */
function secrets(): string[] {
  const { environment } = e2eServer();
  const kept = readFileSync(join(environment.BATCHDECK_DATA ?? '', 'secret'), 'utf8').trim();
  return [kept, ADMINISTRATOR.password, ACCESS_KEY.secret];
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The tags of a page that carry a handler: an attribute's value may hold any text, a script's body too. */
function handlersIn(html: string): string[] {
  const markup = html.replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/gi, '$1');
  const tags = markup.match(/<[a-z](?:[^>"]|"[^"]*")*>/gi) ?? [];
  return tags.filter((tag) => /\son[a-z]+=/i.test(tag.replace(/"[^"]*"/g, '')));
}

test('every page has a policy with a nonce of its own, and no script without it', async ({ client }) => {
  const nonces = new Set<string>();
  const pages = [...OPEN_PAGES, ...(await portalPages(client))];
  for (const { name, path } of pages) {
    const answer = await client.get(path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1] ?? '';
    expect(nonce, `${name} has a nonce`).not.toBe('');
    expect(policy, name).toContain("frame-ancestors 'none'");
    expect(/(?:script|default|object)-src[^;]*'unsafe/.test(policy), `${name} allows nothing unsafe`).toBe(false);
    nonces.add(nonce);
    const html = await answer.text();
    const scripts = html.match(/<script\b[^>]*>/gi) ?? [];
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      name,
    ).toEqual([]);
    expect(handlersIn(html), `${name} has no handler in its markup`).toEqual([]);
  }
  expect(nonces.size).toBe(pages.length);
});

test('no secret is in the bundle or in an answer', async ({ client }) => {
  const forbidden = secrets();
  for (const file of filesUnder('.next/static')) {
    const text = readFileSync(file, 'latin1');
    for (const secret of forbidden) expect(text.includes(secret), file).toBe(false);
    expect(/postgres(?:ql)?:\/\/[^\s"']+:[^\s"']+@|\$argon2id\$/.test(text), file).toBe(false);
  }
  const paths = (await portalPages(client)).map(({ path }) => path);
  const reads = ['overview', 'queues', 'environments', 'jobs'].map((read) => `/api/read/simulator/${read}`);
  for (const path of [...paths, ...reads, '/api/health']) {
    const text = await (await client.get(path)).text();
    for (const secret of forbidden) expect(text.includes(secret), path).toBe(false);
    expect(text.includes(client.session ?? '-'), `${path} does not hold the session`).toBe(false);
    expect(/\$argon2id\$|passwordHash|tokenHash/.test(text), path).toBe(false);
  }
});
