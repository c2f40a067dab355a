import { expect, type Page, test } from '@playwright/test';
import { portalPages } from './pages';
import { Portal, signIn } from './portal';
import type { PortalClient } from './portal-client';
import { advanceBy, clientOf, HOUR_MS, submit } from './stories';

const MARKUP = '<img src=x data-pwned onerror="window.pwned=1"><script>window.pwned=1</script>';
/** Markup, a formula, control signs, overrides of direction, blanks without width, and a word without an end. */
const HOSTILE = `${MARKUP}=cmd()\u202egnp.\u2066x\u2069\u200b\u0007\u009b\u2028"'`;
const LONG = 'W'.repeat(200);
const KEY = '<b data-pwned>k\u202ey</b>';
const at = { connection: 'simulator' };

let portal: Portal;
let page: Page;
let client: PortalClient;
let jobs: string[] = [];

/** Resources and jobs that carry it wherever AWS takes a text. */
async function plant(): Promise<void> {
  const tags = { [KEY]: HOSTILE.slice(0, 256), long: LONG };
  const call = (action: string, document: object, more = {}) =>
    client.act(action, { ...at, ...more, call: JSON.stringify(document) });
  await call('createEnvironment', {
    computeEnvironmentName: 'hostile',
    type: 'MANAGED',
    computeResources: { type: 'FARGATE', maxvCpus: 16, subnets: ['subnet-1'], securityGroupIds: ['sg-1'] },
    tags,
  });
  await advanceBy(client, HOUR_MS);
  await call('createQueue', {
    jobQueueName: 'hostile',
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'hostile' }],
    tags,
  });
  await call('createPolicy', { name: 'hostile', fairsharePolicy: {}, tags });
  await call('registerDefinition', {
    jobDefinitionName: 'hostile',
    type: 'container',
    platformCapabilities: ['FARGATE'],
    parameters: { [KEY]: HOSTILE },
    tags,
    containerProperties: {
      image: HOSTILE,
      command: ['echo', HOSTILE, LONG],
      environment: [{ name: KEY, value: HOSTILE }],
      executionRoleArn: 'arn:aws:iam::123456789012:role/run',
      resourceRequirements: [
        { type: 'VCPU', value: '0.25' },
        { type: 'MEMORY', value: '512' },
      ],
    },
  });
  await advanceBy(client, HOUR_MS);
  const job = { queue: 'hostile', definition: 'hostile', tags };
  const ended = await submit(client, { ...job, name: 'ended', environment: { NOTE: HOSTILE } });
  await advanceBy(client, HOUR_MS);
  const cut = await submit(client, { ...job, name: 'cut', environment: { SIM_SECONDS: '99999', NOTE: HOSTILE } });
  await advanceBy(client, HOUR_MS);
  await client.act('endJobs', { ...at, kind: 'terminate', ids: [cut], reason: `${HOSTILE} ${LONG}` });
  await expect
    .poll(async () => {
      await advanceBy(client, HOUR_MS / 60);
      return (await client.job(cut)).job.status;
    })
    .toBe('FAILED');
  await client.act('tagQueue', { ...at, name: 'hostile', set: { again: HOSTILE.slice(0, 256) }, remove: [KEY] });
  await client.act('startQueueDelete', { ...at, name: 'hostile', jobs: 'wait', reason: HOSTILE });
  jobs = [ended, cut];
}

test.beforeAll(async ({ browser }) => {
  portal = await Portal.withAdministrator({ BATCHDECK_SCENARIO: 'empty', BATCHDECK_SPEED: '0.000001' });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await signIn(page, portal);
  client = await clientOf(page, portal.url);
  await plant();
});

test.afterAll(async () => {
  await page.context().close();
  await portal.dispose();
});

