import { redirect } from 'next/navigation';
import { hasAdministrator } from '@/lib/access';
import { runtime } from '@/lib/runtime';
import { lastConnection } from './(portal)/page-data';
import { currentSession } from './session';

export default async function Door() {
  const { prisma } = await runtime();
  const signedIn = await currentSession();
  if (signedIn === null) redirect((await hasAdministrator(prisma)) ? '/sign-in' : '/setup');
  const last = await lastConnection(signedIn);
  redirect(last === null ? '/welcome' : `/${last}`);
}
