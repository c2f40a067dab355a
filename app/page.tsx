import { redirect } from 'next/navigation';
import { hasAdministrator, seesConnection } from '@/lib/access';
import { runtime } from '@/lib/runtime';
import { currentSession } from './session';

export default async function Door() {
  const { prisma, connections } = await runtime();
  const signedIn = await currentSession();
  if (signedIn === null) redirect((await hasAdministrator(prisma)) ? '/sign-in' : '/setup');
  for (const connection of connections.values()) {
    if (seesConnection(signedIn.scope, connection.id)) redirect(`/${connection.slug}`);
  }
  redirect('/welcome');
}
