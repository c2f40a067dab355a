import type { Metadata } from 'next';
import { requireSession } from '@/app/session';
import { KeyBoard } from '@/components/access-keys/key-board';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { listAccessKeys, may, rolesThatMay, seesConnection } from '@/lib/access';
import { runtime } from '@/lib/runtime';
import { makeAccessKey, revokeAccessKey } from './actions';

export const metadata: Metadata = { title: 'Access keys · Settings' };

export default async function KeysPage() {
  const { user, scope } = await requireSession('/settings/keys');
  if (!may(user.role, 'keys.write')) {
    return (
      <Panel title="Access keys" flush>
        <EmptyState title={`This needs the role ${rolesThatMay('keys.write').join(' or ')}.`}>
          Yours is {user.role}.
        </EmptyState>
      </Panel>
    );
  }
  const { prisma, connections, settings } = await runtime();
  const seen = [...connections.values()].filter((one) => one.kind === 'simulated' && seesConnection(scope, one.id));
  const { awsEndpointPort: port, awsEndpointHost: host } = settings;
  return (
    <KeyBoard
      keys={await listAccessKeys(prisma, scope)}
      connections={seen.map(({ id, slug, name, region }) => ({ id, slug, name, region }))}
      endpoint={port === 0 ? null : `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`}
      actions={{ make: makeAccessKey, revoke: revokeAccessKey }}
    />
  );
}
