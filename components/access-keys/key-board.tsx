'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { AccessKeyRow } from '@/lib/access';
import { Permitted } from '../access/permitted';
import { formatCount } from '../format/number';
import { PageSentence } from '../shell/page-frame';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { EmptyState } from '../ui/empty-state';
import { Panel } from '../ui/panel';
import { Banner, Tag } from '../ui/verdict';
import { WallTime } from '../ui/wall-time';
import type { KeyActions, KeyConnection } from './key-view';

const MakeKeyDialog = dynamic(() => import('./make-key-dialog').then((loaded) => loaded.MakeKeyDialog), { ssr: false });
const RevokeKeyDialog = dynamic(() => import('./revoke-key-dialog').then((loaded) => loaded.RevokeKeyDialog), {
  ssr: false,
});

interface KeyRowProps {
  row: AccessKeyRow;
  connection: KeyConnection | undefined;
  onRevoke: () => void;
}

function KeyRow({ row, connection, onRevoke }: KeyRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-ln2 px-3.5 py-1.5 text-13 first:border-t-0">
      <span className="min-w-0 basis-40 truncate font-medium text-tx0" title={row.name}>
        {row.name}
      </span>
      <span className="flex min-w-0 items-center gap-1 font-mono text-12 text-tx1">
        <span className="truncate">{row.id}</span>
        <CopyButton text={row.id} label={`Copy the ID of ${row.name}`} />
      </span>
      <span className="text-tx1">{row.role}</span>
      <span className="min-w-0 flex-1 truncate text-tx2">{connection?.name ?? 'a connection that is not here'}</span>
      <span className="text-12 text-tx3t">
        by {row.createdBy}, <WallTime at={row.createdAt} style="ago" />
      </span>
      <span className="text-12 text-tx3t">
        {row.lastUsedAt === null ? (
          'not used yet'
        ) : (
          <>
            used <WallTime at={row.lastUsedAt} style="ago" />
          </>
        )}
      </span>
      {row.revokedAt === null ? (
        <Permitted permission="keys.write">
          <Button size="panel" aria-label={`Revoke ${row.name}`} onClick={onRevoke}>
            Revoke
          </Button>
        </Permitted>
      ) : (
        <Tag tone="plain">revoked</Tag>
      )}
    </li>
  );
}

function Purpose({ endpoint }: { endpoint: string | null }) {
  return (
    <>
      With one, the AWS CLI, boto3 or any SDK reaches a simulated connection
      {endpoint !== null && (
        <>
          {' '}
          at <code className="font-mono text-tx1">{endpoint}</code>
        </>
      )}
      . What is changed with it stands in Activity under its ID.
    </>
  );
}

/** The access keys of the AWS endpoint: who made them, when each was used last; make and revoke. */
export function KeyBoard({
  keys,
  connections,
  endpoint,
  actions,
}: {
  keys: readonly AccessKeyRow[];
  connections: readonly KeyConnection[];
  /** Its address; null where it is off. */
  endpoint: string | null;
  actions: KeyActions;
}) {
  const [asked, setAsked] = useState<'make' | AccessKeyRow | null>(null);
  const close = () => setAsked(null);
  const inForce = keys.filter((one) => one.revokedAt === null).length;
  const makeButton = (
    <Permitted permission="keys.write">
      <Button disabled={connections.length === 0} onClick={() => setAsked('make')}>
        <Plus size={14} strokeWidth={1.75} aria-hidden />
        New access key
      </Button>
    </Permitted>
  );
  return (
    <>
      <PageSentence second={<Purpose endpoint={endpoint} />} aside={keys.length === 0 ? undefined : makeButton}>
        {formatCount(inForce, 'access key is', 'access keys are')} in force.
      </PageSentence>
      <div className="flex flex-col gap-3">
        {endpoint === null && (
          <Banner tone="warn" title="The AWS endpoint is off.">
            Set AWS_ENDPOINT_PORT to a free port, such as 3001, and start Batchdeck again.
          </Banner>
        )}
        <Panel title="Access keys" flush>
          {keys.length === 0 ? (
            <EmptyState title="No access key yet." action={makeButton}>
              {connections.length === 0
                ? 'A key belongs to a simulated connection: make one of those first.'
                : 'A key belongs to one connection and has a role.'}
            </EmptyState>
          ) : (
            <ul aria-label="Access keys">
              {keys.map((row) => (
                <KeyRow
                  key={row.id}
                  row={row}
                  connection={connections.find((one) => one.id === row.connectionId)}
                  onRevoke={() => setAsked(row)}
                />
              ))}
            </ul>
          )}
        </Panel>
      </div>
      {asked === 'make' && (
        <MakeKeyDialog connections={connections} endpoint={endpoint} make={actions.make} onClose={close} />
      )}
      {asked !== null && asked !== 'make' && <RevokeKeyDialog row={asked} revoke={actions.revoke} onClose={close} />}
    </>
  );
}
