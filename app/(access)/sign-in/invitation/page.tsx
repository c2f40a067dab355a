import type { Metadata } from 'next';
import { Brand } from '@/components/ui/brand';
import { Link } from '@/components/ui/link';
import { INVITATION_FAULT, invitationOf } from '@/lib/access';
import { runtime } from '@/lib/runtime';
import { InvitationForm } from './invitation-form';

export const metadata: Metadata = { title: 'Invitation · Batchdeck', referrer: 'no-referrer' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function InvitationPage({ searchParams }: Props) {
  const query = await searchParams;
  const token = typeof query.token === 'string' ? query.token : null;
  const { prisma, clock, version } = await runtime();
  const invitation = await invitationOf(prisma, clock(), token);
  return (
    <>
      <main id="main" className="flex flex-1 flex-col items-center justify-center px-4 py-10">
        <div className="w-full max-w-[372px] rounded-panel border border-ln bg-bg1 p-[26px]">
          <Brand />
          {invitation?.state === 'open' && token !== null ? (
            <>
              <h1 className="mt-5 text-21 font-semibold text-tx0">Make your account</h1>
              <p className="mt-1 text-tx2">
                {invitation.invitedBy} invites <span className="break-all text-tx0">{invitation.email}</span> as{' '}
                {invitation.role}.
              </p>
              <InvitationForm token={token} email={invitation.email} />
            </>
          ) : (
            <>
              <h1 className="mt-5 text-21 font-semibold text-tx0">This link does not work</h1>
              <p className="mt-1 text-tx2">
                {INVITATION_FAULT[invitation === null || invitation.state === 'open' ? 'unknown' : invitation.state]}
              </p>
              <p className="mt-4">
                <Link href="/sign-in" className="link">
                  Sign in
                </Link>
              </p>
            </>
          )}
        </div>
      </main>
      <footer className="flex h-10 items-center justify-end border-t border-ln bg-bg1 px-7 text-12 text-tx2">
        <span className="num">{version}</span>
      </footer>
    </>
  );
}
