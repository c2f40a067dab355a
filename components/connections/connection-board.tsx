'use client';

import { Cloud, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Permitted } from '../access/permitted';
import { formatCount, formatPercent } from '../format/number';
import { PageSentence } from '../shell/page-frame';
import { Button } from '../ui/button';
import { Banner } from '../ui/verdict';
import { ConnectionPanel } from './connection-panel';
import type { ConnectionActions, ConnectionAsk, ConnectionCard, RemovalView } from './connection-view';

const MakeDialog = dynamic(() => import('./make-dialog').then((loaded) => loaded.MakeDialog), { ssr: false });
const MakeAwsDialog = dynamic(() => import('./aws-dialog').then((loaded) => loaded.MakeAwsDialog), { ssr: false });
const ChangeAwsDialog = dynamic(() => import('./aws-dialog').then((loaded) => loaded.ChangeAwsDialog), { ssr: false });
const CheckAwsDialog = dynamic(() => import('./aws-dialog').then((loaded) => loaded.CheckAwsDialog), { ssr: false });
const RenameDialog = dynamic(() => import('./rename-dialog').then((loaded) => loaded.RenameDialog), { ssr: false });
const ResetDialog = dynamic(() => import('./reset-dialog').then((loaded) => loaded.ResetDialog), { ssr: false });
const RemoveDialog = dynamic(() => import('./remove-dialog').then((loaded) => loaded.RemoveDialog), { ssr: false });

const LOOK_AGAIN_MS = 1500;

/** How far each removed connection's history has gone; reads the page again while any goes. */
function Removals({ removals }: { removals: readonly RemovalView[] }) {
  const router = useRouter();
  const isGoing = removals.some((one) => one.error === null);
  useEffect(() => {
    if (!isGoing) return;
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isGoing, router]);
  return removals.map((one) => (
    <Banner
      key={one.id}
      tone={one.error === null ? 'warn' : 'bad'}
      title={`The history of ${one.name} is being removed.`}
    >
      {one.error === null
        ? `${formatPercent(one.gone, Math.max(1, one.total))} of ${formatCount(one.total, 'row')} are gone. It goes on after a restart.`
        : `It stands still: ${one.error} It goes on when Batchdeck is started again.`}
    </Banner>
  ));
}

/** The connections, each with its epochs; make, rename, reset and remove simulated ones. */
export function ConnectionBoard({
  connections,
  removals,
  actions,
}: {
  connections: readonly ConnectionCard[];
  removals: readonly RemovalView[];
  actions: ConnectionActions;
}) {
  const [asked, setAsked] = useState<{ slug: string; ask: ConnectionAsk } | 'make' | 'make-aws' | null>(null);
  const close = () => setAsked(null);
  const about = typeof asked === 'object' ? connections.find((one) => one.slug === asked?.slug) : undefined;
  const ask = typeof asked === 'object' ? (asked?.ask ?? null) : null;
  return (
    <>
      <PageSentence
        second="Each simulated one has a clock and a history of its own. Every change here stands in Activity."
        aside={
          <span className="flex flex-wrap gap-2">
            <Permitted permission="connections.write">
              <Button onClick={() => setAsked('make')}>
                <Plus size={14} strokeWidth={1.75} aria-hidden />
                New simulator
              </Button>
            </Permitted>
            <Permitted permission="connections.write">
              <Button onClick={() => setAsked('make-aws')}>
                <Cloud size={14} strokeWidth={1.75} aria-hidden />
                Connect to AWS…
              </Button>
            </Permitted>
          </span>
        }
      >
        {formatCount(connections.length, 'connection is', 'connections are')} here.
      </PageSentence>
      <div className="flex flex-col gap-3">
        <Removals removals={removals} />
        {connections.map((connection) => (
          <ConnectionPanel
            key={connection.slug}
            connection={connection}
            onAsk={(what) => setAsked({ slug: connection.slug, ask: what })}
          />
        ))}
      </div>
      {asked === 'make' && <MakeDialog make={actions.make} onClose={close} />}
      {asked === 'make-aws' && <MakeAwsDialog make={actions.makeAws} onClose={close} />}
      {about !== undefined && ask === 'change' && (
        <ChangeAwsDialog connection={about} change={actions.changeAws} onClose={close} />
      )}
      {about !== undefined && ask === 'check' && (
        <CheckAwsDialog connection={about} check={actions.checkAws} onClose={close} />
      )}
      {about !== undefined && ask === 'rename' && (
        <RenameDialog connection={about} rename={actions.rename} onClose={close} />
      )}
      {about !== undefined && ask === 'reset' && (
        <ResetDialog connection={about} reset={actions.reset} onClose={close} />
      )}
      {about !== undefined && ask === 'remove' && (
        <RemoveDialog connection={about} remove={actions.remove} onClose={close} />
      )}
    </>
  );
}
