import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { signOut } from '@/app/(access)/actions';
import { type PageContext, pageQueries } from '@/app/(portal)/page-data';
import { AccessProvider } from '@/components/access/access';
import { PastEpochBar } from '@/components/connections/past-epoch';
import { readOnlyWords } from '@/components/connections/read-only-words';
import { ConnectionProvider, type ConnectionView } from '@/components/data/connection';
import { LiveProvider } from '@/components/data/live';
import { queuesQuery } from '@/components/data/queries';
import { readDisplay } from '@/components/display/display';
import { Shell } from '@/components/shell/shell';
import { accessView, seesConnection } from '@/lib/access';
import { readQueues } from '@/lib/history';
import { runtime } from '@/lib/runtime';
import { advanceTo, setPace } from './[connection]/actions';
import { directBulkOperation } from './[connection]/bulk-actions';

/** Sidebar and deck of a connection around a page: one of the connection's own, or one of the portal's. */
export async function PortalFrame({ context, children }: { context: PageContext; children: ReactNode }) {
  const { signedIn, connection, prisma, where, target, now, seq, past } = context;
  const { user, scope } = signedIn;
  const { connections } = await runtime();
  const clock = past ?? connection.driver.simulated?.clock() ?? null;
  const view: ConnectionView = {
    slug: connection.slug,
    name: connection.name,
    kind: connection.kind,
    region: connection.region,
    account: connection.account,
    epoch: where.epoch,
    currentEpoch: connection.epoch,
    startAt: clock?.startAt ?? null,
    tellsCapacity: connection.driver.tellsCapacity,
  };
  const choices = [...connections.values()]
    .filter((one) => seesConnection(scope, one.id))
    .map(({ slug, name, kind, region }) => ({ slug, name, kind, region }));
  const queries = pageQueries();
  await queries.prefetchQuery({ ...queuesQuery(target), queryFn: () => readQueues(prisma, scope, where) });
  const jar = await cookies();
  const { theme } = readDisplay((name) => jar.get(name)?.value);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AccessProvider access={accessView(signedIn, connection.id, past === null ? null : readOnlyWords(past.epoch))}>
        <ConnectionProvider connection={view}>
          <LiveProvider clock={clock} recordedTo={now} recordedSeq={seq}>
            <Shell
              connections={choices}
              user={{ name: user.name, role: user.role }}
              theme={theme}
              actions={{ setPace, advanceTo, signOut, directBulk: directBulkOperation }}
            >
              {past !== null && <PastEpochBar />}
              {children}
            </Shell>
          </LiveProvider>
        </ConnectionProvider>
      </AccessProvider>
    </HydrationBoundary>
  );
}