/** What of it reached the page as something else than plain text: elements, scripts, hidden signs. */
function harmIn(on: Page): Promise<string[]> {
  return on.evaluate(() => {
    const hidden = /(?![\n\t\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
    const harm: string[] = [];
    if ('pwned' in window) harm.push('a script ran');
    for (const element of document.querySelectorAll('[data-pwned], img[src="x"]')) harm.push(`<${element.localName}>`);
    const isCode = (node: Node) => node.parentElement?.closest('script, style, template, noscript') !== null;
    const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      if (!isCode(node) && hidden.test(node.nodeValue ?? '')) {
        harm.push(`${node.parentElement?.outerHTML.slice(0, 120)}: ${JSON.stringify(node.nodeValue?.slice(0, 80))}`);
      }
    }
    for (const element of document.querySelectorAll('[title], [aria-label], [alt], [placeholder]')) {
      for (const name of ['title', 'aria-label', 'alt', 'placeholder']) {
        if (hidden.test(element.getAttribute(name) ?? '')) harm.push(`${name} of ${element.outerHTML.slice(0, 120)}`);
      }
    }
    if (hidden.test(document.title)) harm.push(`title ${document.title}`);
    return harm;
  });
}

/** What makes the page wider than the screen: the innermost of it. */
function wideIn(on: Page): Promise<string[]> {
  return on.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('main *')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth,
    );
    const inner = wide.filter((one) => !wide.some((other) => other !== one && one.contains(other)));
    return [`${scrollWidth - clientWidth} px over`, ...inner.slice(0, 3).map((one) => one.outerHTML.slice(0, 160))];
  });
}

async function pathsToOpen(): Promise<string[]> {
  const pages = (await portalPages(client)).map(({ path }) => path);
  const odd = encodeURIComponent(`${MARKUP}\u202egnp`);
  const here = (path: string) => `/simulator/${path}`;
  const tabs = ['log', 'why', 'attempts', 'dependencies', 'json'];
  return [
    ...pages,
    here(`jobs/${jobs[0]}`),
    ...tabs.map((tab) => here(`jobs/${jobs[1]}?tab=${tab}`)),
    ...['queues', 'environments', 'definitions'].flatMap((kind) => [
      here(`${kind}/hostile`),
      here(`${kind}/hostile?tab=changes`),
      here(`${kind}/${odd}`),
      here(`${kind}?q=${odd}`),
    ]),
    here('queues/policies/hostile/edit'),
    here('queues/hostile/edit'),
    here('environments/hostile/edit'),
    here('definitions/new?from=hostile'),
    here(`jobs/new?definition=hostile&queue=hostile`),
    here(`jobs/${odd}`),
    here(`jobs?name=${odd}&queue=${odd}&definition=${odd}`),
    here(`activity?subject=${odd}&actor=${odd}`),
    `/sign-in?to=${encodeURIComponent(`/x/${MARKUP}\u202egnp`)}`,
  ];
}

test('no page runs it, makes elements of it, or lets it turn or hide the text beside it', async () => {
  test.setTimeout(300_000);
  const harm: string[] = [];
  const said = new Set<string>();
  for (const path of await pathsToOpen()) {
    await page.goto(`${portal.url}${path}`);
    await expect(page.locator('main').first()).toBeVisible();
    await expect(page.getByLabel(/^Reading/)).toHaveCount(0);
    for (const found of await harmIn(page)) harm.push(`${path.slice(0, 80)}: ${found}`);
    if ((await page.getByText('⟨U+202E⟩').count()) > 0) said.add(path);
    await page.setViewportSize({ width: 390, height: 844 });
    harm.push(...(await wideIn(page)).map((found) => `${path.slice(0, 80)}: ${found} at 390 px`));
    await page.setViewportSize({ width: 1440, height: 900 });
  }
  expect(harm).toEqual([]);
  const [, cut = ''] = jobs;
  for (const path of [
    `/simulator/jobs/${cut}?tab=json`,
    `/simulator/jobs/${cut}?tab=log`,
    '/simulator/queues/hostile',
  ]) {
    expect([...said], path).toContain(path);
  }
});

test('an act opened in the activity, a toast and the palette do not either', async () => {
  await page.goto(`${portal.url}/simulator/activity`);
  const entries = page.getByRole('button', { expanded: false, name: / by / });
  await expect(entries.first()).toBeVisible();
  const count = Math.min(await entries.count(), 8);
  for (let n = 0; n < count; n += 1) {
    await page.getByRole('button', { name: / by / }).nth(n).click();
    await expect(page.getByText('Reading…')).toHaveCount(0);
    expect(await harmIn(page)).toEqual([]);
  }
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog').getByRole('combobox');
  await palette.fill('hostile');
  await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
  expect(await harmIn(page)).toEqual([]);
});
