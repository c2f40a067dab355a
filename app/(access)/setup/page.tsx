import { Link2 } from 'lucide-react';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { currentSession } from '@/app/session';
import { Brand } from '@/components/ui/brand';
import { hasAdministrator, type SetupTokenState, setupTokenState } from '@/lib/access';
import { runtime } from '@/lib/runtime';
import { SetupForm } from './setup-form';

export const metadata: Metadata = { title: 'Set up · Batchdeck', referrer: 'no-referrer' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const FAULT: Readonly<Record<Exclude<SetupTokenState, 'good'>, string>> = {
  used: 'This link was used already: each is good once.',
  expired: 'This link is older than 15 minutes.',
  unknown: 'Open the set-up link that the server printed when it started.',
};

export default async function SetupPage({ searchParams }: Props) {
  const query = await searchParams;
  const token = typeof query.token === 'string' ? query.token : null;
  const { prisma, clock, version } = await runtime();
  const state = await setupTokenState(prisma, clock(), token);
  if (state !== 'good' && (await currentSession()) !== null) redirect('/');
  const isFirst = !(await hasAdministrator(prisma));
  return (
    <>
      <header className="flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-ln px-7 py-3">
        <Brand />
        <p className="flex flex-wrap items-center gap-x-2 text-12 text-tx2">
          <Link2 size={14} aria-hidden />
          Set-up link, good once and for 15 minutes. A new one:
          <code className="font-mono text-tx0">npm run setup-link</code>
        </p>
      </header>
      <main id="main" className="flex-1 px-7 py-6">
        <h1 className="text-21 font-semibold text-tx0">Set up Batchdeck</h1>
        <p className="mt-1 text-tx2">
          {isFirst
            ? 'Two steps. Nothing leaves this machine.'
            : 'An administrator exists. With the e-mail of a user this link gives that user a new password and the role; with another it makes one more.'}
        </p>
        <section className="mt-5 max-w-[388px] rounded-panel border border-ln bg-bg1 p-[22px]">
          <div className="flex items-center gap-2.5">
            <span className="num flex size-6 items-center justify-center rounded-full bg-pri text-12 font-semibold text-onpri">
              1
            </span>
            <h2 className="flex-1 text-15 font-semibold text-tx0">
              {isFirst ? 'First administrator' : 'Administrator'}
            </h2>
            {isFirst && <span className="text-12 text-tx3t">1 of 2</span>}
          </div>
          {state === 'good' && token !== null ? (
            <>
              <p className="mt-2 text-tx2">May do everything, on every connection.</p>
              <SetupForm token={token} />
              <p className="mt-5 text-12 text-tx3t">
                Lost the password later? <code className="font-mono text-tx2">npm run setup-link</code> on the server
                makes a new link; it can’t be done from here.
              </p>
            </>
          ) : (
            <div className="mt-3 text-tx1">
              <p>{FAULT[state === 'good' ? 'unknown' : state]}</p>
              <p className="mt-2 text-tx2">
                On the server, in Batchdeck’s folder, <code className="font-mono text-tx0">npm run setup-link</code>{' '}
                prints a new one.
              </p>
            </div>
          )}
        </section>
      </main>
      <footer className="flex h-10 items-center justify-end border-t border-ln bg-bg1 px-7 text-12 text-tx2">
        <span className="num">{version}</span>
      </footer>
    </>
  );
}
