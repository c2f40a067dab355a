import type { Metadata } from 'next';
import { requireSession } from '@/app/session';
import { AccountBoard } from '@/components/settings/account-board';
import { listSessions } from '@/lib/access';
import { runtime } from '@/lib/runtime';
import { changePassword, endOwnSessions } from '../actions';

export const metadata: Metadata = { title: 'My account · Settings' };

export default async function AccountPage() {
  const { user, sessionId } = await requireSession('/settings/account');
  const { prisma, clock } = await runtime();
  return (
    <AccountBoard
      sessions={await listSessions(prisma, clock(), user.id)}
      current={sessionId}
      actions={{ changePassword, endSessions: endOwnSessions }}
    />
  );
}
