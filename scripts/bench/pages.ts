import { Portal } from '@/e2e/portal';
import { PortalClient } from '@/e2e/portal-client';
import { ADMINISTRATOR } from '@/e2e/server';
import type { BenchRow } from './table';

const CLIENTS = 8;
const REQUESTS = 240;
const WARM_UP = 40;
const GOAL = 0.25;

/** The Overview, rendered on the server with its reads, against the sign-in page of the same server, which reads nothing. */
export async function pagesRow(): Promise<BenchRow> {
  // A clock that almost stands: the portal renders, and nothing else.
  const portal = await Portal.withAdministrator({ BATCHDECK_SCENARIO: 'demo', BATCHDECK_SPEED: '0.000001' });
  try {
    const signedIn = await PortalClient.signedIn(portal.url, ADMINISTRATOR.email, ADMINISTRATOR.password);
    const nobody = new PortalClient(portal.url);
    const page = () => fetchWhole(() => signedIn.get('/simulator'));
    const bare = () => fetchWhole(() => nobody.get('/sign-in'));
    for (const one of [page, bare]) await rate(one, WARM_UP);
    const product = await rate(page, REQUESTS);
    const baseline = await rate(bare, REQUESTS);
    const ratio = product / baseline;
    return {
      name: 'pages a second',
      product,
      baseline,
      unit: '/s',
      ratio,
      goal: `>= ${GOAL}×`,
      met: ratio >= GOAL,
      against: 'the sign-in page of the same server',
      note: `Overview of the demo day with its reads, ${CLIENTS} clients, ${REQUESTS} requests each way`,
    };
  } finally {
    await portal.dispose();
  }
}

async function fetchWhole(ask: () => Promise<Response>): Promise<void> {
  const answer = await ask();
  if (answer.status !== 200) throw new Error(`${answer.url} answered ${answer.status}: nothing was measured.`);
  await answer.arrayBuffer();
}

/** Answers a second, by so many clients that ask again as soon as they are answered. */
async function rate(ask: () => Promise<void>, requests: number): Promise<number> {
  let left = requests;
  const began = performance.now();
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (requests * 1000) / (performance.now() - began);
}
