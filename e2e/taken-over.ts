import type { BrowserContext, Page } from '@playwright/test';

const waiting = new WeakSet<Page>();

/** Resolves when the browser has taken the page over from the server's markup: what is typed before that is lost. */
export async function takenOver(page: Page): Promise<void> {
  await page.locator('html[data-live]').waitFor({ state: 'attached' });
}

/** From now on `goto` and `reload` of this page come back when it is taken over, where the portal's own page answered. */
function awaitTakeOver(page: Page): void {
  if (waiting.has(page)) return;
  waiting.add(page);
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  const settled = async (answer: Awaited<ReturnType<Page['goto']>>) => {
    if (answer?.headers()['content-type']?.startsWith('text/html') === true) await takenOver(page);
    return answer;
  };
  page.goto = async (...given) => settled(await goto(...given));
  page.reload = async (...given) => settled(await reload(...given));
}

/** The same for every page of a context, those that come later included. */
export function awaitTakeOvers(context: BrowserContext): BrowserContext {
  for (const page of context.pages()) awaitTakeOver(page);
  return context.on('page', awaitTakeOver);
}
