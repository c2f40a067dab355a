import type { Metadata } from 'next';
import { requireSession } from '@/app/session';
import { ConnectionBoard } from '@/components/connections/connection-board';
import type { ConnectionCard } from '@/components/connections/connection-view';
import { seesConnection } from '@/lib/access';
import { readEpochs } from '@/lib/history';
import { runtime } from '@/lib/runtime';
import { makeConnection, removeConnection, renameConnection, resetConnection } from './actions';

export const metadata: Metadata = { title: 'Connections · Settings' };

export default async function ConnectionsPage() {
  const { scope } = await requireSession('/settings/connections');
  const { prisma, connections, removals } = await runtime();
  const seen = [...connections.values()].filter((one) => seesConnection(scope, one.id));
  const cards = await Promise.all(
    seen.map(async ({ id, slug, name, kind, region, account, epoch, driver }): Promise<ConnectionCard> => {
      const clock = driver.simulated?.clock() ?? null;
      return {
        ...{ slug, name, kind, region, account, epoch },
        epochs: await readEpochs(prisma, scope, id),
        now: clock?.now ?? null,
        speed: clock === null ? null : clock.speed,
        paused: clock?.paused ?? false,
      };
    }),
  );
  return (
    <ConnectionBoard
      connections={cards}
      removals={scope.connections === 'all' ? removals() : []}
      actions={{
        make: makeConnection,
        rename: renameConnection,
        reset: resetConnection,
        remove: removeConnection,
      }}
    />
  );
}
