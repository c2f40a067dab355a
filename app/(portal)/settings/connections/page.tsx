import type { Metadata } from 'next';
import { requireSession } from '@/app/session';
import { ConnectionBoard } from '@/components/connections/connection-board';
import type { AwsAccessView, ConnectionCard } from '@/components/connections/connection-view';
import { seesConnection } from '@/lib/access';
import { readEpochs } from '@/lib/history';
import { type AwsAccess, runtime } from '@/lib/runtime';
import { makeConnection, removeConnection, renameConnection, resetConnection } from './actions';
import { changeAwsConnection, checkAwsConnection, makeAwsConnection } from './aws-actions';

export const metadata: Metadata = { title: 'Connections · Settings' };

export default async function ConnectionsPage() {
  const { scope } = await requireSession('/settings/connections');
  const { prisma, connections, removals, awsAccess } = await runtime();
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
        aws: kind === 'aws' ? awsView(await awsAccess(slug)) : null,
        polling: driver.polling?.() ?? null,
      };
    }),
  );
  return (
    <ConnectionBoard
      connections={cards}
      removals={scope.connections === 'all' ? removals() : []}
      actions={{
        make: makeConnection,
        makeAws: makeAwsConnection,
        changeAws: changeAwsConnection,
        checkAws: checkAwsConnection,
        rename: renameConnection,
        reset: resetConnection,
        remove: removeConnection,
      }}
    />
  );
}

/** What a page may show of an access: its secrets stay here. */
function awsView({ credentials, endpoint, callsPerSecond }: AwsAccess): AwsAccessView {
  return {
    credentials: credentials.kind,
    profile: credentials.kind === 'profile' ? credentials.profile : null,
    roleArn: credentials.kind === 'role' ? credentials.roleArn : null,
    accessKeyId: credentials.kind === 'keys' ? credentials.accessKeyId : null,
    endpoint: endpoint?.url ?? null,
    allowPrivate: endpoint?.allowPrivate ?? false,
    callsPerSecond,
  };
}
